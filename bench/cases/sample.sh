# The notes' sample on warm agents: 100 tasks, a million roots, 4 MB back in one memory. The first spawn starts machines
# and is not counted, nor is anyone else's first run. MapReduce knows no warm run: each is a job.
source "$home/bench/peers/lib.sh"
program sqrt_repeated bench/programs/sqrt_repeated.c examples/sqrt/kernel.c
title="the sample, warm"

sample_hpvm() {
    note "$title" HPVM ms $(run ./sqrt_repeated $((runs + 20)) | tail -n "$runs")
}

sample_mpi() {
    note "$title" "Open MPI, 3 ranks" ms $(mpirun --allow-run-as-root --oversubscribe -np 3 "$work/sqrt_mpi" \
        $((runs + 1)) | tail -n "$runs")
}

sample_pvm() {
    note "$title" PVM ms $("$work/sqrt_pvm" $((runs + 1)) | tail -n "$runs")
}

# spark_figures WHO
spark_figures() {
    note "$title" "$1" ms $(awk '$1 == "sqrt" { print $2 }' "$work/spark.out" | tail -n "$runs")
    note "tasks that do nothing" "$1" tasks/s $(awk '$1 == "empty" { print $2 }' "$work/spark.out" | tail -n 2)
}

sample_spark() {
    run_spark $((runs + 3)) "-Dspark.master=local[2]" && spark_figures "Spark, local[2]"
}

sample_spark_on_yarn() {
    run_spark_on_yarn $((runs + 3)) && spark_figures "Spark on YARN"
}

sample_mapreduce() {
    note "$title" "MapReduce, a job in one JVM" ms $(run_mapreduce $(((runs + 1) / 2)))
}

contestants=(sample_hpvm)
has_pvm && contestants+=(sample_pvm)
has_mpi && contestants+=(sample_mpi)
has_spark && contestants+=(sample_spark sample_spark_on_yarn)
has_mapreduce && contestants+=(sample_mapreduce)
for _ in 1 2; do
    for contestant in "${contestants[@]}"; do
        "$contestant" || missing "a figure of ${contestant#sample_}" "it failed; see $target/*.log"
    done
done
end_case

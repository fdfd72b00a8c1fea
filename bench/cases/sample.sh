# The notes' sample on warm agents: 100 tasks, a million roots, 4 MB back in one memory. The first spawn starts machines
# and is not counted, nor is anyone else's first run.
program sqrt_repeated bench/programs/sqrt_repeated.c examples/sqrt/kernel.c
title="the sample, warm"

sample_hpvm() {
    note "$title" HPVM ms $(run ./sqrt_repeated $((runs + 10)) | tail -n "$runs")
}

sample_mpi() {
    note "$title" "Open MPI, 3 ranks" ms $(mpirun --allow-run-as-root --oversubscribe -np 3 "$work/sqrt_mpi" \
        $((runs + 1)) | tail -n "$runs")
}

sample_pvm() {
    note "$title" "PVM" ms $("$work/sqrt_pvm" $((runs + 1)) | tail -n "$runs")
}

sample_spark() {
    "$java" "${spark_opens[@]}" -Dspark.master="local[2]" -cp "$work/spark:$spark/*" SqrtSpark $((runs + 3)) 1000 \
        2>"$work/spark.log" >"$work/spark.out"
    note "$title" "Spark, local[2]" ms $(awk '$1 == "sqrt" { print $2 }' "$work/spark.out" | tail -n "$runs")
    note "tasks that do nothing" "Spark, local[2]" tasks/s $(awk '$1 == "empty" { print $2 }' "$work/spark.out" | tail -n 2)
}

contestants=(sample_hpvm)
if command -v mpicc >/dev/null; then
    mpicc -O2 "$home/bench/peers/sqrt_mpi.c" -lm -o "$work/sqrt_mpi"
    contestants+=(sample_mpi)
else
    missing "Open MPI" "apt install openmpi-bin libopenmpi-dev"
fi
if command -v pvmd >/dev/null && [[ -f /usr/include/pvm3.h ]]; then
    cc -O2 "$home/bench/peers/sqrt_pvm.c" -lpvm3 -lm -o "$work/sqrt_pvm"
    # PVM does not want to be run by root, and will if told so; here it only speaks to itself.
    export PVM_ROOT=/usr/lib/pvm3 PVM_ALLOW_ROOT=1
    pvmd >"$work/pvmd.out" 2>&1 </dev/null &
    pvmd=$!
    for _ in $(seq 50); do
        [[ -s $work/pvmd.out ]] && break
        sleep 0.1
    done
    contestants+=(sample_pvm)
else
    missing PVM "apt install pvm pvm-dev"
fi
spark=${SPARK_JARS:-$target/spark}
spark_opens=(--add-opens=java.base/{java.lang,java.nio,java.util,sun.nio.ch,java.lang.invoke,sun.security.action}=ALL-UNNAMED
    --add-exports=java.base/sun.nio.ch=ALL-UNNAMED)
if compgen -G "$spark/spark-core_*.jar" >/dev/null; then
    mkdir -p "$work/spark"
    "${java}c" -d "$work/spark" -cp "$spark/*" "$home/bench/peers/SqrtSpark.java"
    contestants+=(sample_spark)
else
    missing Spark "scripts/bench --peers fetches it"
fi
for _ in 1 2; do
    for contestant in "${contestants[@]}"; do
        "$contestant" || missing "a figure of ${contestant#sample_}" "it failed"
    done
done
if [[ -n ${pvmd:-} ]]; then
    echo halt | timeout 10 pvm >/dev/null 2>&1 || kill "$pvmd" 2>/dev/null || true
    rm -f "/tmp/pvmd.$(id -u)" "/tmp/pvml.$(id -u)"
fi

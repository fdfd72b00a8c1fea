# What HPVM is compared with: those that are there are in contestants, what is missing is said.
mapreduce=${MAPREDUCE_JARS:-$target/mapreduce}
spark=${SPARK_JARS:-$target/spark}
spark_opens=(--add-opens=java.base/{java.lang,java.lang.invoke,java.nio,java.util,sun.nio.ch,sun.security.action}=ALL-UNNAMED
    --add-exports=java.base/sun.nio.ch=ALL-UNNAMED)

has_mpi() {
    command -v mpicc >/dev/null && command -v mpirun >/dev/null ||
        { missing "Open MPI" "apt install openmpi-bin libopenmpi-dev"; return 1; }
    mpicc -O2 "$home/bench/peers/sqrt_mpi.c" -lm -o "$work/sqrt_mpi"
}

# Its daemon, which only speaks to itself here: it does not want to be run by root, and will if told so.
has_pvm() {
    command -v pvmd >/dev/null && [[ -f /usr/include/pvm3.h ]] ||
        { missing PVM "apt install pvm pvm-dev"; return 1; }
    cc -O2 "$home/bench/peers/sqrt_pvm.c" -lpvm3 -lm -o "$work/sqrt_pvm"
    export PVM_ROOT=/usr/lib/pvm3 PVM_ALLOW_ROOT=1
    if [[ -e /tmp/pvmd.$(id -u) ]]; then
        missing PVM "a daemon of yours is there already: /tmp/pvmd.$(id -u)"
        return 1
    fi
    ends+=(end_pvm) # also if it does not start
    setsid pvmd >"$work/pvmd.out" 2>&1 </dev/null &
    for _ in $(seq 50); do
        [[ -s $work/pvmd.out ]] && return
        sleep 0.1
    done
    missing PVM "its daemon did not start"
    return 1
}

end_pvm() {
    echo halt | timeout 10 setsid pvm >/dev/null 2>&1 || true
    rm -f "/tmp/pvmd.$(id -u)" "/tmp/pvml.$(id -u)"
}

has_spark() {
    compgen -G "$spark/spark-core_*.jar" >/dev/null || { missing Spark "scripts/bench --peers fetches it"; return 1; }
    mkdir -p "$work/spark"
    "${java}c" -d "$work/spark" -cp "$spark/*" "$home/bench/peers/SqrtSpark.java"
    "${java%java}jar" cf "$work/spark.jar" -C "$work/spark" .
}

# run_spark RUNS OPTION…
run_spark() {
    local times=$1
    shift
    timeout 180 "$java" "${spark_opens[@]}" "$@" -cp "$work/spark.jar:$spark/*:$HADOOP_CONF_DIR" SqrtSpark \
        "$times" 1000 2>"$target/spark.log" >"$work/spark.out"
}

# With two executors, of one processor each, that are local to the cluster's machines.
run_spark_on_yarn() {
    run_spark "$1" -Dspark.master=yarn -Dspark.submit.deployMode=client -Dspark.executor.instances=2 \
        -Dspark.executor.memory=512m -Dspark.yarn.am.memory=512m -Dspark.yarn.jars="local:$spark/*" \
        -Dspark.jars="$work/spark.jar" -Dspark.driver.host=127.0.0.1 -Dspark.driver.bindAddress=127.0.0.1 \
        -Dspark.scheduler.minRegisteredResourcesRatio=1 -Dspark.executor.extraJavaOptions="${spark_opens[*]}" \
        -Dspark.yarn.am.extraJavaOptions="${spark_opens[*]}"
}

has_mapreduce() {
    compgen -G "$mapreduce/hadoop-mapreduce-client-app-*.jar" >/dev/null ||
        { missing MapReduce "scripts/bench --peers fetches it"; return 1; }
    mkdir -p "$work/mapreduce"
    "${java}c" -d "$work/mapreduce" -cp "$mapreduce/*" "$home/bench/peers/SqrtMapReduce.java"
    "${java%java}jar" cf "$work/mapreduce.jar" -C "$work/mapreduce" .
}

# Two map tasks, each with half of the hundred, in one JVM.
run_mapreduce() {
    timeout 180 "$java" "${quick[@]}" -cp "$work/mapreduce.jar:$HADOOP_CONF_DIR:$mapreduce/*" SqrtMapReduce 2 "$1" \
        "$mapreduce/*" "${quick[*]} -Xmx384m" "$work/mapreduce.jar" 2>"$target/mapreduce.log"
}

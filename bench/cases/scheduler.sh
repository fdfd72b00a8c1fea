# A cluster of 10 000 agents and 10^8 tasks, played against the real scheduler and the real journal in a heap of 1 GiB:
# all of it in one JVM on one processor, journal on the local disk.
mkdir -p "$work/scheduler"
jar=$(ls "$home"/hpvm-yarn-am/target/hpvm-[0-9]*.jar | head -n 1)
"${java}c" -proc:none -d "$work/scheduler" -cp "$jar:$lib/*" \
    "$home/hpvm-yarn-am/src/test/java/org/hpvm/yarn/schedule/SchedulerBenchmark.java"
taskset -c 0 "$java" -Xmx1g -XX:+UseSerialGC -cp "$work/scheduler:$jar:$lib/*" \
    org.hpvm.yarn.schedule.SchedulerBenchmark 10000 100000000 10 | tee "$work/scheduler/out" >&2
figure() {
    grep "^$1 " "$work/scheduler/out" | grep -oE '[0-9]+ (a second|MB)$' | grep -oE '^[0-9]+'
}
note "scheduling 10^8 tasks" HPVM "decisions/s" "$(figure decisions)"
note "scheduling 10^8 tasks" HPVM "reports/s" "$(figure reports)"
note "heap for 10^8 tasks" HPVM MB "$(figure 'heap at most')"

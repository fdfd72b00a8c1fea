# From the command to the first statement of a kernel, on a cluster that is up; and the whole command.
program launch bench/programs/launch.c bench/programs/moment.c
mkdir -p "$work/minimal"
"${java}c" -d "$work/minimal" -cp "$lib/*" "$home/bench/yarn/MinimalApplication.java"
"${java%java}jar" cf "$work/minimal.jar" -C "$work/minimal" .

launch_hpvm() {
    local began moment
    began=$(date +%s%N)
    moment=$(run ./launch)
    note "launch to the first statement" "$1" ms "$(milliseconds_since "$began" "$moment")"
    note "launch and end" "$1" ms "$(milliseconds_since "$began" "$(date +%s%N)")"
}

launch_minimal() {
    local began moment
    began=$(date +%s%N)
    "$java" "${quick[@]}" -Dminimal.jar="$work/minimal.jar" -cp "$work/minimal.jar:$HADOOP_CONF_DIR:$lib/*" \
        MinimalApplication client "$work/moment" "${quick[@]}"
    moment=$(<"$work/moment")
    note "launch to the first statement" "a minimal YARN application" ms "$(milliseconds_since "$began" "$moment")"
    note "launch and end" "a minimal YARN application" ms "$(milliseconds_since "$began" "$(date +%s%N)")"
}

# Once each for what is made once: the jars in HDFS, the archives of classes, those of the command too.
run -D hpvm.java.archives=5m ./launch >/dev/null
run ./launch >/dev/null
launch_minimal 2>/dev/null
sed -i "/^launch/d" "$results"
for ((at = 0; at < runs; at++)); do
    launch_hpvm HPVM
    launch_minimal
done

# From YARN's grant of a machine, by the server's log, to the first statement of a kernel there. Each run has a session of
# its own, and a program that waits for the machine already.
program launch bench/programs/launch.c bench/programs/moment.c

# granted APPLICATION: when its first machine was granted, in milliseconds since 1970
granted() {
    local line
    line=$(cat "$work"/cluster/yarn/*/logs/"$1"/*/stderr | grep 'YARN has granted' | sort | head -n 1)
    echo $(($(date -d "${line:0:19}" +%s) * 1000 + 10#${line:20:3}))
}

# The first makes archives of classes, if there are none.
for ((at = 0; at <= runs; at++)); do
    application=$("$home/scripts/hpvm" session start "join-$at")
    ends+=("$home/scripts/hpvm session stop join-$at")
    moment=$(run --session "join-$at" ./launch)
    if [[ $at -gt 0 ]]; then
        note "a machine, from YARN's grant to its first task" HPVM ms \
            $((moment / 1000000 - $(granted "$application")))
    fi
    "$home/scripts/hpvm" session stop "join-$at" >/dev/null
done

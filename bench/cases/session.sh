# A whole hpvm run in a session whose machines are there: from the command to its end, the program and all.
program launch bench/programs/launch.c bench/programs/moment.c
"$home/scripts/hpvm" session start bench >/dev/null
ends+=("$home/scripts/hpvm session stop bench")
run --session bench ./launch >/dev/null
run --session bench ./launch >/dev/null
for ((at = 0; at < runs; at++)); do
    began=$(date +%s%N)
    moment=$(run --session bench ./launch)
    ended=$(date +%s%N)
    note "a run in a session, to the first statement" HPVM ms "$(milliseconds_since "$began" "$moment")"
    note "a run in a session, whole" HPVM ms "$(milliseconds_since "$began" "$ended")"
done
"$home/scripts/hpvm" session stop bench >/dev/null

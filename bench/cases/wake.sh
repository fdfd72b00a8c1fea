# A worker that waits is given tasks and answers; beside a byte through bare pipes. No cluster takes part.
program tasks bench/programs/tasks.c bench/programs/empty.c
cc -O2 "$home/bench/programs/pipes.c" -o "$work/pipes"
jar=$(find "$home/hpvm-yarn-am/target" -maxdepth 1 -name 'hpvm-[0-9]*.jar' | head -n 1)
mkdir -p "$work/wake"
"${java}c" -d "$work/wake" -cp "$jar" "$home/bench/worker/WakeUp.java"
for ((at = 0; at < runs; at++)); do
    "$java" "${quick[@]}" -cp "$work/wake:$jar:$lib/*" WakeUp \
        "$work/tasks.kernels/$(uname -m)/linux/generic/kernel" "$work/wake/worker" >"$work/wake.out"
    note "a task through a waiting worker" HPVM us "$(awk '$1 == "one" { print $2 }' "$work/wake.out")"
    note "a task through a waiting worker" "a byte through two pipes" us "$("$work/pipes")"
    note "a task in a frame of a thousand" HPVM us "$(awk '$1 == "of_a_thousand" { print $2 }' "$work/wake.out")"
done

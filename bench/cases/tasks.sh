# A million tasks that do nothing, in one spawn; the first spawn starts machines and is not counted.
program tasks bench/programs/tasks.c bench/programs/empty.c
for took in $(run ./tasks 1000000 $((runs + 1)) | tail -n "$runs"); do
    note "tasks that do nothing" HPVM tasks/s "$(awk -v took="$took" 'BEGIN { printf "%.0f", 1e9 / took }')"
done

# A share of 5 GiB to a machine, and a hundred tasks that merge 64 MiB each. Takes 12 GiB in /dev/shm, and on disk 12 GiB for
# each replica.
program large bench/programs/large.c bench/programs/large_kernel.c

run -D hpvm.agent.memory=2g ./large >"$work/large.out"
note "a share of 5 GiB to a machine" HPVM MiB/s "$(awk '$1 == "read" { printf "%.0f", 5120000 / $2 }' "$work/large.out")"
note "100 merges of 64 MiB, and back" HPVM MiB/s \
    "$(awk '$1 == "merge_and_back" { printf "%.0f", 6400000 / $2 }' "$work/large.out")"

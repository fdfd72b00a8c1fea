# A share of BENCH_MEBIBYTES (1024) to a machine and back, a million merges of 8 bytes, small reports; each beside bare
# HDFS with the same replication, and memcpy.
program shares bench/programs/shares.c bench/programs/shares_kernel.c
mebibytes=${BENCH_MEBIBYTES:-1024}
mkdir -p "$work/hdfs"
hpvm_jar=$(echo "$home"/hpvm-yarn-am/target/hpvm-[0-9]*.jar)
"${java}c" -d "$work/hdfs" -cp "$lib/*:$hpvm_jar" "$home"/bench/hdfs/*.java

# figure FILE NAME: its values, in milliseconds
figure() {
    awk -v name="$2" '$1 == name { print $2 }' "$1"
}
rate() {
    awk -v mebibytes="$mebibytes" '{ printf "%.0f\n", mebibytes * 1000 / $1 }'
}
for ((at = 0; at < (runs + 1) / 2; at++)); do
    "$java" "${quick[@]}" -cp "$work/hdfs:$lib/*:$HADOOP_CONF_DIR" BareHdfs "$mebibytes" >"$work/bare.out"
    run -D hpvm.agent.memory=4g ./shares "$mebibytes" >"$work/shares.out"
    note "a share to a machine" HPVM MiB/s $(figure "$work/shares.out" read | rate)
    note "a share to a machine" "bare HDFS, read" MiB/s $(figure "$work/bare.out" read | tail -1 | rate)
    note "the same share once more" HPVM ms $(figure "$work/shares.out" read_again)
    note "a copy of it to write into" HPVM ms $(figure "$work/shares.out" copy_to_write_into)
    note "merges of all of it, and back" HPVM MiB/s $(figure "$work/shares.out" merge_and_back | rate)
    note "merges of all of it, and back" "bare HDFS, write then read" MiB/s "$(awk '
        $1 == "write" { write = $2 } $1 == "read" { read = $2 } END { print write + read }' "$work/bare.out" | rate)"
    note "merges of 8 bytes, in kernels" HPVM merges/s \
        $(figure "$work/shares.out" million_merges_in_kernels | awk -v processors="$(nproc)" '
            { printf "%.0f", 1e9 * processors / $1 }')
    note "merges of 8 bytes, whole spawn" HPVM merges/s \
        $(figure "$work/shares.out" million_merges | awk '{ printf "%.0f", 1e9 / $1 }')
    note "a spawn with one small report" HPVM ms $(figure "$work/shares.out" commit | sort -n | sed -n 100p)
    "$java" "${quick[@]}" -cp "$work/hdfs:$lib/*:$hpvm_jar:$HADOOP_CONF_DIR" CommitBesideFlush >"$work/commit.out"
    note "commit of a small report" HPVM ms $(figure "$work/commit.out" commit | sort -n | sed -n 400p)
    note "commit of a small report" "one bare hflush" ms $(figure "$work/commit.out" flush | sort -n | sed -n 400p)
    note "copying it" memcpy MiB/s $(figure "$work/shares.out" memcpy | rate)
done

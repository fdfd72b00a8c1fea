# What the cases of scripts/bench share: programs are built, a cluster is up, figures are noted.
target=$home/bench/target
results=$target/results.tsv
c=$home/hpvm-container/target/c
lib=$home/hpvm-minicluster/target/cluster/lib
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# The options that our own JVMs have (hpvm.java.options).
quick=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto)

if [[ ! -f $c/lib/libhpvm.a || ! -d $lib ]]; then
    echo "bench: HPVM is not built; mvn package -DskipTests builds it" >&2
    exit 2
fi
if ! command -v cc >/dev/null || ! command -v "${java}c" >/dev/null; then
    echo "bench: it needs a C compiler (cc) and a JDK (javac)" >&2
    exit 2
fi

work=$(mktemp -d)
mkdir -p "$target"
: >"$results"
: >"$target/missing"

# Commands with which a case ends what it has begun; the last first.
ends=()
end_case() {
    local at
    trap '' INT TERM
    for ((at = ${#ends[@]} - 1; at >= 0; at--)); do
        ${ends[at]} >/dev/null 2>&1 || true
    done
    ends=()
}

# A case that fails costs its own figures only.
measure() {
    local status
    set +e
    (
        trap end_case EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM
        set -e
        source "$home/bench/cases/$1.sh"
    )
    status=$?
    set -e
    [[ $status -ne 130 && $status -ne 143 ]] || exit "$status"
    [[ $status -eq 0 ]] || missing "the rest of case $1" "it ended with status $status"
}

finish() {
    trap '' INT TERM
    HPVM_CLUSTER_DIR=$work/cluster "$home/scripts/hpvm" cluster stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# note CASE WHO UNIT VALUE…
note() {
    local case=$1 who=$2 unit=$3
    shift 3
    [[ $# -gt 0 ]] || missing "$case: $who" "it gave no figure"
    for value in "$@"; do
        printf '%s\t%s\t%s\t%s\n' "$case" "$who" "$unit" "$value" | tee -a "$results" >&2
    done
}

missing() {
    echo "bench: $1 is missing: $2" | tee -a "$target/missing" >&2
}

# program NAME SOURCE KERNEL: a parent and its kernel tree of one leaf, in $work.
program() {
    local leaf=$work/$1.kernels/$(uname -m)/linux/generic
    mkdir -p "$leaf"
    cc -O2 -ffp-contract=off -static -I"$c/include" "$home/$2" -L"$c/lib" -lhpvm -lm -lpthread -o "$work/$1"
    cc -O2 -ffp-contract=off -static -I"$c/include" "$home/$3" -L"$c/lib" -lhpvmkernel -lm -lpthread -o "$leaf/kernel"
}

# run OPTION… PROGRAM ARGUMENT…: on the cluster.
run() {
    (cd "$work" && "$home/scripts/hpvm" run "$@")
}

milliseconds_since() {
    echo $((($2 - $1) / 1000000))
}

summarize() {
    {
        awk -f "$home/bench/table.awk" "$results"
        awk -f "$home/bench/goals.awk" "$home/bench/goals.tsv" "$results"
        if [[ -s $target/missing ]]; then
            echo
            sed 's/^bench: /- /' "$target/missing"
        fi
    } | tee "$target/table.md"
    awk -f "$home/bench/plot.awk" "$results" >"$target/plot.svg"
    echo "bench: figures in $results, plot in $target/plot.svg" >&2
}

export HPVM_CLUSTER_DIR=$work/cluster
"$home/scripts/hpvm" cluster start --machines "$machines" >&2
export HADOOP_CONF_DIR=$work/cluster/conf

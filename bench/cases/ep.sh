# NAS EP class A on warm agents, beside the same kernel run by threads of one program, one for each processor.
program ep_repeated bench/programs/ep_repeated.c examples/ep/kernel.c
cc -O2 -ffp-contract=off -static -I"$home/bench/shim" "$home/bench/programs/ep_pthreads.c" "$home/examples/ep/kernel.c" \
    -lm -lpthread -o "$work/ep_pthreads"
cat >"$work/ep_alternating" <<'SH'
#!/usr/bin/env bash
# One parent, whose agents stay warm, in alternation with the threads.
./ep_repeated 1 >/dev/null
for ((at = 0; at < $1; at++)); do
    echo "threads $(./ep_pthreads "$(nproc)" 1)"
    echo "hpvm $(./ep_repeated 1)"
done
SH
chmod +x "$work/ep_alternating"
HPVM_KERNELS=$work/ep_repeated.kernels run ./ep_alternating "$runs" >"$work/ep.out" 2>"$work/ep.err"
note "EP class A" HPVM ms $(awk '$1 == "hpvm" { print $2 }' "$work/ep.out")
note "EP class A" "threads of one program" ms $(awk '$1 == "threads" { print $2 }' "$work/ep.out")
[[ $(sort -u <(grep '^sx' "$work/ep.err" | cut -c1-16) | wc -l) -eq 1 ]] || echo "bench: EP: the sums differ" >&2

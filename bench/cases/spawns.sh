# Thousands of spawns of one task in one parent, two thousand a run and ten thousand at most: the time of one, and what the
# JVMs hold before and after.
spawns=$((runs < 5 ? runs * 2000 : 10000))
program tasks bench/programs/tasks.c bench/programs/empty.c
cat >"$work/spawns" <<'SH'
#!/usr/bin/env bash
# held: resident KiB, descriptors and threads of the command, the server and the agents
held() {
    for process in /proc/[0-9]*; do
        role=$(tr '\0' '\n' <"$process/cmdline" 2>/dev/null | grep -oE '^org\.hpvm.*(HpvmMain|ServerMain|AgentMain)$')
        [[ -n $role ]] && echo "$1 ${role##*.}" $(awk '/^VmRSS/ { print $2 }' "$process/status") \
            $(ls "$process/fd" | wc -l) $(ls "$process/task" | wc -l)
    done
}
./tasks 1 1000
held early >>held
./tasks 1 $(($1 - 1000))
held late >>held
SH
chmod +x "$work/spawns"
cp -r "$work/tasks.kernels" "$work/spawns.kernels"
note "a spawn of one task" HPVM ms $(HPVM_KERNELS=$work/tasks.kernels run ./spawns "$spawns" | tail -n 1000 | sort -n | sed -n 500p)
awk '{ printf "bench: %s %-10s %7d KiB %4d descriptors %4d threads\n", $1, $2, $3, $4, $5 }' "$work/held" >&2

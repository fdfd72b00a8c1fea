#!/bin/sh
# What hpvm-exec does: sh exec_test.sh PATH/TO/hpvm-exec
exec=$1
dir=$(mktemp -d /tmp/hpvm-exec-test-XXXXXX)
trap 'rm -rf "$dir"' EXIT
failed=0

# check NAME WANTED FOUND
check() {
    if [ "$2" = "$3" ]; then
        echo "ok $1"
    else
        echo "FAILED $1: wanted <$2>, found <$3>"
        failed=1
    fi
}

# run WORDS...: sets code and status
run() {
    rm -f "$dir/status"
    "$exec" --status "$dir/status" "$@" 2> "$dir/errors"
    code=$?
    status=$(cat "$dir/status" 2> /dev/null)
}

# Waits up to 5 s until a process has gone.
gone() {
    tries=0
    while kill -0 "$1" 2> /dev/null && ! grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || { echo alive; return; }
        sleep 0.02
    done
    echo gone
}

# Waits up to 5 s until a file has something in it.
filled() {
    tries=0
    while [ ! -s "$1" ] && [ $tries -lt 250 ]; do
        tries=$((tries + 1))
        sleep 0.02
    done
    cat "$1"
}

run -- true
check "exit 0" "0 exited 0" "$code $status"
run -- sh -c 'exit 139'
check "exit 139 is no signal" "139 exited 139" "$code $status"
run -- sh -c 'kill -SEGV $$'
check "a signal" "139 signalled 11" "$code $status"
run -- "$dir/nothing"
check "no such program" "127 unstartable cannot execute $dir/nothing: No such file or directory" "$code $status"
run -- hpvm-no-such-program
check "not in PATH" "127 unstartable cannot execute hpvm-no-such-program: No such file or directory" "$code $status"
echo 'exit 0' > "$dir/foreign"
chmod +x "$dir/foreign"
run -- "$dir/foreign"
check "no executable format, and no shell" "126 unstartable cannot execute $dir/foreign: Exec format error" "$code $status"
run -- "$dir"
check "a directory" "126 unstartable cannot execute $dir: Permission denied" "$code $status"
run --address-space 1000000000 -- sh -c 'ulimit -v'
check "nothing is printed of its own" "0 exited 0" "$code $status"
check "address space" 976562 "$("$exec" --status "$dir/status" --address-space 1000000000 -- sh -c 'ulimit -v')"
run --address-space 12x -- true
check "wrong words" "125 " "$code $status"
run --
check "no command" "125 " "$code $status"
check "pipes" "a line" "$(echo 'a line' | "$exec" --status "$dir/status" -- cat)"
check "nothing left beside the status" "" "$(ls "$dir" | grep new)"
run -- sh -c 'test "$(cut -d" " -f6 /proc/$$/stat)" = $$'
check "a session of its own" "0 exited 0" "$code $status"

# The reader of the pipe sees its end with the worker's, though an orphan held it.
start=$(date +%s)
check "orphans" "main" "$("$exec" --status "$dir/status" -- sh -c '(setsid sleep 30 & echo $! > '"$dir"'/orphan; setsid sh -c "sleep 30; true" &) ; echo main')"
check "orphans did not hold it up" yes "$([ $(($(date +%s) - start)) -lt 5 ] && echo yes)"
check "the orphan is gone" gone "$(gone "$(cat "$dir/orphan")")"

# A worker that closes its output is seen to, though hpvm-exec goes on.
rm -f "$dir/status"
check "its own ends are closed" early "$("$exec" --status "$dir/status" -- sh -c 'exec >&- 2>&-; sleep 0.3' |
    { cat; [ -e "$dir/status" ] && echo late || echo early; })"

# SIGTERM
tree='trap "" TERM; setsid sh -c "trap \"\" TERM; sleep 30 & echo \$! > '"$dir"'/leaf; wait" & sleep 30'
rm -f "$dir/status" "$dir/leaf"
"$exec" --status "$dir/status" -- sh -c "$tree" &
running=$!
leaf=$(filled "$dir/leaf")
kill -TERM $running
wait $running
check "told to end" "137 signalled 9" "$? $(cat "$dir/status")"
check "all is gone" gone "$(gone "$leaf")"

# The death of what started it.
rm -f "$dir/status" "$dir/leaf"
sh -c '"$0" --status "$1" -- sh -c "$2" & wait' "$exec" "$dir/status" "$tree" 2> /dev/null &
starter=$!
leaf=$(filled "$dir/leaf")
kill -KILL $starter
wait $starter 2> /dev/null
check "the starter died" gone "$(gone "$leaf")"
check "its status" "signalled 9" "$(filled "$dir/status")"

# The death of hpvm-exec itself.
"$exec" --status "$dir/status" -- sh -c 'echo $$ > '"$dir"'/worker; exec sleep 30' &
running=$!
worker=$(filled "$dir/worker")
kill -KILL $running
wait $running 2> /dev/null
check "hpvm-exec was killed" gone "$(gone "$worker")"

# The death of either of its two processes leaves nothing of a tree that has left its group.
for victim in guard keeper; do
    rm -f "$dir/status" "$dir/leaf"
    "$exec" --status "$dir/status" -- sh -c "$tree" &
    running=$!
    leaf=$(filled "$dir/leaf")
    killed=$running
    [ $victim = guard ] || killed=$(tr -d ' ' < "/proc/$running/task/$running/children")
    kill -KILL "$killed"
    wait $running 2> /dev/null
    check "its $victim was killed" gone "$(gone "$leaf")"
    check "its status without a $victim" "signalled 9" "$(filled "$dir/status")"
done

# What is sent to the group of who started it does not kill it before it has done its work.
rm -f "$dir/leaf"
setsid sh -c 'echo $$ > "$3"; "$0" --status "$1" -- sh -c "$2" & wait' "$exec" "$dir/status" "$tree" "$dir/group" 2> /dev/null &
leaf=$(filled "$dir/leaf")
kill -KILL "-$(cat "$dir/group")"
check "the starter's group was killed" gone "$(gone "$leaf")"

# A file that is still being written.
cp "$(command -v cat)" "$dir/busy"
sh -c 'exec 9>> "$0"; sleep 0.3' "$dir/busy" &
sleep 0.1
run -- "$dir/busy" < /dev/null
check "a busy file" "0 exited 0" "$code $status"
wait
exit $failed

#!/bin/sh
# Runs the README's two commands on a machine that has never seen Easel: a Debian made for it.
#
#   packaging/fresh_machine.sh [12|13]          (`make fresh`, `make fresh DEBIAN=13`)
#
# What is committed is tried, as root, with an empty environment and nothing there but python3, make,
# git and ca-certificates; package indexes and certificates are this machine's (machine_settings.py).
# All mounts are in a namespace of their own, which ends with its first process, however that ends.
#
# In the environment, all optional:
#   EASEL_FRESH_COMMANDS   what to run there instead, one command a line
#   EASEL_FRESH_GB         how much must be free on the disk (9)
#   TMPDIR                 where the machine is made (/var/tmp)
#
# Exit code: 0 all passed, 1 something did not, 2 there is no such Debian, 3 it can't be tried here.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}

stop() { # CODE SENTENCE
    echo "$2" >&2
    exit "$1"
}

free_mb() { df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }'; }

is_full() { [ "$(free_mb "$1")" -lt 200 ]; }

# --- inside the namespace: make the machine, run the commands

make_machine() { # ROOT SUITE FOLDER COMMIT
    mirror=$("$python" "$here/packaging/machine_settings.py" mirror)
    echo "Making Debian $number in $1 ..."
    # shellcheck disable=SC2086  # no mirror is no argument
    if ! debootstrap --variant=minbase --include=python3,make,git,ca-certificates \
        "$2" "$1" $mirror >"$3/debootstrap.log" 2>&1; then
        is_full "$3" && stop 1 "The disk with $3 is full."
        stop 1 "debootstrap could not make Debian $number: $(tail -n 1 "$3/debootstrap.log")"
    fi
    git -c safe.directory='*' clone --quiet --no-checkout "$here" "$1/easel"
    git -c safe.directory='*' -C "$1/easel" checkout --quiet --detach "$4"
    folders=$("$python" "$here/packaging/machine_settings.py" carry "$1" "$2")
    echo "$folders" | while IFS= read -r folder; do
        [ -n "$folder" ] || continue
        mkdir -p "$1$folder"
        mount --bind -o ro "$folder" "$1$folder"
    done
    mount -t proc proc "$1/proc"
    mount --bind /dev "$1/dev"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$1/dev/pts"
    mount -t tmpfs tmpfs "$1/dev/shm"
}

inside() { # ROOT NUMBER SUITE FOLDER COMMIT
    number=$2
    make_machine "$1" "$3" "$4" "$5"
    failed=0
    echo "$EASEL_FRESH_COMMANDS" >"$4/commands"
    while IFS= read -r command <&3; do
        [ -n "$command" ] || continue
        echo "--- $command"
        began=$(date +%s)
        code=0
        chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
            sh -c "cd /easel && $command" </dev/null || code=$?
        took=$(($(date +%s) - began))
        if [ "$code" = 0 ]; then
            echo "$command: passed in $took s" >>"$4/report"
        else
            failed=1
            echo "$command: FAILED with exit code $code after $took s" >>"$4/report"
            if is_full "$4"; then echo "The disk with $4 is full." >>"$4/report"; fi
        fi
    done 3<"$4/commands"
    echo "--- Debian $number with nothing but $(chroot "$1" python3 --version), $(git -C "$1/easel" log -1 --format='%h %s')"
    cat "$4/report"
    exit "$failed"
}

if [ "${1:-}" = --inside ]; then
    shift
    inside "$@"
fi

# --- outside: see that it can be done, and leave nothing behind

case "${1:-12}" in
12 | bookworm) number=12 suite=bookworm ;;
13 | trixie) number=13 suite=trixie ;;
*) stop 2 "There is no fresh Debian “$1”, only 12 and 13." ;;
esac
[ "$(uname -s)" = Linux ] || stop 3 "A fresh machine can be made on Linux only."
[ "$(id -u)" = 0 ] || stop 3 "A fresh machine needs root's rights: run 'sudo make fresh'."
for program in debootstrap unshare setpriv git "$python"; do
    command -v "$program" >/dev/null 2>&1 ||
        stop 3 "A fresh machine needs $program: install it first, on Debian with apt-get."
done
unshare --mount true 2>/dev/null || stop 3 "A fresh machine needs mounts, which root may not make here."
commit=$(git -c safe.directory='*' -C "$here" rev-parse --verify --quiet HEAD 2>/dev/null) ||
    stop 3 "A fresh machine needs Easel's git repository."
[ -z "$(git -c safe.directory='*' -C "$here" status --porcelain)" ] ||
    echo "What is not committed is not tried."
base=${TMPDIR:-/var/tmp}
[ -d "$base" ] || stop 3 "There is no folder $base to make a fresh machine in."
needed=${EASEL_FRESH_GB:-9}
[ "$(free_mb "$base")" -ge $((needed * 1024)) ] ||
    stop 3 "A fresh machine needs $needed GB, and $base has $(($(free_mb "$base") / 1024)) GB free."
EASEL_FRESH_COMMANDS=${EASEL_FRESH_COMMANDS:-$(sed -n 's/^\(make [a-z]*\) *#.*/\1/p' "$here/README.md")}
export EASEL_FRESH_COMMANDS

folder=$(mktemp -d "$base/easel-fresh.XXXXXX")
child=
leave() {
    code=$?
    trap - EXIT
    if [ -n "$child" ]; then
        kill -KILL "$child" 2>/dev/null || true # its namespace ends with it
        wait "$child" 2>/dev/null || true
    fi
    # Whatever ran there is being ended, and may still write for a moment.
    for _ in 1 2 3 4 5; do
        rm -rf --one-file-system "$folder" 2>/dev/null && break
        sleep 1
    done
    exit "$code"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# In the background, since a shell hears of a signal only while it waits.
setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child \
    "$0" --inside "$folder/root" "$number" "$suite" "$folder" "$commit" &
child=$!
code=0
wait "$child" || code=$?
child=
exit "$code"

#!/bin/sh
# Makes the virtual environment and installs Easel in it, in the versions of requirements.lock:
#
#   make_venv.sh PYTHON FOLDER
set -eu
python=$1
venv=$2

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

if ! supported "$python"; then
    for candidate in python3.13 python3.12 python3.11; do
        if supported "$candidate"; then python=$candidate; break; fi
    done
fi
if ! supported "$python"; then
    echo "Easel needs Python 3.11, 3.12 or 3.13: install one, then run 'make PYTHON=python3.12 ...'." >&2
    exit 1
fi

locked=$("$python" "$(dirname "$0")/locked.py")

# Debian ships Python without ensurepip; as root we can mend that.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >/dev/null
    else
        echo "Python's venv module is missing: run 'sudo apt-get install python$version-venv'." >&2
        exit 1
    fi
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "Installing what Easel needs (a few minutes the first time) ..."
printf '%s\n' "$locked" >"$venv/requirements.txt"
pip() { "$venv/bin/python" -m pip "$@"; }
if [ "$(uname -s)" = Darwin ]; then
    # Nothing but what has the locked hash: the bundle is made of it.
    pip install --quiet --only-binary :all: --require-hashes -r "$venv/requirements.txt"
    pip install --quiet --no-deps --no-build-isolation --editable .
else
    # Versions alone, and only what is asked for: a build of torch without CUDA needs less.
    pip install --quiet -c "$venv/requirements.txt" pip hatchling editables
    pip install --quiet -c "$venv/requirements.txt" --no-build-isolation --editable . --group dev
fi

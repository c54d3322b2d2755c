#!/bin/sh
# Runs the tests with the type check beside them, whose words come last:
#
#   test.sh VENV/bin [pytest's options]
set -u
bin=$1
shift
said=$(mktemp)
nice "$bin/pyright" >"$said" 2>&1 &
types=$!
trap 'kill "$types" 2>/dev/null; rm -f "$said"' EXIT
trap 'exit 130' INT TERM
"$bin/python" -m pytest "$@"
tests=$?
wait "$types"
typed=$?
echo "$bin/pyright"
cat "$said"
[ "$tests" = 0 ] && [ "$typed" = 0 ]

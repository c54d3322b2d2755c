#!/bin/sh
# Opens the window; without a display it draws one picture in the terminal instead.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname -s)" = Darwin ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then
    packaging/system_libraries.sh
    exec .venv/bin/easel
fi
echo "There is no display, so Easel draws one picture here instead of opening its window."
exec .venv/bin/easel generate --prompt "red apple" --seed 7 -o out

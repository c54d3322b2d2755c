#!/bin/sh
# Sees that the system libraries that Qt and the tests need are there; on Debian as root, installs them.
#
#   system_libraries.sh [PACKAGE ...]          (Debian packages that are needed besides)
set -eu
[ "$(uname -s)" = Linux ] || exit 0

packages="libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xinerama0 libxcb-render-util0
libxcb-image0 libxcb-randr0 libxcb-xkb1 fonts-dejavu-core fonts-noto-cjk xvfb openbox xdotool $*"

if command -v dpkg-query >/dev/null 2>&1; then
    # Newer releases call some of them NAMEt64 (64-bit times).
    installed() { dpkg-query -W -f '${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q 'ok installed'; }
    missing=""
    for package in $packages; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || exit 0
    if [ "$(id -u)" = 0 ]; then
        echo "Installing system libraries:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086  # the list is meant to be split
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "System libraries are missing. Run this once, then try again:" >&2
        echo "  sudo apt-get install$missing" >&2
        exit 1
    fi
elif ! ldconfig -p 2>/dev/null | grep -q 'libxcb-cursor'; then
    echo "Qt needs the system's OpenGL, EGL, xkbcommon and xcb-cursor libraries: install them first." >&2
    exit 1
fi

#!/bin/sh
# Builds what is given away: Easel.app and Easel-VERSION.dmg on a Mac, the folder Easel on Linux.
#
#   packaging/build.sh [PYTHON]        (.venv/bin/python if not said; PYTHON's environment is one that make_venv.sh has made)
#
# In the environment, all optional, Mac only:
#   EASEL_SIGN_IDENTITY      "Developer ID Application: ..."; without it the signature is ad hoc
#   EASEL_NOTARY_PROFILE     a profile that `xcrun notarytool store-credentials` has put in the keychain
#   or EASEL_NOTARY_KEY (path of the .p8), EASEL_NOTARY_KEY_ID and EASEL_NOTARY_ISSUER
set -eu
cd "$(dirname "$0")/.."
python=${1:-.venv/bin/python}
identity=${EASEL_SIGN_IDENTITY:-}

"$python" packaging/locked.py --installed

name=$("$python" -c 'import desktop; print(desktop.APP_NAME)')
version=$("$python" -c 'import desktop; print(desktop.__version__)')
dist=build/dist
app=$dist/$name.app
dmg=$dist/$name-$version.dmg

notarise() {
    if [ -n "${EASEL_NOTARY_PROFILE:-}" ]; then
        xcrun notarytool submit "$1" --wait --keychain-profile "$EASEL_NOTARY_PROFILE"
    else
        xcrun notarytool submit "$1" --wait --key "$EASEL_NOTARY_KEY" \
            --key-id "$EASEL_NOTARY_KEY_ID" --issuer "$EASEL_NOTARY_ISSUER"
    fi
}

can_notarise() {
    [ -n "$identity" ] && [ -n "${EASEL_NOTARY_PROFILE:-}${EASEL_NOTARY_KEY:-}" ]
}

echo "Drawing the icon ..."
"$python" packaging/draw_icon.py build/icon

# Where "Check for Updates" asks: the repository that the workflow builds in.
rm -f build/updates.json
if [ -n "${GITHUB_REPOSITORY:-}" ]; then
    printf '{"latest": "%s/repos/%s/releases/latest"}\n' \
        "${GITHUB_API_URL:-https://api.github.com}" "$GITHUB_REPOSITORY" >build/updates.json
fi

echo "Freezing $name $version (some minutes) ..."
rm -rf "$dist"
"$python" -m PyInstaller packaging/easel.spec --noconfirm --log-level WARN \
    --distpath "$dist" --workpath build/work
if grep "missing module named '\{0,1\}desktop" build/work/easel/warn-easel.txt; then
    echo "The tree changed while it was frozen, or imports a module that is not there." >&2
    exit 1
fi
"$python" packaging/report.py "$dist/$name"

[ "$(uname -s)" = Darwin ] || exit 0

rm -rf "${dist:?}/$name" # the folder that the app was made of
echo "Signing ${identity:-ad hoc} ..."
"$python" packaging/sign.py "$app" "$identity"

if can_notarise; then
    echo "Notarising the app ..."
    ditto -c -k --sequesterRsrc --keepParent "$app" "$dist/$name.zip"
    notarise "$dist/$name.zip"
    rm "$dist/$name.zip"
    xcrun stapler staple "$app"
fi

echo "Making the disk image ..."
"$python" -m dmgbuild -s packaging/dmg_settings.py -D app="$app" \
    -D background=build/icon/background.png -D icon=build/icon/Easel.icns "$name" "$dmg"

if [ -n "$identity" ]; then
    codesign --force --sign "$identity" --timestamp "$dmg"
fi
if can_notarise; then
    echo "Notarising the disk image ..."
    notarise "$dmg"
    xcrun stapler staple "$dmg"
fi
echo "$dmg"

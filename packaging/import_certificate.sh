#!/bin/sh
# On a runner: puts the Developer ID certificate into a keychain of its own, and the notary key into build/.
# Does nothing where the secrets are not set: the build is signed ad hoc then.
#
#   CERTIFICATE (base64 of the .p12), CERTIFICATE_PASSWORD, NOTARY_KEY (text of the .p8)
set -eu
cd "$(dirname "$0")/.."
if [ -z "${CERTIFICATE:-}" ]; then
    echo "There is no certificate: the signature will be ad hoc."
    exit 0
fi
folder=${RUNNER_TEMP:-$(mktemp -d)}
keychain=$folder/easel.keychain-db
password=$(uuidgen)
file=$folder/certificate.p12
trap 'rm -f "$file"' EXIT

printf '%s' "$CERTIFICATE" | base64 --decode >"$file"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$file" -k "$keychain" -P "${CERTIFICATE_PASSWORD:-}" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
# shellcheck disable=SC2046  # the list of keychains is meant to be split
security list-keychains -d user -s "$keychain" $(security list-keychains -d user | tr -d '"')

if [ -n "${NOTARY_KEY:-}" ]; then
    mkdir -p build
    (umask 077 && printf '%s\n' "$NOTARY_KEY" >build/notary.p8)
fi

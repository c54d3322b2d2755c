"""Signs Easel.app from the inside out: every library, then every framework, then the app.

    python packaging/sign.py Easel.app [IDENTITY]

Without an identity the signature is ad hoc: good for this Mac, not for giving away. Both kinds get
the hardened runtime, so that an ad hoc build runs under the same limits as a notarised one; since
an ad hoc signature has no team, it alone also gets leave to load libraries of 'another' team.
"""

from __future__ import annotations

import plistlib
import subprocess
import sys
import tempfile
from pathlib import Path

ENTITLEMENTS = Path(__file__).resolve().parent / "entitlements.plist"
NO_TEAM = "com.apple.security.cs.disable-library-validation"
AD_HOC = "-"

_THIN = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_FAT = b"\xca\xfe\xba\xbe"
_MOST_ARCHITECTURES = 20


def is_mach_o(path: Path) -> bool:
    """Whether `path` is compiled code of a Mac; a Java class begins alike and is none."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] == _FAT:
        return 0 < int.from_bytes(head[4:8], "big") <= _MOST_ARCHITECTURES
    return head[:4] in _THIN


def to_sign(app: Path) -> list[Path]:
    """What must be signed in `app`, in order: what lies deeper first, the app itself last."""
    main = _main_executable(app)
    code = [path for path in app.rglob("*") if is_mach_o(path) and path != main]
    frameworks = [
        path for path in app.rglob("*.framework") if path.is_dir() and not path.is_symlink()
    ]
    inside_out = sorted(code + frameworks, key=lambda path: (-len(path.parts), str(path)))
    return [*inside_out, app]


def _main_executable(app: Path) -> Path:
    """The program that the app's own signature covers."""
    plist = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    return app / "Contents" / "MacOS" / plist["CFBundleExecutable"]


def entitlements_for(identity: str) -> dict[str, bool]:
    """What the app asks for when it is signed with `identity`."""
    wanted: dict[str, bool] = plistlib.loads(ENTITLEMENTS.read_bytes())
    return {**wanted, NO_TEAM: True} if identity == AD_HOC else wanted


def command(path: Path, identity: str, entitlements: Path | None) -> list[str]:
    """The codesign call for one item."""
    call = ["codesign", "--force", "--sign", identity, "--options", "runtime"]
    call.append("--timestamp=none" if identity == AD_HOC else "--timestamp")
    if entitlements is not None:
        call += ["--entitlements", str(entitlements)]
    return [*call, str(path)]


def sign(app: Path, identity: str = AD_HOC) -> None:
    """Sign `app` and check the result; CalledProcessError where codesign refuses."""
    with tempfile.TemporaryDirectory() as folder:
        entitlements = Path(folder) / "entitlements.plist"
        entitlements.write_bytes(plistlib.dumps(entitlements_for(identity)))
        for path in to_sign(app):
            subprocess.run(
                command(path, identity, entitlements if path == app else None), check=True
            )
    subprocess.run(["codesign", "--verify", "--deep", "--strict", str(app)], check=True)


def main(arguments: list[str]) -> int:
    """Sign the app that `arguments` names."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    sign(Path(arguments[0]), arguments[1] if len(arguments) > 1 and arguments[1] else AD_HOC)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

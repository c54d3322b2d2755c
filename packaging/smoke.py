"""Runs what was built as a person would: commands, the window, a picture through the frozen child.

    python packaging/smoke.py [EXECUTABLE]

The program gets an environment with nothing in it but a home, a display and an empty PATH. On Linux
the window stands on a screen of its own (Xvfb) and is driven by keys; on a Mac it stands on the
Mac's screen. Exits with 0, or with 1 and a sentence about what went wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from smoke_failure import SmokeFailure
from smoke_picture import check_picture
from smoke_screen import MacScreen, XScreen
from smoke_window import check_window

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop import APP_NAME, __version__  # noqa: E402

PROMPT = "red apple"
COMMAND_SECONDS = 900


def built_executable() -> Path:
    """What packaging/build.sh has made. SmokeFailure where there is nothing."""
    dist = ROOT / "build" / "dist"
    places = (f"{APP_NAME}.app/Contents/MacOS/easel", f"{APP_NAME}/easel")
    for place in places:
        if (dist / place).is_file():
            return dist / place
    raise SmokeFailure(f"Nothing was built in {dist}: run packaging/build.sh first.")


def bare_environment(home: Path) -> dict[str, str]:
    """No PATH, no Python variables, no locale: what a double click gives, and less.

    EASEL_DEVICE is handed on, by which a virtual Mac keeps off its GPU.
    """
    device = {name: os.environ[name] for name in ("EASEL_DEVICE",) if name in os.environ}
    return {"PATH": "", "HOME": str(home), "EASEL_HOME": str(home / "easel"), **device}


def check_commands(executable: Path, home: Path) -> None:
    """`--version`, and `generate` with the starter; also that bad input is told in a sentence."""
    started = time.monotonic()
    version = _run([str(executable), "--version"], home).stdout.strip()
    print(f"easel --version: {version}, {time.monotonic() - started:.2f} s")
    if version != f"{APP_NAME} {__version__}":
        raise SmokeFailure(f"--version says {version!r}, desktop/__init__.py {__version__}.")
    target = home / "drawn.png"
    started = time.monotonic()
    _run([str(executable), "generate", "--prompt", PROMPT, "--seed", "7", "-o", str(target)], home)
    print(f"easel generate: {time.monotonic() - started:.1f} s, {check_picture(target, PROMPT)}")
    refused = _run([str(executable), "generate", "--prompt", PROMPT, "--steps", "0"], home, code=2)
    if "Traceback" in refused.stderr or not refused.stderr.strip():
        raise SmokeFailure(f"Bad input was answered with: {refused.stderr!r}")


def _run(command: list[str], home: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        command,
        env=bare_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    if result.returncode != code:
        raise SmokeFailure(
            f"{' '.join(command[1:])} ended with {result.returncode}, not {code}:\n{result.stderr}"
        )
    return result


def main(arguments: list[str]) -> int:
    """Check the executable that `arguments` names, or the one that was built."""
    try:
        executable = Path(arguments[0]).resolve() if arguments else built_executable()
        with tempfile.TemporaryDirectory(prefix="easel-smoke-") as folder:
            home = Path(folder)
            check_commands(executable, home)
            with MacScreen() if sys.platform == "darwin" else XScreen() as screen:
                check_window(executable, bare_environment(home), PROMPT, screen)
    except SmokeFailure as failure:
        print(f"smoke: {failure}", file=sys.stderr)
        return 1
    print("smoke: all good")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The child writes where its job needs it, and nowhere else, where the kernel can see to that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.process.child_command import child_environment
from desktop.process.confinement import writable_places

_CODE = """
import json, os, socket, subprocess, sys, threading
from desktop.process.confinement import confine
allowed, other = sys.argv[1:]
said = confine([allowed, "/dev"])
def attempt(action):
    try:
        action()
    except OSError as error:
        return type(error).__name__
    return "done"
def name_of_another_thread():
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        open(f"/proc/self/task/{thread.native_id}/comm", "w").close()
    finally:
        done.set()
found = {
    "said": said,
    "inside": attempt(lambda: open(f"{allowed}/a", "w").close()),
    "below": attempt(lambda: os.makedirs(f"{allowed}/b/c")),
    "renamed": attempt(lambda: os.rename(f"{allowed}/a", f"{allowed}/b/a")),
    "outside": attempt(lambda: open(f"{other}/a", "w").close()),
    "overwritten": attempt(lambda: open(f"{other}/there", "w").close()),
    "removed": attempt(lambda: os.remove(f"{other}/there")),
    "read": attempt(lambda: open(f"{other}/there").read()),
    "another thread's name": attempt(name_of_another_thread),
    "others in /proc": attempt(lambda: open(f"/proc/{os.getppid()}/comm", "w").close()),
    "null": attempt(lambda: open("/dev/null", "w").close()),
    "network": attempt(lambda: socket.create_connection(("127.0.0.1", 9), 1)),
    "new rights": open("/proc/self/status").read().partition("NoNewPrivs:")[2].split()[0],
}
print(json.dumps(found))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock is Linux's")
def test_writing_is_confined(tmp_path: Path) -> None:
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    for folder in (allowed, other):
        folder.mkdir()
    (other / "there").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(allowed), str(other)],
        capture_output=True,
        text=True,
        check=True,
        env=child_environment(),
    )
    found = json.loads(done.stdout)
    assert found.pop("new rights") == "1"
    if found["said"].startswith("not confined"):
        pytest.skip(found["said"])
    for free in ("inside", "below", "renamed", "read", "null", "another thread's name"):
        assert found[free] == "done", found
    for closed in ("outside", "overwritten", "removed", "others in /proc"):
        assert found[closed] == "PermissionError", found
    assert found["network"] in ("PermissionError", "ConnectionRefusedError")  # by the kernel's age


def test_a_job_needs_its_folder_and_the_one_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    around = tmp_path / "Pictures"
    (around / "Easel").mkdir(parents=True)
    places = writable_places(str(around / "Easel"), str(tmp_path))
    assert str(around / "Easel") in places
    assert str(around) in places
    one = writable_places(str(around / "a.png"), "")
    assert str(around) in one
    assert str(tmp_path) not in one  # the home folder is too much


def test_a_conversion_writes_beside_where_it_will_lie(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    assert str(models) in writable_places("", "", str(models / "new"))

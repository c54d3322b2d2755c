"""A download survives kill -9 of its process, and a disk that fills."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop.models.downloads.manager import DownloadManager
from tests.models.downloads.hub_server import HubServer
from tests.models.downloads.test_downloads import plan_of
from tests.waiting import LIMIT, wait_until

CHILD = """
import sys, msgspec
from pathlib import Path
from desktop.models.downloads.manager import DownloadManager
from desktop.models.downloads.download_plan import DownloadPlan
plan = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=DownloadPlan)
manager = DownloadManager(Path(sys.argv[2]), spare_bytes=0)
manager.wait(manager.add(plan))
"""


def test_killed_in_the_middle_and_started_again(
    hub: HubServer, tmp_path: Path, manager_in: Callable[..., DownloadManager]
) -> None:
    data = os.urandom(2_000_000)
    plan = plan_of(hub, data)
    models = tmp_path / "models"
    models.mkdir()
    (tmp_path / "plan.json").write_bytes(msgspec.json.encode(plan))
    hub.troubles.append(("stall", 1_500_000))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "plan.json"), str(models)],
        cwd=Path(__file__).parents[3],
    )
    part = models / ".downloads" / plan.key / "files" / "m.safetensors.part"
    wait_until(lambda: part.exists() and part.stat().st_size >= 1_500_000)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = part.stat().st_size
    assert kept >= 1_400_000
    manager = manager_in(models)
    (waiting,) = manager.downloads()
    assert (waiting.state, waiting.done_bytes) == ("paused", kept)
    manager.resume(waiting.id)
    assert manager.wait(waiting.id, LIMIT).state == "done"
    assert (models / "m.safetensors").read_bytes() == data
    assert hub.sent["m.safetensors"] == 1_500_000 + len(data) - kept


def test_a_disk_that_fills_says_so_and_goes_on_after(
    hub: HubServer, tmp_path: Path, manager_in: Callable[..., DownloadManager]
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.call(mount) != 0:
        pytest.skip("only root can mount a small tmpfs")
    try:
        ballast = small / "ballast"
        plan = plan_of(hub, os.urandom(1_500_000))
        manager = manager_in(small, spare_bytes=-(10**9))  # the check beforehand is another test
        ballast.write_bytes(b"x" * 1_000_000)
        status = manager.wait(manager.add(plan), LIMIT)
        assert status.state == "failed"
        assert "is full" in str(status.message)
        ballast.unlink()
        manager.resume(status.id)
        assert manager.wait(status.id, LIMIT).state == "done"
        manager.close()
    finally:
        subprocess.check_call(["umount", str(small)])

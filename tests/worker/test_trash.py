from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platforms import on_a_mac

CODE = """
import sys
from pathlib import Path
from desktop.worker.mac_trash import QtTrash
path = Path(sys.argv[1]); trash = QtTrash()
for _ in range(2):
    where = trash.put(path)
    assert not path.exists()
    assert where.read_bytes() == b"picture", where
    assert trash.take_back(where, path) == path
where = trash.put(path)
path.write_bytes(b"new")
assert trash.take_back(where, path).name == path.stem + "-2.png"
assert path.read_bytes() == b"new"
try:
    trash.put(path.with_name("missing.png"))
except FileNotFoundError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="would use the user's own Trash")
@pytest.mark.parametrize("has_data_folder", [True, False])
def test_there_and_back(tmp_path: Path, has_data_folder: bool) -> None:
    home = tmp_path / "home"
    if has_data_folder:  # without, Qt refuses and send2trash takes it
        (home / "share").mkdir(parents=True)
    path = home / "pictures" / "사과 [1].png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"picture")
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "share")}
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "refused\n"
    assert not list((home / "share" / "Trash").glob("info/*"))


@on_a_mac("needs a Mac's Trash")
def test_the_macs_trash() -> None:
    from desktop.worker.mac_trash import QtTrash

    path = Path.home() / f"easel-trash-test-{os.getpid()}.png"
    path.write_bytes(b"picture")
    where = QtTrash().put(path)
    assert where is not None
    assert QtTrash().take_back(where, path).read_bytes() == b"picture"
    path.unlink()

"""Zips unpack beside the models and appear by one rename; a bad one changes nothing."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import EaselError
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile
from desktop.models.downloads.manager import DownloadManager
from desktop.models.downloads.unpack import unpack
from tests.models.downloads.hub_server import HubServer

GOOD = {
    "sd_compiled/Unet.mlmodelc/model.mil": b"program",
    "sd_compiled/vocab.json": b"{}",
    "__MACOSX/sd_compiled/._vocab.json": b"junk",
}


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def refusal(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "m.zip").write_bytes(data)
    with pytest.raises(EaselError) as caught:
        unpack(tmp_path / "m.zip", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] in (["m.zip"], ["m.zip", "easel-home"])
    return str(caught.value)


def test_the_models_root_is_found_inside(tmp_path: Path) -> None:
    (tmp_path / "m.zip").write_bytes(zipped(GOOD))
    root = unpack(tmp_path / "m.zip", tmp_path / "out")
    assert root == tmp_path / "out" / "sd_compiled"
    assert (root / "Unet.mlmodelc" / "model.mil").read_bytes() == b"program"
    assert not (tmp_path / "out" / "__MACOSX").exists()


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:/evil"])
def test_nothing_leaves_the_folder(name: str, tmp_path: Path) -> None:
    assert "no model has" in refusal(zipped({"ok": b"1", name: b"2"}), tmp_path)


def test_links_bombs_and_passwords_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "no model has" in refusal(buffer.getvalue(), tmp_path)
    assert "no model has" in refusal(zipped({"bomb": b"\0" * 30_000_000}), tmp_path)
    locked = bytearray(zipped({"a": b"secret" * 10}))
    for place in (locked.find(b"PK\x03\x04") + 6, locked.find(b"PK\x01\x02") + 8):
        locked[place] |= 1
    assert "password" in refusal(bytes(locked), tmp_path)


def test_a_cut_zip_is_damaged(tmp_path: Path) -> None:
    data = zipped({"a.bin": bytes(range(256)) * 400})
    assert "damaged" in refusal(data[: len(data) // 2], tmp_path)
    assert "damaged" in refusal(b"", tmp_path)


@settings(
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=12))
def test_damaged_zips_never_crash_and_never_leave_the_folder(
    flips: list[tuple[int, int]], tmp_path: Path
) -> None:
    data = bytearray(zipped(GOOD | {"w.bin": bytes(range(256)) * 8}))
    for place, value in flips:
        data[place % len(data)] = value
    (tmp_path / "m.zip").write_bytes(data)
    out = tmp_path / "out" / "deep" / "down"
    try:
        unpack(tmp_path / "m.zip", out)
    except EaselError:
        assert not out.exists()
    else:
        import shutil

        shutil.rmtree(out)
    outside = {path.name for path in tmp_path.rglob("*")} - {"m.zip", "easel-home"}
    assert outside <= {"out", "deep"}


def test_a_zip_by_direct_link_becomes_a_model_folder(
    hub: HubServer, tmp_path: Path, manager_in: Callable[..., DownloadManager]
) -> None:
    hub.others["/files/sd.zip"] = zipped(GOOD)
    link = PlannedFile(url=f"{hub.address}/files/sd.zip", path="sd.zip")
    plan = DownloadPlan(name="sd.zip", target="sd", becomes="zip", files=(link,))
    manager = manager_in(tmp_path)
    assert manager.wait(manager.add(plan), 30).state == "done"
    assert (tmp_path / "sd/Unet.mlmodelc/model.mil").read_bytes() == b"program"
    assert {path.name for path in tmp_path.iterdir()} - {"easel-home"} == {"sd", ".downloads"}


def test_a_bad_zip_changes_nothing(
    hub: HubServer, tmp_path: Path, manager_in: Callable[..., DownloadManager]
) -> None:
    (tmp_path / "other model").mkdir()
    hub.others["/bad.zip"] = zipped({"../other model/x": b"evil"})
    link = PlannedFile(url=f"{hub.address}/bad.zip", path="bad.zip")
    plan = DownloadPlan(name="bad", target="bad", becomes="zip", files=(link,))
    manager = manager_in(tmp_path)
    status = manager.wait(manager.add(plan), 30)
    assert status.state == "failed"
    assert not (tmp_path / "bad").exists()
    assert list((tmp_path / "other model").iterdir()) == []

"""Servers that send too little, too much, too slowly or something else: a sentence and an end."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from desktop.core.errors import EaselError
from desktop.models.downloads.download import Download
from desktop.models.downloads.download_errors import TransientError
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile
from desktop.models.downloads.manager import DownloadManager, DownloadStatus
from desktop.models.downloads.rate_watch import RateWatch
from desktop.models.downloads.sources.address import DirectLink, is_plain_path, parse_address
from desktop.models.downloads.waiting_plans import waiting_plans
from tests.models.downloads.conftest import IMPATIENT
from tests.models.downloads.hub_server import HubServer
from tests.models.downloads.test_downloads import DATA, plan_of
from tests.waiting import LIMIT

Make = Callable[..., DownloadManager]
LOGIN = b"<html><body>Welcome to this place: log in</body></html>"


class Usage(NamedTuple):
    """What `shutil.disk_usage` gives."""

    total: int
    used: int
    free: int


def run(manager: DownloadManager, plan: DownloadPlan) -> DownloadStatus:
    return manager.wait(manager.add(plan), timeout=LIMIT)


def requests_of(hub: HubServer) -> int:
    return sum(given.startswith("storage:") for given in hub.authorised)


@pytest.mark.parametrize("body", [LOGIN, b"", DATA[:1000]])
def test_something_else_in_place_of_the_file_ends_at_once(
    body: bytes, hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    plan = plan_of(hub)
    hub.repositories["org/model"]["m.safetensors"] = body
    status = run(manager_in(tmp_path), plan)
    assert status.state == "failed"
    assert "something else" in str(status.message)
    assert requests_of(hub) == 1
    assert not (tmp_path / "m.safetensors").exists()


def test_short_answers_without_a_length_come_to_an_end(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    """Each answer brings the same bytes anew: that is no progress."""
    for _ in range(40):
        hub.troubles.append(("unlengthed", 1000))
    status = run(manager_in(tmp_path), plan_of(hub))
    assert status.state == "failed"
    assert requests_of(hub) <= 2 * IMPATIENT.attempts


def test_a_server_that_drips_is_given_up(hub: HubServer, tmp_path: Path, manager_in: Make) -> None:
    for _ in range(40):
        hub.troubles.append(("drip", 1))
    patience = msgspec.structs.replace(IMPATIENT, rate_window=0.2)
    status = run(manager_in(tmp_path, patience=patience), plan_of(hub))
    assert status.state == "failed"
    assert "next to nothing" in str(status.message)
    assert requests_of(hub) == IMPATIENT.attempts


def test_the_rate_is_taken_over_a_while() -> None:
    steady = RateWatch(least_rate=1, window=0.01)
    slow = RateWatch(least_rate=10**9, window=0.01)
    began = time.monotonic()
    while time.monotonic() - began < 0.05:
        steady.saw(1000)
    time.sleep(0.02)  # longer than the window: what is seen next is weighed
    with pytest.raises(TransientError, match="next to nothing"):
        slow.saw(1)


def test_an_endless_answer_leaves_the_reserve_free(
    hub: HubServer, tmp_path: Path, manager_in: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk says that it fills up as bytes come, without a real one being filled."""
    hub.others["/big.safetensors"] = bytes(100 * 2**20)
    hub.troubles.append(("unlengthed", 100 * 2**20))
    came = threading.Event()

    def disk_usage(_path: Any) -> Usage:
        full = any((tmp_path / ".downloads").rglob("*.part"))
        came.set()
        return Usage(10**9, 0, 0 if full else 10**9)

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    plan = DownloadPlan(
        name="big",
        target="big.safetensors",
        becomes="file",
        files=(PlannedFile(url=f"{hub.address}/big.safetensors", path="big.safetensors"),),
    )
    status = run(manager_in(tmp_path, spare_bytes=1000), plan)
    assert (status.state, came.is_set()) == ("failed", True)
    assert "nearly full" in str(status.message)


@pytest.mark.parametrize("name", ["m.safetensors", "m.sft", "M.SAFETENSORS"])
def test_a_web_page_is_no_model(
    name: str, hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.others[f"/{name}"] = LOGIN
    link = parse_address(f"{hub.address}/{name}", "https://huggingface.co")
    assert isinstance(link, DirectLink)
    assert link.filename.lower() == "m.safetensors"  # no program opens .sft
    plan = DownloadPlan(
        name=link.filename,
        target=link.filename,
        becomes="file",
        files=(PlannedFile(url=link.url, path=link.filename),),
    )
    status = run(manager_in(tmp_path), plan)
    assert status.state == "failed"
    assert "The download is not a model" in str(status.message)


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://a/b", "data:,x"])
def test_a_redirect_off_the_web_ends_at_once(
    where: str, hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("status", (302, {"Location": where})))
    status = run(manager_in(tmp_path), plan_of(hub))
    assert status.state == "failed"
    assert "leads nowhere" in str(status.message) or "no web address" in str(status.message)
    assert requests_of(hub) == 1


@pytest.mark.parametrize("said", ["²", "-5", "1e9", "9" * 4000, "١"])
def test_an_odd_retry_after_is_none(
    said: str, hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("status", (429, {"Retry-After": said})))
    assert run(manager_in(tmp_path), plan_of(hub)).state == "done"


def kept(models: Path, plan: DownloadPlan) -> Path:
    folder = models / ".downloads" / plan.key
    folder.mkdir(parents=True)
    (folder / "plan.json").write_bytes(msgspec.json.encode(plan))
    return folder


@pytest.mark.parametrize(
    "change",
    [
        {"target": "../escaped.safetensors"},
        {"target": "/escaped.safetensors"},
        {"target": ".hidden"},
        {"files": (PlannedFile(url="http://a/b", path="../b"),)},
        {"files": (PlannedFile(url="http://a/b", path="a/../../b"),)},
        {"files": (PlannedFile(url="file:///etc/passwd", path="b"),)},
        {"files": (PlannedFile(url="nonsense", path="b"),)},
    ],
)
def test_a_plan_on_the_disk_writes_inside_the_models_folder_only(
    change: dict[str, Any], tmp_path: Path
) -> None:
    sound = DownloadPlan(
        name="Nice Model",
        target="m.safetensors",
        becomes="file",
        files=(PlannedFile(url="http://a/m.safetensors", path="m.safetensors"),),
    )
    kept(tmp_path / "good", sound)
    assert waiting_plans(tmp_path / "good") == [sound]
    kept(tmp_path / "bad", msgspec.structs.replace(sound, **change))
    assert waiting_plans(tmp_path / "bad") == []


def test_a_link_in_the_work_folder_leads_nowhere(tmp_path: Path) -> None:
    plan = DownloadPlan(
        name="m",
        target="m.safetensors",
        becomes="file",
        files=(PlannedFile(url="http://a/m.safetensors", path="m.safetensors"),),
    )
    files = kept(tmp_path, plan) / "files"
    files.mkdir()
    (files / "m.safetensors.part").symlink_to(tmp_path / "precious")
    assert waiting_plans(tmp_path) == []


def test_the_token_goes_to_the_hub_only_whatever_a_plan_says(
    hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://huggingface.co")
    plan = plan_of(hub)  # says that it is of a repository, but its address is another one
    download = Download(
        plan, tmp_path, token=lambda: "hf_secret", patience=IMPATIENT, spare_bytes=0
    )
    download.run(lambda *_: None, lambda: None)
    assert not any("hf_secret" in given for given in hub.authorised)


def test_plain_paths() -> None:
    assert is_plain_path("unet/config.json")
    for strange in ("", "/a", "a//b", "a/../b", "a\\b", "c:x", "a\nb"):
        assert not is_plain_path(strange)
    with pytest.raises(EaselError):
        parse_address("file:///etc/passwd")

"""Downloads against a real server: whole, resumed, refused, damaged, stalled, restarted."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.downloads.manager import DownloadManager
from desktop.models.downloads.sources.address import HubAddress
from desktop.models.downloads.sources.hub import list_repository, plan_for
from desktop.models.downloads.sources.pick import choices_in
from tests.models.downloads.conftest import IMPATIENT
from tests.models.downloads.hub_server import HubServer
from tests.models.ldm_layout import header_bytes
from tests.waiting import LIMIT, wait_until

Make = Callable[..., DownloadManager]
DATA = os.urandom(3_000_000)


def plan_of(hub: HubServer, data: bytes = DATA, name: str = "m.safetensors") -> DownloadPlan:
    hub.repositories.setdefault("org/model", {})[name] = data
    file = PlannedFile(
        url=f"{hub.address}/org/model/resolve/main/{name}",
        path=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return DownloadPlan(
        name=name, target=name, becomes="file", files=(file,), repository="org/model"
    )


def run(manager: DownloadManager, plan: DownloadPlan) -> DownloadStatus:
    return manager.wait(manager.add(plan), timeout=LIMIT)


def test_a_whole_download_appears_by_its_name(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    seen: list[DownloadStatus] = []
    status = run(manager_in(tmp_path, on_change=seen.append), plan_of(hub))
    assert (status.state, status.message, status.fraction) == ("done", None, 1.0)
    assert (tmp_path / "m.safetensors").read_bytes() == DATA
    assert [path.name for path in (tmp_path / ".downloads").iterdir()] == ["records.json"]
    assert seen[0].state == "waiting"
    assert seen[-1].state == "done"
    assert hub.sent["m.safetensors"] == len(DATA)


@pytest.mark.expects_warnings("The download of m.safetensors failed")
def test_a_bug_on_the_way_is_logged_and_told_apart(
    hub: HubServer, tmp_path: Path, manager_in: Make, caplog
) -> None:
    def stumble(status: DownloadStatus) -> None:
        if status.state == "running":
            raise ZeroDivisionError("in a listener")

    status = run(manager_in(tmp_path, on_change=stumble), plan_of(hub))
    assert (status.state, status.bug) == ("failed", True)
    assert str(status.message) == "The download failed: try to resume it."
    assert "ZeroDivisionError: in a listener" in status.details
    assert "in stumble" in caplog.text


def test_only_the_needed_files_of_a_repository_are_fetched(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    files = {
        "model_index.json": b"{}",
        "scheduler/scheduler_config.json": b"{}",
        "tokenizer/vocab.json": b"{}",
        "tokenizer/merges.txt": b"",
        "README.md": b"x" * 5000,
        "unet/model.onnx": b"x" * 5000,
    }
    for part in ("unet", "vae", "text_encoder"):
        stem = "model" if part == "text_encoder" else "diffusion_pytorch_model"
        files[f"{part}/config.json"] = b'{"a": 1}'
        files[f"{part}/{stem}.safetensors"] = b"full" * 100
        files[f"{part}/{stem}.fp16.safetensors"] = b"half" * 50
        files[f"{part}/{stem}.bin"] = b"pickle"
    hub.repositories["org/tiny-sd"] = files
    listing = list_repository(HubAddress(repository="org/tiny-sd"), hub.address, None)
    choice = choices_in("org/tiny-sd", listing.files)[0]
    status = run(manager_in(tmp_path), plan_for(choice, listing, hub.address))
    assert (status.state, status.message) == ("done", None)
    there = {
        path.relative_to(tmp_path / "tiny-sd").as_posix(): path.read_bytes()
        for path in (tmp_path / "tiny-sd").rglob("*")
        if path.is_file()
    }
    needed = {
        name: data
        for name, data in files.items()
        if not name.endswith((".bin", ".onnx", ".md")) and data[:4] != b"full"
    }
    assert there == needed
    assert set(hub.sent) == set(needed)
    assert listing.licence == "openrail++"


def test_a_cut_connection_is_taken_up_where_it_broke(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.extend([("cut", 1_000_000), ("cut", 500_000)])
    status = run(manager_in(tmp_path), plan_of(hub))
    assert status.state == "done"
    assert (tmp_path / "m.safetensors").read_bytes() == DATA
    assert hub.sent["m.safetensors"] == len(DATA)  # nothing was fetched twice
    assert hub.ranges == ["", "bytes=1000000-", "bytes=1500000-"]


def test_a_download_left_by_an_earlier_run_goes_on(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    plan = plan_of(hub)
    hub.troubles.append(("stall", 1_200_000))
    first = manager_in(tmp_path)
    id = first.add(plan)
    wait_until(lambda: first.downloads()[0].done_bytes >= 1_200_000)
    first.close()
    assert first.downloads()[0].state == "paused"
    assert not (tmp_path / "m.safetensors").exists()
    second = manager_in(tmp_path)
    waiting = second.downloads()[0]
    assert (waiting.id, waiting.state, waiting.done_bytes) == (id, "paused", 1_200_000)
    second.resume(id)
    assert second.wait(id, LIMIT).state == "done"
    assert hub.sent["m.safetensors"] == len(DATA)


def test_pause_works_while_the_server_stalls_and_resume_goes_on(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("stall", 700_000))
    patient = manager_in(tmp_path, patience=None)
    id = patient.add(plan_of(hub))
    wait_until(lambda: patient.downloads()[0].done_bytes >= 700_000)
    patient.pause(id)
    assert patient.wait(id, LIMIT).state == "paused"
    patient.resume(id)
    assert patient.wait(id, LIMIT).state == "done"
    assert hub.sent["m.safetensors"] == len(DATA)


def test_a_server_that_stalls_is_asked_again(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("stall", 100_000))
    patience = msgspec.structs.replace(IMPATIENT, stall=0.5, attempts=20)
    assert run(manager_in(tmp_path, patience=patience), plan_of(hub)).state == "done"
    assert hub.sent["m.safetensors"] == len(DATA)


def test_a_server_that_always_stalls_ends_with_a_sentence_and_keeps_what_came(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("cut", 100_000))
    hub.troubles.extend([("stall", 0)] * 20)
    patience = msgspec.structs.replace(IMPATIENT, stall=0.5)
    status = run(manager_in(tmp_path, patience=patience), plan_of(hub))
    assert status.state == "failed"
    assert "stopped sending" in str(status.message)
    assert status.done_bytes == 100_000


def test_a_changed_etag_starts_anew(hub: HubServer, tmp_path: Path, manager_in: Make) -> None:
    plan = plan_of(hub)
    hub.troubles.append(("cut", 1_000_000))
    hub.etags["m.safetensors"] = "old"
    manager = manager_in(tmp_path, patience=None)
    seen = threading.Event()

    def change(status: DownloadStatus) -> None:
        if status.message:
            hub.etags["m.safetensors"] = "new"
            seen.set()

    manager = manager_in(tmp_path, on_change=change)
    assert run(manager, plan).state == "done"
    assert seen.is_set()
    assert (tmp_path / "m.safetensors").read_bytes() == DATA
    assert hub.ranges[-1] == ""


def test_a_server_without_ranges_sends_all_again(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.extend([("cut", 1_000_000), ("no_range", None)])
    assert run(manager_in(tmp_path), plan_of(hub)).state == "done"
    assert (tmp_path / "m.safetensors").read_bytes() == DATA


def test_a_wrong_checksum_is_never_shown_as_a_model(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    plan = plan_of(hub)
    hub.repositories["org/model"]["m.safetensors"] = DATA[:-1] + b"?"
    manager = manager_in(tmp_path)
    status = run(manager, plan)
    assert status.state == "failed"
    assert "checksum" in str(status.message)
    assert not (tmp_path / "m.safetensors").exists()
    assert status.done_bytes == 0  # the damaged bytes are gone
    hub.repositories["org/model"]["m.safetensors"] = DATA
    manager.resume(plan.key)
    assert manager.wait(plan.key, LIMIT).state == "done"


def test_git_ids_vouch_for_small_files(hub: HubServer, tmp_path: Path, manager_in: Make) -> None:
    hub.repositories["org/s"] = {"model_index.json": b"{}", "x.safetensors": b"w"}
    listing = list_repository(HubAddress(repository="org/s"), hub.address, None)
    small = next(file for file in listing.files if file.path == "model_index.json")
    assert small.git_sha1
    planned = PlannedFile(
        url=f"{hub.address}/org/s/resolve/main/model_index.json",
        path="m.json",
        size=2,
        git_sha1=small.git_sha1,
    )
    plan = DownloadPlan(name="s", target="m.json", becomes="file", files=(planned,))
    hub.repositories["org/s"]["model_index.json"] = b"[]"
    assert "checksum" in str(run(manager_in(tmp_path), plan).message)


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (401, {}, "token"),
        (403, {}, "accept its terms"),
        (404, {}, "no longer there"),
        (400, {}, "refuses this file (400)"),
    ],
)
def test_refusals_have_their_sentence(
    status: int,
    headers: dict[str, str],
    words: str,
    hub: HubServer,
    tmp_path: Path,
    manager_in: Make,
) -> None:
    hub.troubles.append(("status", (status, headers)))
    ended = run(manager_in(tmp_path), plan_of(hub))
    assert ended.state == "failed"
    assert words in str(ended.message)


@pytest.mark.parametrize(
    "trouble", [(429, {"Retry-After": "0"}), (500, {}), (503, {"Retry-After": "soon"})]
)
def test_passing_faults_are_waited_out(
    trouble: Any, hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("status", trouble))
    seen: list[DownloadStatus] = []
    manager = manager_in(tmp_path, on_change=seen.append)
    assert run(manager, plan_of(hub)).state == "done"
    assert any("Trying again" in str(status.message) for status in seen)


def test_retry_after_is_honoured_and_pause_ends_the_wait(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("status", (429, {"Retry-After": "3600"})))
    manager = manager_in(tmp_path, patience=None)
    id = manager.add(plan_of(hub))
    wait_until(lambda: "300 s" in str(manager.downloads()[0].message))
    wait_until(lambda: "298 s" in str(manager.downloads()[0].message))  # it counts down
    manager.pause(id)
    assert manager.wait(id, LIMIT).state == "paused"


def test_gated_models_take_the_token_and_only_the_hub_sees_it(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.gated.add("org/model")
    hub.token = "hf_secretsecret"
    plan = plan_of(hub)
    refused = run(manager_in(tmp_path), plan)
    assert refused.state == "failed"
    assert "token" in str(refused.message)
    manager = manager_in(tmp_path, token=lambda: hub.token)
    manager.resume(plan.key)
    assert manager.wait(plan.key, LIMIT).state == "done"
    assert f"Bearer {hub.token}" in hub.authorised
    assert f"storage:Bearer {hub.token}" not in hub.authorised
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"secret" not in kept


def test_two_downloads_of_the_same_model_are_one(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    hub.troubles.append(("slow", 100_000))
    plan = plan_of(hub)
    manager = manager_in(tmp_path)
    assert manager.add(plan) == manager.add(plan)
    other = manager_in(tmp_path)
    wait_until(lambda: manager.downloads()[0].done_bytes > 0)
    ended = run(other, plan)
    assert ended.state == "failed"
    assert "another Easel" in str(ended.message)
    assert manager.wait(plan.key, LIMIT).state == "done"
    assert hub.sent["m.safetensors"] == len(DATA)
    with pytest.raises(BadInput, match="already"):
        manager.add(plan)


def test_several_run_at_once_and_the_others_wait(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    plans = [plan_of(hub, os.urandom(400_000), f"m{n}.safetensors") for n in range(5)]
    hub.troubles.extend([("slow", 20_000)] * 5)
    manager = manager_in(tmp_path, parallel=2)
    for plan in plans:
        manager.add(plan)
    wait_until(lambda: sum(s.state == "running" for s in manager.downloads()) == 2)
    assert sum(s.state == "waiting" for s in manager.downloads()) >= 1
    assert {manager.wait(plan.key, LIMIT).state for plan in plans} == {"done"}
    manager.clear_ended()
    assert manager.downloads() == []


def test_cancel_throws_away_what_came(hub: HubServer, tmp_path: Path, manager_in: Make) -> None:
    hub.troubles.append(("stall", 500_000))
    plan = plan_of(hub)
    manager = manager_in(tmp_path, patience=None)
    manager.add(plan)
    wait_until(lambda: manager.downloads()[0].done_bytes >= 500_000)
    manager.cancel(plan.key)
    assert manager.wait(plan.key, LIMIT).state == "cancelled"
    assert list((tmp_path / ".downloads").iterdir()) == []


def test_a_disk_without_room_is_told_beforehand(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    status = run(manager_in(tmp_path, spare_bytes=10**16), plan_of(hub))
    assert status.state == "failed"
    assert "free some space" in str(status.message)
    assert hub.sent == {}


def test_a_direct_link_learns_its_size_from_the_server_and_must_be_a_model(
    hub: HubServer, tmp_path: Path, manager_in: Make
) -> None:
    head, size = header_bytes({"x": (1000,)})
    hub.others = {"/good.safetensors": head + bytes(size), "/page.safetensors": b"<html>login"}
    seen: list[DownloadStatus] = []
    manager = manager_in(tmp_path, on_change=seen.append)
    for name, state in (("good", "done"), ("page", "failed")):
        file = PlannedFile(url=f"{hub.address}/{name}.safetensors", path=f"{name}.safetensors")
        plan = DownloadPlan(name=name, target=f"{name}.safetensors", becomes="file", files=(file,))
        status = run(manager, plan)
        assert status.state == state
    assert "web page" in str(status.message)
    assert seen[-1].state == "failed"
    assert any(one.total_bytes == len(head) + size for one in seen)
    assert [path.name for path in tmp_path.glob("*.safetensors")] == ["good.safetensors"]
    too_big = manager_in(tmp_path, spare_bytes=10**16)
    link = PlannedFile(url=f"{hub.address}/good.safetensors", path="b.safetensors")
    plan = DownloadPlan(name="b", target="b.safetensors", becomes="file", files=(link,))
    assert "free some space" in str(run(too_big, plan).message)


def test_what_the_hub_lists_wrongly_is_told(hub: HubServer) -> None:
    with pytest.raises(BadInput, match="no model org/none"):
        list_repository(HubAddress(repository="org/none"), hub.address, None)
    hub.api_status = 503
    with pytest.raises(EaselError, match="problem of its own"):
        list_repository(HubAddress(repository="org/none"), hub.address, None)
    with pytest.raises(EaselError, match="can’t be reached"):
        list_repository(HubAddress(repository="org/none"), "http://127.0.0.1:9", None)


def test_paths_that_lead_outside_are_not_even_listed(hub: HubServer) -> None:
    hub.repositories["org/evil"] = {"../../x.safetensors": b"1", "ok.safetensors": b"2"}
    listing = list_repository(HubAddress(repository="org/evil"), hub.address, None)
    assert [file.path for file in listing.files] == ["ok.safetensors"]

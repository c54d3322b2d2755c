"""Civitai's links: which version and file they mean, fetched whole and checked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.models.downloads.download_errors import Unreachable
from desktop.models.downloads.sources.civitai import (
    CivitaiAddress,
    choices_of_version,
    parse_civitai,
)
from desktop.models.downloads.sources.hub_lookup import look_up
from tests.models.conftest import write_tensors
from tests.models.test_library import LORA
from tests.waiting import LIMIT

from .hub_server import HubServer

UNDERSTOOD = [
    ("https://civitai.com/models/4201", CivitaiAddress(model="4201")),
    ("https://civitai.com/models/4201/realistic-vision", CivitaiAddress(model="4201")),
    (
        "https://civitai.com/models/4201/x?modelVersionId=501240",
        CivitaiAddress(model="4201", version="501240"),
    ),
    ("https://civitai.com/api/download/models/501240", CivitaiAddress(version="501240")),
    (
        "https://civitai.com/api/download/models/501240?type=Model&format=SafeTensor",
        CivitaiAddress(version="501240"),
    ),
    (
        "urn:air:sdxl:checkpoint:civitai:827184@2514310",
        CivitaiAddress(model="827184", version="2514310"),
    ),
    ("https://huggingface.co/org/name", None),
    ("org/name", None),
    ("https://example.org/models/4201", None),
]


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD)
def test_addresses(text: str, meant: CivitaiAddress | None) -> None:
    assert parse_civitai(text) == meant


def test_a_page_that_is_no_models_is_refused() -> None:
    with pytest.raises(BadInput, match="no model’s"):
        parse_civitai("https://civitai.com/images/1")


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    return write_tensors(tmp_path / "lora.safetensors", LORA).read_bytes()


@pytest.fixture
def served(hub: HubServer, data: bytes, monkeypatch: pytest.MonkeyPatch) -> HubServer:
    """A model of two versions, the newer with a pickle beside its safetensors file."""
    monkeypatch.setenv("CIVITAI_ENDPOINT", hub.address)

    def file(name: str, number: int) -> dict[str, object]:
        return {
            "name": name,
            "sizeKB": len(data) / 1024,
            "type": "Model",
            "metadata": {"format": "SafeTensor", "fp": "fp16"},
            "hashes": {"SHA256": hashlib.sha256(data).hexdigest().upper()},
            "downloadUrl": f"{hub.address}/api/download/models/{number}",
        }

    newer = {
        "id": 22,
        "name": "v2",
        "baseModel": "SD 1.5",
        "files": [file("ink.ckpt", 22), file("ink_v2.safetensors", 22)],
        "model": {"name": "Ink"},
    }
    older = {"id": 11, "name": "v1", "files": [file("ink_v1.safetensors", 11)]}
    hub.civitai["/api/v1/models/7"] = {"name": "Ink", "modelVersions": [newer, older]}
    hub.civitai["/api/v1/model-versions/22"] = newer
    for number in (11, 22):
        hub.others[f"/api/download/models/{number}"] = data
    return hub


def test_a_page_offers_the_newest_version_first(served: HubServer) -> None:
    offer = look_up(f"{served.address}/models/7/ink", served.address, None)
    assert offer.title == "Ink"
    assert [plan.target for plan in offer.plans] == ["ink_v2.safetensors", "ink_v1.safetensors"]
    assert offer.recommended.target == "ink_v2.safetensors"
    assert "SD 1.5" in offer.choices[0].label


def test_a_size_that_no_disk_has_is_no_error() -> None:
    address = "https://civitai.com/api/download/models/1"
    file = {"name": "a.safetensors", "sizeKB": 1e308, "downloadUrl": address}
    _, choices, _ = choices_of_version({"name": "v1", "files": [file]})
    assert choices[0].size == 2**50


def test_what_is_fetched_is_checked(served: HubServer, data: bytes, tmp_path: Path, manager_in):
    plan = look_up(f"{served.address}/api/download/models/22", served.address, None).recommended
    models = tmp_path / "Models"
    manager = manager_in(models)
    assert manager.wait(manager.add(plan), LIMIT).state == "done"
    assert (models / "ink_v2.safetensors").read_bytes() == data
    served.others["/api/download/models/11"] = data[:-1] + b"\x01"
    older = look_up(f"{served.address}/models/7", served.address, None).plans[1]
    ended = manager.wait(manager.add(older), LIMIT)
    assert ended.state == "failed"
    assert "checksum" in str(ended.message)


def test_the_key_goes_to_civitai_and_nowhere_else(
    served: HubServer, tmp_path: Path, manager_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVITAI_TOKEN", "key")
    plan = look_up(f"{served.address}/models/7", served.address, "hf_mine").recommended
    manager = manager_in(tmp_path / "Models", token=lambda: "hf_mine")
    manager.wait(manager.add(plan), LIMIT)
    assert served.authorised == ["storage:Bearer key"]
    monkeypatch.setenv("CIVITAI_ENDPOINT", "http://127.0.0.1:1")
    elsewhere = manager_in(tmp_path / "Others", token=lambda: "hf_mine")
    elsewhere.wait(elsewhere.add(plan), LIMIT)
    assert served.authorised[1:] == ["storage:"]


@pytest.mark.parametrize(
    ("path", "answer", "kind", "said"),
    [
        ("/models/9", None, BadInput, "no such model"),
        ("/models/7", {"name": "Ink", "modelVersions": []}, BadInput, "no safetensors"),
        ("/models/7", ["odd"], BadInput, "no safetensors"),
        (
            "/models/7",
            {"modelVersions": [{"files": [{"name": "a.safetensors"}, 3]}, 5]},
            BadInput,
            "no safetensors",
        ),
    ],
)
def test_what_is_not_there_is_said(
    served: HubServer, path: str, answer: object, kind: type[EaselError], said: str
) -> None:
    if answer is not None:
        served.civitai["/api/v1" + path] = answer
    with pytest.raises(kind, match=said):
        look_up(served.address + path, served.address, None)


def test_no_connection_is_told_from_nothing_found(
    served: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVITAI_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(Unreachable, match="Civitai can’t be reached") as caught:
        look_up("https://civitai.com/models/7", served.address, None)
    assert caught.value.offline
    with pytest.raises(Unreachable, match="Hugging Face can’t be reached") as caught:
        look_up("org/name", "http://127.0.0.1:1", None)
    assert caught.value.offline

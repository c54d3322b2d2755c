"""What is refused before any work, and that a conversion that ends early leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from desktop.core.errors import BadInput, EaselError, JobCancelled
from desktop.core.events import Event, Progress
from desktop.core.tasks import ConvertRequest
from desktop.engines.convert.convert import convert
from desktop.engines.convert.coreml_folder import check_output, new_folder, write_tokenizer
from desktop.models.conversion import conversion_needs as needs
from desktop.models.conversion.converted_folder import working_folder
from tests.engines import tiny

from .conftest import go_on


def attempt(source: Path, output: Path, check: Any = go_on, **options: Any) -> list[Event]:
    """Try to convert; nothing but what was there before may be beside `output` afterwards."""
    output.parent.mkdir(parents=True, exist_ok=True)
    before = sorted(output.parent.iterdir())
    events: list[Event] = []
    request = ConvertRequest(source=str(source), output=str(output), **options)
    try:
        convert(request, "job", events.append, check, cache_dir=output.parent.parent / "cache")
    finally:
        assert sorted(output.parent.iterdir()) == before
        assert not any(isinstance(event, Progress) for event in events) or check is not go_on
    return events


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out" / "model"


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac can compile")
def test_compiled_needs_a_mac(sd: Path, output: Path) -> None:
    with pytest.raises(BadInput, match="Mac only"):
        attempt(sd, output, form="compiled")


def test_an_output_that_is_there_is_left_alone(sd: Path, output: Path) -> None:
    output.mkdir(parents=True)
    (output / "mine.txt").write_text("keep")
    with pytest.raises(BadInput, match="is there already"):
        attempt(sd, output)
    assert (output / "mine.txt").read_text() == "keep"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"width": 100}, "multiple of 8"),
        ({"height": 4096}, "from 64 to 2048"),
        ({"quantize_nbits": 6, "compress": "linear8"}, "Choose a palette"),
        ({"vae": "/nowhere/vae.safetensors"}, "is no VAE"),
        ({"controlnets": ("/nowhere/net",)}, "no ControlNet at"),
    ],
)
def test_what_can_not_be_done_is_said_before_work(
    sd: Path, output: Path, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        attempt(sd, output, **options)


def test_a_place_that_is_no_model_is_refused(tmp_path: Path, output: Path) -> None:
    with pytest.raises(BadInput, match="There is nothing at"):
        attempt(tmp_path / "nowhere", output)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"model_index\.json"):
        attempt(tmp_path / "empty", output)


def test_pickles_are_never_loaded(sd: Path, tmp_path: Path, output: Path) -> None:
    import shutil

    pickled = tmp_path / "pickled"
    shutil.copytree(sd, pickled)
    weights = pickled / "unet" / "diffusion_pytorch_model.safetensors"
    weights.unlink()
    torch.save({"a": torch.zeros(2)}, weights.with_suffix(".bin"))
    with pytest.raises(BadInput):
        attempt(pickled, output)
    (tmp_path / "model.ckpt").write_bytes(
        (pickled / "unet/diffusion_pytorch_model.bin").read_bytes()
    )
    with pytest.raises(BadInput):
        attempt(tmp_path / "model.ckpt", output)


def test_a_cut_weight_file_ends_with_one_sentence(sd: Path, tmp_path: Path, output: Path) -> None:
    import shutil

    cut = tmp_path / "cut"
    shutil.copytree(sd, cut)
    weights = cut / "text_encoder" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(EaselError) as caught:
        attempt(cut, output)
    assert "\n" not in str(caught.value)


def test_an_inpainting_model_is_refused(tmp_path: Path, output: Path) -> None:
    painter = tiny.make_sd(tmp_path / "painter", in_channels=9)
    with pytest.raises(BadInput, match="draw from words"):
        attempt(painter, output)


def test_too_little_memory_or_disk_is_said_with_figures() -> None:
    needs.refuse_short_memory(8e9, 8e9)
    with pytest.raises(BadInput, match=r"about 12\.5 GB of memory and there is 8\.0 GB"):
        needs.refuse_short_memory(12.5e9, 8e9)
    with pytest.raises(BadInput, match=r"disk space.*choose another disk"):
        needs.refuse_short_disk(5e9, 1e9)
    assert needs.memory_there() > 1e8
    assert needs.disk_there(Path("/nowhere/at/all")) > 0
    assert needs.disk_needed(10**9, 10**9, rewritten=True) > needs.disk_needed(
        10**9, 10**9, rewritten=False
    )


class CancelledAfter:
    """A cancel check that lets `calls` pass."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


@pytest.mark.parametrize("calls", [0, 3, 60])
def test_cancel_leaves_nothing(sd: Path, output: Path, calls: int) -> None:
    check = CancelledAfter(calls)
    with pytest.raises(JobCancelled):
        attempt(sd, output, check, attention="original")
    assert check.left == -1


def test_what_a_killed_conversion_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = working_folder(tmp_path / "model", ended.pid)
    living = working_folder(tmp_path / "other", os.getppid())
    elsewhere = tmp_path / f".model.converting-00000000-{ended.pid}"
    elsewhere.mkdir()
    for left in (dead, living):
        left.mkdir()
        (left / "weights").write_text("half")
    with new_folder(tmp_path / "model") as work:
        assert not dead.exists()
        (work / "easel.json").write_text(json.dumps({}))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {living.name, elsewhere.name, "model"}
    assert [path.name for path in (tmp_path / "model").iterdir()] == ["easel.json"]


def test_an_earlier_conversion_goes_to_the_trash_when_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import send2trash.plat_other as platform

    trash = tmp_path / "data" / "Trash"
    monkeypatch.setattr(platform, "HOMETRASH_B", str(trash).encode())
    model = tmp_path / "out" / "model"
    for number in (1, 2):
        check_output(model)
        with new_folder(model) as work:
            (work / "easel.json").write_text(json.dumps({"number": number}))
            (work / "conversion.json").write_text("{}")
    assert json.loads((model / "easel.json").read_text()) == {"number": 2}
    (old,) = (trash / "files").iterdir()
    assert json.loads((old / "easel.json").read_text()) == {"number": 1}
    with pytest.raises(JobCancelled), new_folder(model):
        raise JobCancelled
    assert json.loads((model / "easel.json").read_text()) == {"number": 2}


def test_without_a_trash_the_earlier_conversion_stays_beside_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import send2trash.plat_other as platform

    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(platform, "HOMETRASH_B", str(tmp_path / "file" / "Trash").encode())
    model = tmp_path / "model"
    for number in (1, 2):
        with new_folder(model) as work:
            (work / "easel.json").write_text(json.dumps({"number": number}))
            (work / "conversion.json").write_text("{}")
    assert json.loads((model / "easel.json").read_text()) == {"number": 2}
    assert json.loads((tmp_path / "model (earlier)" / "easel.json").read_text()) == {"number": 1}


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"model": {"vocab": [], "merges": []}}', '{"model": {"vocab": {"a": "b"}}}'],
)
def test_a_damaged_tokenizer_is_one_sentence(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "Nice Model" / "tokenizer"
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").write_text(text)
    with pytest.raises(EaselError, match="The tokenizer of Nice Model is damaged"):
        write_tokenizer(folder, tmp_path)
    assert not list(tmp_path.glob("*.txt"))

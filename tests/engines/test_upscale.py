"""The upscalers' networks, their files and the tiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn

from desktop.core.errors import BadInput, JobCancelled
from desktop.core.events import Progress
from desktop.core.tasks import UpscaleRequest
from desktop.engines.upscale.upscale_job import enlarge, upscale
from desktop.engines.upscale.upscaler_nets import Compact, Rrdb, load_upscaler

from . import tiny
from .conftest import go_on

CPU = torch.device("cpu")


def saved(net: nn.Module, path: Path, prefix: str = "") -> Path:
    save_file({prefix + name: value for name, value in net.state_dict().items()}, str(path))
    return path


@pytest.fixture
def compact() -> Compact:
    torch.manual_seed(0)
    return Compact(8, 2, 4)


@pytest.mark.parametrize(("channels", "scale"), [(3, 4), (12, 2), (48, 1)])
def test_rrdbnet_of_every_scale(tmp_path: Path, channels: int, scale: int) -> None:
    torch.manual_seed(0)
    path = saved(Rrdb(channels, 8, 4, 2), tmp_path / "net.safetensors", "params_ema.")
    net = load_upscaler(path)
    assert net.scale == scale
    assert net.module(torch.rand(1, 3, 13, 10)).shape == (1, 3, 13 * scale, 10 * scale)


def test_published_shapes_are_known() -> None:
    plus = Rrdb(3, 64, 32, 23)
    assert sum(p.numel() for p in plus.parameters()) == 16_697_987
    compact = Compact(64, 32, 4)
    assert sum(p.numel() for p in compact.parameters()) == 1_213_296


def test_compact_adds_to_the_enlarged_picture(compact: Compact, tmp_path: Path) -> None:
    with torch.no_grad():
        for parameter in compact.parameters():
            parameter.zero_()
    net = load_upscaler(saved(compact, tmp_path / "n.safetensors"))
    picture = Image.open(tiny.make_picture(tmp_path / "p.png", (9, 7)))
    large = enlarge(net, picture, 256, CPU)
    assert np.array_equal(large, np.asarray(picture.resize((36, 28), Image.Resampling.NEAREST)))


def test_tiles_leave_no_seam(compact: Compact, tmp_path: Path) -> None:
    net = load_upscaler(saved(compact, tmp_path / "n.safetensors"))
    picture = Image.open(tiny.make_picture(tmp_path / "p.png", (150, 90)))
    whole, tiled = enlarge(net, picture, 1000, CPU), enlarge(net, picture, 64, CPU)
    assert whole.shape == (360, 600, 3)
    assert np.abs(whole.astype(int) - tiled).max() <= 1


def test_old_names_of_the_first_esrgan(tmp_path: Path) -> None:
    torch.manual_seed(0)
    net = Rrdb(3, 8, 4, 2)
    ends = {"conv_first": "0", "conv_up1": "3", "conv_up2": "6", "conv_hr": "8", "conv_last": "10"}
    old: dict[str, torch.Tensor] = {}
    for name, value in net.state_dict().items():
        stem, leaf = name.rsplit(".", 1)
        if stem in ends:
            old[f"model.{ends[stem]}.{leaf}"] = value
        elif stem == "conv_body":
            old[f"model.1.sub.2.{leaf}"] = value
        else:
            _, block, rdb, conv = stem.split(".")
            old[f"model.1.sub.{block}.{rdb.upper()}.{conv}.0.{leaf}"] = value
    save_file(old, str(tmp_path / "old.safetensors"))
    loaded = load_upscaler(tmp_path / "old.safetensors")
    sample = torch.rand(1, 3, 8, 8)
    assert torch.equal(loaded.module(sample), net(sample))


def test_the_task_as_the_child_runs_it(compact: Compact, tmp_path: Path) -> None:
    path = saved(compact, tmp_path / "n.safetensors")
    image = tiny.make_picture(tmp_path / "p.png", (130, 70))
    task = UpscaleRequest(image=str(image), model=str(path), tile=64)
    events: list[Progress] = []
    picture = upscale(task, "job", events.append, go_on)  # type: ignore[arg-type]
    assert (picture.width, picture.height, len(picture.rgb)) == (520, 280, 520 * 280 * 3)
    assert picture.recipe["upscaled"]["with"] == "n.safetensors"
    assert [event.fraction for event in events] == [k / 6 for k in range(6)]

    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        upscale(task, "job", events.append, stop)  # type: ignore[arg-type]


def test_files_that_are_no_upscalers(tmp_path: Path) -> None:
    (tmp_path / "net.pth").write_bytes(b"\x80\x04.")
    with pytest.raises(BadInput, match="never loads"):
        load_upscaler(tmp_path / "net.pth")
    with pytest.raises(BadInput, match="can’t be read"):
        load_upscaler(tmp_path / "missing.safetensors")
    for number, tensors in enumerate(
        (
            {"x": torch.zeros(1)},
            {"conv_first.weight": torch.zeros(8, 5, 3, 3)},
            {"body.0.weight": torch.zeros(8, 3, 3, 3), "body.1.weight": torch.zeros(8)},
        )
    ):
        path = tmp_path / f"{number}.safetensors"
        save_file(tensors, str(path))
        with pytest.raises(BadInput, match="Real-ESRGAN family"):
            load_upscaler(path)

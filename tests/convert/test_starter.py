"""The starter model converted in every way (slow), and a model of real size within its memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.engines.convert.model_source import open_source
from desktop.models.config_files import read_json
from desktop.models.resources import resource

from .conftest import Converter

pytestmark = pytest.mark.slow

WAYS: list[dict[str, Any]] = [
    {"attention": "original"},
    {"attention": "split_einsum"},
    {"attention": "split_einsum_v2"},
    {"attention": "original", "chunk_unet": True},
    {"attention": "split_einsum", "batch_one": True, "min_deployment_target": "macOS15"},
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way.values())))
def test_the_starter_agrees_with_pytorch(converter: Converter, way: dict[str, Any]) -> None:
    made = converter(resource("starter"), check=True, **way)
    for entry in made.report["parts"]:
        assert min(entry["psnr"].values()) > 55, entry
    own = json.loads((made.folder / "easel.json").read_text())
    original = read_json(resource("starter") / "easel.json") or {}
    assert own.get("latent_rgb_factors") == original.get("latent_rgb_factors")
    unet = next(p for p in made.report["neural_engine"]["parts"] if "unet" in p["file"])
    assert unet["fits"], unet["reasons"]


def test_six_bits_lose_little_and_save_much(converter: Converter) -> None:
    whole = converter(resource("starter"), check=True, attention="split_einsum")
    small = converter(resource("starter"), check=True, attention="split_einsum", quantize_nbits=6)
    assert small.part("unet")["psnr"]["noise_pred"] > 35
    assert small.part("unet")["bytes"] < 0.5 * whole.part("unet")["bytes"]


_CONVERT = """
import json, resource, sys
from pathlib import Path
from desktop.core.tasks import ConvertRequest
from desktop.engines.convert.convert import convert
source, output = sys.argv[1:]
request = ConvertRequest(source=source, output=output, attention="original", chunk_unet=True)
report = convert(request, "job", lambda _: None, lambda: None, cache_dir=Path(output).parent)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"peak": peak * (1 if sys.platform == "darwin" else 1024)}))
"""


def test_a_checkpoint_of_real_size_fits_into_13_gb(tmp_path: Path) -> None:
    from tests.tools.random_model import write_single_file

    source = write_single_file("sd1", tmp_path / "sd15.safetensors")
    command = [sys.executable, "-c", _CONVERT, str(source), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1])["peak"] < 13e9
    names = {path.name.rpartition("sd15_")[2] for path in (tmp_path / "out").glob("*.mlpackage")}
    assert {"unet_chunk1.mlpackage", "unet_chunk2.mlpackage", "vae_decoder.mlpackage"} <= names


@pytest.mark.parametrize("name", ["sd1", "sd2_768v"])
def test_a_single_file_gives_what_diffusers_own_loader_gives(tmp_path: Path, name: str) -> None:
    import torch
    from diffusers import StableDiffusionPipeline

    from desktop.models.recognition.single_file_configs import assemble
    from tests.tools.random_model import write_single_file

    path = write_single_file(name, tmp_path / f"{name}.safetensors")
    ours = open_source(path, tmp_path / "cache")
    pipeline: Any = StableDiffusionPipeline.from_single_file(
        str(path),
        config=str(assemble(name, tmp_path / "cache")),
        local_files_only=True,
        dtype=torch.float16,
    )
    for part in ours.parts():
        theirs = getattr(pipeline, part).state_dict()
        loaded = ours.load(part).state_dict()
        assert loaded.keys() == theirs.keys()
        assert all(torch.equal(loaded[key].half(), theirs[key]) for key in theirs)
        assert ours.parameters_of(part) >= 0.9 * sum(value.numel() for value in theirs.values())
        del theirs, loaded

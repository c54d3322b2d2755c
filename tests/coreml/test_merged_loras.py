"""LoRAs that were chosen at conversion: the converted model draws what torch does with them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import LoraUse
from desktop.models.bundles.bundle import read_bundles
from desktop.models.bundles.coreml_models import merged_loras
from desktop.models.loras.model_layout import layout_of
from desktop.models.resources import resource
from tests.engines import tiny
from tests.models.ldm_layout import write_hollow

from .test_drawing import converted, draw


def make_lora(source: Path, path: Path) -> LoraUse:
    """A LoRA for the attention of the UNet and text encoder of a diffusers folder."""
    layout = layout_of(source)
    assert layout is not None
    random = torch.Generator().manual_seed(5)
    tensors: dict[str, torch.Tensor] = {}
    for part, modules in (("unet", layout.unet), ("te", layout.text_encoders[0])):
        for name, weights in modules.items():
            if not name.endswith(("to_v", "to_out.0", "v_proj")):
                continue
            stem = f"lora_{part}_" + name.replace(".", "_")
            rows, columns = weights.weight[:2]
            tensors[f"{stem}.lora_up.weight"] = torch.randn(rows, 2, generator=random) * 0.3
            tensors[f"{stem}.lora_down.weight"] = torch.randn(2, columns, generator=random) * 0.3
    save_file(tensors, path)
    return LoraUse(name=path.stem, path=str(path), weight=0.8)


def decibels(one: np.ndarray, other: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / max(np.mean((one - other) ** 2), 1e-9)))


@pytest.mark.parametrize("which", ["tiny", pytest.param("starter", marks=pytest.mark.slow)])
def test_a_conversion_with_a_lora_draws_what_torch_does(tmp_path: Path, which: str) -> None:
    source = tiny.make_sd(tmp_path / "sd") if which == "tiny" else resource("starter")
    use = make_lora(source, tmp_path / "ink.safetensors")
    folder = converted(source, tmp_path / "converted", attention="split_einsum", loras=(use,))
    (bundle,) = read_bundles(folder)
    settings = {
        "prompt": "red apple",
        "seed": 7,
        "width": bundle.width,
        "height": bundle.height,
        "steps": 6,
        "guidance_scale": 4.0,
        "sampler": "euler",
        "precision": "fp32",
        "safety_checker": False,
    }
    with_it, _ = draw(source, tmp_path, **settings, loras=(use,))
    without, _ = draw(source, tmp_path, **settings)
    unit = ComputeUnit.CPU_AND_NE
    pixels, recipe = draw(folder, tmp_path, **settings, compute_unit=unit, portable_runtime=True)
    same, other = decibels(pixels, with_it), decibels(pixels, without)
    print(f"{which}: {same:.1f} dB to torch with the LoRA, {other:.1f} dB to torch without")
    assert same > 30
    assert other < same - 10
    assert json.loads((folder / "easel.json").read_text())["loras"] == [
        {"name": "ink", "weight": 0.8}
    ]
    assert merged_loras(bundle) == ("ink 0.8",)
    assert recipe["model"]["loras"] == "ink 0.8"


def test_a_lora_of_another_family_is_refused_before_any_work(tmp_path: Path) -> None:
    source = tiny.make_sd(tmp_path / "sd")
    path = write_hollow(tmp_path / "l.safetensors", {"lora_unet_nowhere.diff": (3, 3)}, "F16")
    use = LoraUse(name="l", path=str(path))
    with pytest.raises(BadInput, match="another family"):
        converted(source, tmp_path / "converted", loras=(use,))
    assert not (tmp_path / "converted").exists()

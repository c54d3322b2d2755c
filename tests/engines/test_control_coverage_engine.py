"""Every field of a request changes the pixels, is refused, or is none of the pixels' business."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.torch import save_file

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import (
    ControlNetUse,
    EmbeddingUse,
    GenerationRequest,
    HighResFix,
    LoraUse,
    StartingImage,
)

from . import tiny
from .conftest import Drawer

Change = Callable[[Path, Drawer], dict[str, Any]]


def _embedding(folder: Path, drawer: Drawer) -> dict[str, Any]:
    import torch

    path = folder / "ink.safetensors"
    save_file({"emb_params": torch.randn(2, tiny.WIDTH)}, str(path))
    return {"prompt": "a red apple ink", "embeddings": (EmbeddingUse(name="ink", path=str(path)),)}


def _vae(folder: Path, drawer: Drawer) -> dict[str, Any]:
    tiny.make_vae(seed=11).save_pretrained(str(folder / "vae"))
    return {"vae": str(folder / "vae")}


def _controlnet(folder: Path, drawer: Drawer) -> dict[str, Any]:
    net = tiny.make_controlnet(folder / "net", drawer.engine.generator.parts.unet)
    picture = tiny.make_picture(folder / "map.png")
    use = ControlNetUse(name="net", path=str(net), image=str(picture), preprocessor="canny")
    return {"controlnets": (use,)}


def _wildcard(folder: Path, drawer: Drawer) -> dict[str, Any]:
    (folder / "animal.txt").write_text("bird\n")
    return {"prompt": "a __animal__", "wildcards": str(folder)}


def _lora(folder: Path, drawer: Drawer) -> dict[str, Any]:
    path = tiny.make_lora(folder / "l.safetensors")
    return {"loras": (LoraUse(name="l", path=str(path), weight=0.8),)}


def _start(folder: Path, drawer: Drawer) -> dict[str, Any]:
    return {"starting_image": StartingImage(path=str(tiny.make_picture(folder / "a.png")))}


CHANGES: dict[str, Change] = {
    "prompt": lambda *_: {"prompt": "a blue bird"},
    "negative_prompt": lambda *_: {"negative_prompt": "blue"},
    "seed": lambda *_: {"seed": 8},
    "width": lambda *_: {"width": 72},
    "height": lambda *_: {"height": 72},
    "steps": lambda *_: {"steps": 5},
    "guidance_scale": lambda *_: {"guidance_scale": 9.0},
    "sampler": lambda *_: {"sampler": "euler_ancestral"},
    "noise_schedule": lambda *_: {"noise_schedule": "karras"},
    "rng": lambda *_: {"rng": "nvidia"},
    "clip_skip": lambda *_: {"clip_skip": 1},
    "prompt_dialect": lambda *_: {"prompt_dialect": "a1111", "prompt": "a (red:1.4) apple"},
    "prediction": lambda *_: {"prediction": "v_prediction"},
    "starting_image": _start,
    "loras": _lora,
    "embeddings": _embedding,
    "wildcards": _wildcard,
    "vae": _vae,
    "controlnets": _controlnet,
    "variation_seed": lambda *_: {"variation_seed": 3, "variation_strength": 0.4},
    "variation_strength": lambda *_: {"variation_seed": 3, "variation_strength": 0.1},
    "high_res_fix": lambda *_: {"high_res_fix": HighResFix(scale=1.5)},
}
TESTED_ELSEWHERE = {
    "model": "test_drawing",
    "count": "test_drawing.test_picture_k_has_seed_plus_k",
    "compute_unit": "below",
    "reference_pixels": "test_references.test_the_model_looks_at_each_reference",
    "precision": "test_drawing.test_bf16_on_a_cpu",
    "safety_checker": "test_safety",
    "vae_tiling": "test_extras.test_the_vae_works_in_tiles_where_asked",
    "previews": "test_drawing: changes events, not pixels",
    "portable_runtime": "Core ML only",
    "references": "tests.flow.test_references: no UNet looks at pictures",
    "identity": "test_loading: names the model, changes no pixels",
}


def test_no_field_is_forgotten() -> None:
    assert set(CHANGES) | set(TESTED_ELSEWHERE) == set(GenerationRequest.__struct_fields__)


@pytest.mark.parametrize("name", CHANGES)
def test_it_changes_the_pixels(sd_drawer: Drawer, tmp_path: Path, name: str) -> None:
    plain = sd_drawer.draw()
    changed = sd_drawer.draw(**CHANGES[name](tmp_path, sd_drawer))
    assert plain.shape != changed.shape or not np.array_equal(plain, changed)
    assert np.array_equal(plain, sd_drawer.draw()), "the change stays in effect"


@pytest.mark.parametrize(
    "name",
    ["negative_prompt", "clip_skip", "starting_image", "high_res_fix", "prediction", "rng"],
)
def test_it_changes_sdxls_pixels(xl_drawer: Drawer, tmp_path: Path, name: str) -> None:
    plain = xl_drawer.draw()
    changed = xl_drawer.draw(**CHANGES[name](tmp_path, xl_drawer))
    assert plain.shape != changed.shape or not np.array_equal(plain, changed)


@pytest.mark.parametrize("unit", ComputeUnit)
def test_compute_units(sd_drawer: Drawer, unit: ComputeUnit) -> None:
    from desktop.engines.torch.devices import pick_device

    if unit is ComputeUnit.CPU_AND_NE:
        with pytest.raises(BadInput, match="Neural Engine"):
            pick_device(unit)
    else:
        sd_drawer.draw(compute_unit=unit)
        assert sd_drawer.recipes[0]["compute_unit"] == unit

"""Edit Job: each setting of a request that has a control comes back, whatever it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.core.hardware.compute import ComputeUnit
from desktop.core.recipe import optional_settings
from desktop.core.request import (
    ControlNetUse,
    GenerationRequest,
    HighResFix,
    LoraUse,
    Margins,
    ReferenceImage,
    StartingImage,
)
from desktop.ui.generate.recipes.edit_job import edit_job
from desktop.ui.state.control_values import ControlValues

REQUEST = GenerationRequest(
    prompt="a fox",
    model="/models/sd",
    negative_prompt="fog",
    seed=7,
    count=3,
    width=640,
    height=768,
    steps=31,
    guidance_scale=5.5,
    sampler="dpmpp_2m",
    noise_schedule="karras",
    rng="numpy",
    compute_unit=ComputeUnit.CPU_ONLY,
    precision="fp32",
    clip_skip=1,
    prompt_dialect="a1111",
    starting_image=StartingImage(
        path="/a.png", strength=0.4, fit="fit", mask="/m.png", extend=Margins(left=64)
    ),
    references=(ReferenceImage(path="/r.png"),),
    loras=(LoraUse(name="ink", path="/ink.safetensors", weight=0.5),),
    vae="/vae.safetensors",
    vae_tiling="on",
    controlnets=(ControlNetUse(name="canny", path="/c", image="/i.png"),),
    variation_seed=9,
    variation_strength=0.25,
    high_res_fix=HighResFix(scale=1.5, strength=0.6, steps=12),
    safety_checker=False,
)
_WITHOUT_A_CONTROL = {
    "model", "identity", "prediction", "embeddings", "wildcards", "previews", "portable_runtime",
    "reference_pixels",
}  # fmt: skip


def fields() -> list[str]:
    return [name for name in GenerationRequest.__struct_fields__ if name not in _WITHOUT_A_CONTROL]


def test_the_request_has_nothing_at_its_default() -> None:
    plain = GenerationRequest(prompt="", model="")
    assert [name for name in fields() if getattr(REQUEST, name) == getattr(plain, name)] == []
    neutral, settings = optional_settings(plain), optional_settings(REQUEST)
    same = {name for name in settings if settings[name] == neutral[name]}
    assert same == {"embeddings", "prediction", "reference_pixels"}


@pytest.mark.parametrize("name", fields())
def test_a_setting_comes_back(qapp, name: str) -> None:
    values = ControlValues()
    edit_job(values, REQUEST)
    draft = values.draft()
    assert values.model == REQUEST.model
    assert getattr(draft, name) == getattr(REQUEST, name)


def test_what_was_set_before_is_gone(qapp, tmp_path: Path) -> None:
    values = ControlValues()
    edit_job(values, REQUEST)
    plain = GenerationRequest(prompt="a fox", model="/models/sd")
    edit_job(values, plain)
    draft = msgspec.structs.asdict(values.draft())
    expected: dict[str, Any] = {name: getattr(plain, name) for name in fields()}
    assert {name: draft[name] for name in fields()} == expected

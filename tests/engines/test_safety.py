"""The safety checker that a model brings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig
from transformers.models.clip import CLIPImageProcessorPil

from desktop.core.errors import EaselError
from desktop.core.request import GenerationRequest
from desktop.engines.torch.safety_checker import safety_placeholder
from desktop.engines.torch_engine import TorchEngine

from .conftest import Drawer, go_on


def with_checker(sd: Path, folder: Path, threshold: float) -> Path:
    """The tiny model with a checker that hides everything (-2) or nothing (2)."""
    shutil.copytree(sd, folder)
    torch.manual_seed(0)
    vision = {
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "image_size": 32,
        "patch_size": 16,
        "projection_dim": 16,
    }
    checker = StableDiffusionSafetyChecker(CLIPConfig(vision_config=vision, projection_dim=16))
    with torch.no_grad():
        checker.concept_embeds.normal_()
        checker.special_care_embeds.normal_()
        checker.concept_embeds_weights.fill_(threshold)
        checker.special_care_embeds_weights.fill_(2.0)
    checker.save_pretrained(str(folder / "safety_checker"))
    size = {"height": 32, "width": 32}
    CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size=size).save_pretrained(
        str(folder / "feature_extractor")
    )
    index = json.loads((folder / "model_index.json").read_text())
    index["safety_checker"] = ["stable_diffusion", "StableDiffusionSafetyChecker"]
    index["feature_extractor"] = ["transformers", "CLIPImageProcessor"]
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def drawn(folder: Path, base: GenerationRequest, cache: Path, **changes: Any) -> Any:
    import msgspec

    request = msgspec.structs.replace(base, model=str(folder), **changes)
    engine = TorchEngine.load(request, "job", lambda _: None, go_on, cache_dir=cache)
    try:
        return next(engine.generate("job", request, lambda _: None, go_on))
    finally:
        engine.close()


def test_a_hidden_picture_says_so(sd: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    folder = with_checker(sd, tmp_path / "strict", -2.0)
    hidden = drawn(folder, sd_drawer.base, tmp_path)
    card = safety_placeholder(hidden.width, hidden.height)
    assert np.array_equal(np.frombuffer(hidden.rgb, np.uint8), card.ravel())
    assert len(np.unique(card)) > 3, "words stand on it"
    assert "safety checker" in str(hidden.notices[0])
    assert hidden.recipe["filtered"] is True
    shown = drawn(folder, sd_drawer.base, tmp_path, safety_checker=False)
    assert np.array_equal(
        np.frombuffer(shown.rgb, np.uint8), sd_drawer.draw(safety_checker=False).ravel()
    )
    assert shown.notices == ()


def test_other_pictures_pass(sd: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    passed = drawn(with_checker(sd, tmp_path / "mild", 2.0), sd_drawer.base, tmp_path)
    assert any(passed.rgb)
    assert "filtered" not in passed.recipe


def test_a_damaged_checker_is_an_error(sd: Path, sd_drawer: Drawer, tmp_path: Path) -> None:
    folder = with_checker(sd, tmp_path / "damaged", 2.0)
    (folder / "safety_checker" / "model.safetensors").write_bytes(b"x")
    with pytest.raises(EaselError, match="safety checker can’t be read"):
        drawn(folder, sd_drawer.base, tmp_path)

"""Prompts that change by step and prompts joined by AND, drawn as A1111 draws them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from desktop.core.prompts.prompt_schedule import Sampling, prompt_parts
from desktop.engines.conditioning.prompt_embeddings import PromptEncoder, PromptWords
from desktop.engines.conditioning.prompt_plan import follow, plan_prompts

from .conftest import Drawer

HOW: dict[str, Any] = {
    "steps": 4,
    "sampler": "euler",
    "noise_schedule": "karras",
    "prompt_dialect": "a1111",
}


@pytest.mark.parametrize("guidance", [1.0, 4.0])
def test_words_change_at_their_step(sd_drawer: Drawer, guidance: float) -> None:
    how = HOW | {"guidance_scale": guidance}
    apple = sd_drawer.draw(**how, prompt="apple")
    house = sd_drawer.draw(**how, prompt="house")
    assert np.array_equal(sd_drawer.draw(**how, prompt="[apple:house:4]"), apple)
    assert np.array_equal(sd_drawer.draw(**how, prompt="[apple:house:-1]"), house)
    both = sd_drawer.draw(**how, prompt="[apple:house:0.5]")
    assert not np.array_equal(both, apple)
    assert not np.array_equal(both, house)
    assert sd_drawer.recipes[0]["prompt"] == "[apple:house:0.5]"
    assert sd_drawer.notices == []


def test_each_evaluation_hears_its_own_words(xl_drawer: Drawer) -> None:
    parts = xl_drawer.engine.generator.parts
    encoder = PromptEncoder(parts, torch.device("cpu"))
    heard: list[torch.Tensor] = []
    handle = parts.text_encoders[0].register_forward_pre_hook(lambda *_: None)
    seen = parts.unet.down_blocks[0].register_forward_pre_hook(
        lambda _module, _inputs, named: heard.append(named["encoder_hidden_states"]),
        with_kwargs=True,
    )
    try:
        xl_drawer.draw(**HOW, prompt="[apple|house]")
    finally:
        seen.remove()
        handle.remove()
    how = PromptWords(dialect="a1111")
    for given, words in zip(heard, ("apple", "apple", "house", "apple"), strict=True):
        wanted = encoder.encode(words, how).tokens
        assert given[1:] == pytest.approx(wanted.to(given.dtype), abs=1e-5)


class Plain:
    """A UNet whose output is the mean of what it hears."""

    def forward(self, sample: torch.Tensor, _time: Any, **heard: Any) -> tuple[torch.Tensor]:
        self.rows = sample.shape[0]
        return (heard["encoder_hidden_states"].mean((1, 2)).view(-1, 1, 1, 1) + 0 * sample,)


def test_and_adds_what_each_prompt_differs_by(sd_drawer: Drawer) -> None:
    parts = sd_drawer.engine.generator.parts
    encoder = PromptEncoder(parts, torch.device("cpu"))
    how = PromptWords(dialect="a1111")
    text = "a red apple AND a blue house :0.5 AND a tree :-0.3"
    request = sd_drawer.request(**HOW, prompt=text, negative_prompt="blue")
    plan = plan_prompts(encoder, request, how, Sampling(4))
    unet = Plain()
    with follow(unet, plan):
        (found,) = unet.forward(
            torch.zeros(2, 1, 1, 1), 0, encoder_hidden_states=torch.zeros(2, 77, 8)
        )
    plain, *wanted = (
        float(encoder.encode(words, how).tokens.mean())
        for words in ("blue", *(part.at(0) for part in prompt_parts(text, Sampling(4))))
    )
    mixed = plain + sum(
        weight * (one - plain) for weight, one in zip((1, 0.5, -0.3), wanted, strict=True)
    )
    assert unet.rows == 4
    assert found.flatten().tolist() == pytest.approx([plain, mixed], abs=1e-5)
    assert "forward" not in vars(unet)


def test_and_is_drawn_without_guidance_too(sd_drawer: Drawer) -> None:
    how = HOW | {"guidance_scale": 1.0}
    alone = sd_drawer.draw(**how, prompt="apple")
    zero = sd_drawer.draw(**how, prompt="apple AND house :0")
    assert np.abs(zero.astype(int) - alone.astype(int)).max() <= 1
    assert not np.array_equal(alone, sd_drawer.draw(**how, prompt="apple AND house"))


@pytest.mark.parametrize(
    ("dialect", "prompt", "told"),
    [
        ("easel", "[apple:house:0.5]", True),
        ("easel", "apple AND house", False),
        ("comfyui", "[apple:house:0.5]", False),
        ("a1111", "[apple:house:0.5]", False),
    ],
)
def test_what_is_read_as_words_is_told(
    sd_drawer: Drawer, dialect: str, prompt: str, told: bool
) -> None:
    sd_drawer.draw(**HOW | {"prompt_dialect": dialect}, prompt=prompt)
    assert any("read as words" in str(notice) for notice in sd_drawer.notices) == told


def test_a_second_pass_and_a_start_draw_too(sd_drawer: Drawer, tmp_path: Path) -> None:
    from desktop.core.request import HighResFix, StartingImage

    from . import tiny

    fix = HighResFix(scale=2.0, strength=0.5, steps=4)
    picture = tiny.make_picture(tmp_path / "start.png")
    for extra in ({"high_res_fix": fix}, {"starting_image": StartingImage(path=str(picture))}):
        drawn = sd_drawer.draw(**HOW, **extra, prompt="[apple:house:1.5] AND tree")
        assert drawn.std() > 0

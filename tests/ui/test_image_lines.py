"""What the inspector says of starting images, masks, ControlNets, and of what became of them."""

from __future__ import annotations

import pytest

from desktop.core.recipe import Recipe
from desktop.ui.i18n.recipe_image_lines import image_lines

CASES = {
    "image": ({"image": {"path": "/a/cat.png", "strength": 0.5}}, "cat.png, strength 0.5"),
    "references": (
        {"references": [{"path": "/a/room.png"}, {"path": "cat.png"}]},
        "1. room.png\n2. cat.png",
    ),
    "mask": (
        {"image": {"path": "/a.png", "mask": "/m.png", "mask_feather": 4, "mask_inverted": True}},
        "all but the painted part, feather 4",
    ),
    "controlnets": (
        {
            "controlnets": [
                {"name": "canny", "weight": 0.5, "preprocessor": "canny", "end": 0.8},
                {"name": "pose", "weight": 1.0, "preprocessor": "none"},
            ]
        },
        "canny × 0.5, canny, 0–0.8\npose × 1",
    ),
    "vae": (
        {"vae": "/models/vae-ft.safetensors", "vae_tiling": "on"},
        "vae-ft.safetensors, in tiles",
    ),
    "high_res": ({"high_res_fix": {"scale": 2.0, "strength": 0.55}}, "× 2, strength 0.55"),
    "safety": ({"filtered": True}, "Hid this picture"),
    "upscaled": ({"upscaled": {"with": "4x.safetensors"}}, "4x.safetensors"),
    "retried": ({"retried_in_fp32": ["vae", "unet"]}, "VAE, UNet"),
}


@pytest.mark.parametrize("key", CASES)
def test_a_line_says_it(themed, key: str) -> None:
    recipe, words = CASES[key]
    lines = {line.key: line.text for line in image_lines(Recipe(recipe))}
    assert lines[key] == words


def test_plain_and_damaged_recipes_have_no_such_lines(themed) -> None:
    for recipe in (
        {"prompt": "x", "image": None},
        {
            "image": 4,
            "controlnets": "x",
            "references": ["x", 3],
            "high_res_fix": [],
            "vae": 3,
            "retried_in_fp32": 1,
        },
    ):
        assert [line.text for line in image_lines(Recipe(recipe)) if line.text] == []

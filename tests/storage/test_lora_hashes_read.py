"""The hashes of LoRAs in the recipes of other programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.fooocus import read_fooocus
from desktop.storage.metadata.tools.swarmui import read_swarmui

AUTO_V2, AUTO_V3 = "0a1b2c3d4e", "26a7f4d7b35f"
CIVITAI = json.dumps([{"type": "lora", "weight": 0.6, "hash": AUTO_V3.upper()}])


def a1111(prompt: str, said: str) -> ReadRecipe | None:
    return read_parameters(f"{prompt}\nSteps: 4, Sampler: Euler, Seed: 3, Size: 64x64, {said}")


@pytest.mark.parametrize(
    ("prompt", "said", "lora"),
    [
        (
            "a <lora:ink:0.6>",
            f'Lora hashes: "ink: {AUTO_V3}, other: 111111111111"',
            ("ink", 0.6, AUTO_V3),
        ),
        (
            "a <lora:folder/ink:0.6>",
            f'Hashes: {{"model": "1234567890", "lora:folder/ink": "{AUTO_V2.upper()}"}}',
            ("ink", 0.6, AUTO_V2),
        ),
        ("a", f"Civitai resources: {CIVITAI}", (AUTO_V3.upper(), 0.6, AUTO_V3)),
        (
            "a",
            f"Lora_0 Model name: ink.safetensors, Lora_0 Model hash: {AUTO_V2}, "
            "Lora_0 Strength model: 0.6, Lora_0 Strength clip: 0.6",
            ("ink", 0.6, AUTO_V2),
        ),
        ("a <lora:ink:0.6>", 'Lora hashes: "ink: 1234abcd"', ("ink", 0.6, "")),
        ("a <lora:ink:0.6>", "Hashes: " + "[" * 5000, ("ink", 0.6, "")),
    ],
)
def test_a1111_and_civitai(prompt: str, said: str, lora: tuple[str, float, str]) -> None:
    read = a1111(prompt, said)
    assert read is not None
    (entry,) = read.recipe["loras"]
    assert (entry["name"], entry["weight"], entry.get("hash", "")) == lora
    assert read.unmapped == ()


def test_swarmui_and_fooocus() -> None:
    tensors = "0x" + "AB" * 32
    data: dict[str, Any] = {
        "sui_image_params": {"prompt": "a", "loras": ["sub/ink"], "loraweights": ["0.6"]},
        "sui_models": [
            {"name": "sub/ink.safetensors", "param": "loras", "hash": tensors},
            {"name": "base.safetensors", "param": "model", "hash": "0x" + "0" * 64},
        ],
    }
    swarm = read_swarmui(data)
    assert swarm is not None
    assert swarm.recipe["loras"] == [{"name": "ink", "weight": 0.6, "hash": "ab" * 32}]
    own = {"prompt": "a", "base_model": "b", "sharpness": 2.0}
    own |= {"loras": [["ink.safetensors", 0.6, AUTO_V2]]}
    fooocus = read_fooocus(own)
    assert fooocus is not None
    assert fooocus.recipe["loras"] == [{"name": "ink", "weight": 0.6, "hash": AUTO_V2}]

"""A model folder with a tiny model and one of everything that can be used with it."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

from . import tiny
from .test_safety import with_checker

WIDTH = 768
"""Of SD 1's text embeddings, so that the library recognises LoRA and embedding as its family's."""


def furnish(models: Path) -> Path:
    """Fill `models`; gives the folder of the model "tiny".

    Beside it: the same as "strict", with a safety checker that hides everything; the LoRA "tone",
    the embedding "ink", the VAE "other" and the ControlNet "lines".
    """
    models.mkdir(parents=True)
    model = tiny.make_sd(models / "tiny", width=WIDTH)
    with_checker(model, models / "strict", -2.0)
    tiny.make_lora(models / "tone.safetensors", width=WIDTH, text_width=WIDTH)
    torch.manual_seed(8)
    save_file({"emb_params": torch.randn(2, WIDTH)}, str(models / "ink.safetensors"))
    tiny.make_vae(seed=11).save_pretrained(str(models / "other"))
    unet = UNet2DConditionModel.from_pretrained(str(model), subfolder="unet")
    tiny.make_controlnet(models / "lines", unet)
    return model

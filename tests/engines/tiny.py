"""Makes tiny random models of each family in diffusers layout; a second each at most."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    EulerDiscreteScheduler,
    UNet2DConditionModel,
)
from PIL import Image
from safetensors.torch import save_file
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
)

from desktop.engines.upscale.upscaler_nets import Compact

WORDS = ("red", "apple", "blue", "bird", "a", "of", "photo", "cat", "green", "tree", "house")
WIDTH = 32


def make_sd(
    folder: Path,
    *,
    in_channels: int = 4,
    seed: int = 0,
    layers: int = 1,
    width: int = WIDTH,
    **scheduler: Any,
) -> Path:
    """An SD 1-shaped model; 9 input channels make it an inpainting model.

    With a `width` of 768, files are recognised as its family's.
    """
    torch.manual_seed(seed)
    unet = make_unet(in_channels=in_channels, layers_per_block=layers, cross_attention_dim=width)
    _save(folder, unet, [_encoder(CLIPTextModel, width)], "StableDiffusionPipeline", **scheduler)
    return folder


def make_sd2v(folder: Path) -> Path:
    """An SD 2-shaped model that predicts v."""
    torch.manual_seed(1)
    unet = make_unet(use_linear_projection=True, attention_head_dim=(2, 2))
    _save(
        folder,
        unet,
        [_encoder(CLIPTextModel)],
        "StableDiffusionPipeline",
        prediction_type="v_prediction",
    )
    return folder


def make_sdxl(folder: Path, *, turbo: bool = False) -> Path:
    """An SDXL-shaped model with two text encoders."""
    torch.manual_seed(2)
    unet = make_unet(
        cross_attention_dim=2 * WIDTH,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=WIDTH + 6 * 8,
    )
    encoders = [_encoder(CLIPTextModel), _encoder(CLIPTextModelWithProjection)]
    spacing = {"timestep_spacing": "trailing"} if turbo else {}
    _save(folder, unet, encoders, "StableDiffusionXLPipeline", **spacing)
    return folder


def make_unet(**changes: Any) -> UNet2DConditionModel:
    settings: dict[str, Any] = {
        "sample_size": 8,
        "in_channels": 4,
        "out_channels": 4,
        "block_out_channels": (16, 32),
        "layers_per_block": 1,
        "norm_num_groups": 8,
        "attention_head_dim": 2,
        "cross_attention_dim": WIDTH,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
    }
    return UNet2DConditionModel(**(settings | changes))


def make_vae(seed: int = 3) -> AutoencoderKL:
    torch.manual_seed(seed)
    vae = AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=64,
        force_upcast=False,
    )
    with torch.no_grad():
        vae.decoder.conv_out.weight *= 4
    return vae


def make_controlnet(folder: Path, unet: UNet2DConditionModel) -> Path:
    """A ControlNet for `unet` that has an effect (a fresh one's outputs are all zero)."""
    torch.manual_seed(4)
    net = ControlNetModel.from_unet(unet, conditioning_channels=3, load_weights_from_unet=False)
    with torch.no_grad():
        for parameter in net.parameters():
            if not parameter.any():
                parameter.normal_(std=0.5)
    net.save_pretrained(str(folder))
    return folder


def make_lora(
    path: Path,
    *,
    text: bool = True,
    kohya: bool = True,
    width: int = WIDTH,
    text_width: int = WIDTH,
) -> Path:
    """A LoRA for make_sd's UNet (and text encoder), as kohya's or diffusers' trainer writes it."""
    generator = torch.Generator().manual_seed(5)
    targets = {"down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k": (16, width)}
    targets |= {"down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q": (16, 16)}
    tensors: dict[str, torch.Tensor] = {}
    for target, (rows, columns) in targets.items():
        _add_lora(tensors, "unet", target, rows, columns, kohya, generator)
    if text:
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            target = f"text_model.encoder.layers.1.self_attn.{name}"
            _add_lora(tensors, "text_encoder", target, text_width, text_width, kohya, generator)
    save_file(tensors, str(path))
    return path


def _add_lora(
    tensors: dict[str, torch.Tensor],
    part: str,
    target: str,
    rows: int,
    columns: int,
    kohya: bool,
    generator: torch.Generator,
) -> None:
    down = torch.randn(4, columns, generator=generator)
    up = torch.randn(rows, 4, generator=generator)
    if kohya:
        stem = f"lora_{'te' if part == 'text_encoder' else part}_{target.replace('.', '_')}"
        tensors[f"{stem}.lora_down.weight"] = down
        tensors[f"{stem}.lora_up.weight"] = up
        tensors[f"{stem}.alpha"] = torch.tensor(4.0)
    else:
        tensors[f"{part}.{target}.lora_A.weight"] = down
        tensors[f"{part}.{target}.lora_B.weight"] = up


def make_upscaler(path: Path, *, scale: int = 2) -> Path:
    """A compact upscaler of Real-ESRGAN's kind."""
    torch.manual_seed(0)
    save_file(Compact(8, 2, scale).state_dict(), str(path))
    return path


def make_picture(path: Path, size: tuple[int, int] = (64, 64), seed: int = 6) -> Path:
    """A colourful picture with edges."""
    grid = np.random.default_rng(seed).integers(0, 255, (4, 4, 3), dtype=np.uint8)
    Image.fromarray(grid).resize(size, Image.Resampling.NEAREST).save(path)
    return path


def make_mask(path: Path, size: tuple[int, int] = (64, 64)) -> Path:
    """White on the left half: that is painted anew."""
    mask = np.zeros((size[1], size[0]), dtype=np.uint8)
    mask[:, : size[0] // 2] = 255
    Image.fromarray(mask).save(path)
    return path


def make_tokenizer(folder: Path) -> None:
    """A CLIP tokenizer that knows single letters and WORDS."""
    letters = [chr(code) for code in range(33, 127)]
    vocab = [*letters, *(f"{letter}</w>" for letter in letters)]
    merges: list[tuple[str, str]] = []
    for word in WORDS:
        symbols = [*word[:-1], f"{word[-1]}</w>"]
        left = symbols[0]
        for symbol in symbols[1:]:
            if (left, symbol) not in merges:
                merges.append((left, symbol))
            left += symbol
            if left not in vocab:
                vocab.append(left)
    table = {token: number for number, token in enumerate(vocab)}
    table |= {"<|startoftext|>": len(table), "<|endoftext|>": len(table) + 1}
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(table), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "CLIPTokenizer",
                "model_max_length": 77,
                "bos_token": "<|startoftext|>",
                "eos_token": "<|endoftext|>",
                "unk_token": "<|endoftext|>",
                "pad_token": "<|endoftext|>",
            }
        ),
        encoding="utf-8",
    )


def _encoder(cls: Any, width: int = WIDTH) -> Any:
    return cls(
        CLIPTextConfig(
            vocab_size=300,
            hidden_size=width,
            intermediate_size=48,
            num_hidden_layers=3,
            num_attention_heads=2,
            max_position_embeddings=77,
            projection_dim=width,
            bos_token_id=298,
            eos_token_id=299,
            pad_token_id=299,
        )
    )


def _save(folder: Path, unet: Any, encoders: list[Any], kind: str, **scheduler: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    unet.save_pretrained(str(folder / "unet"))
    make_vae().save_pretrained(str(folder / "vae"))
    settings = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    settings |= {"timestep_spacing": "leading", "steps_offset": 1, **scheduler}
    EulerDiscreteScheduler(**settings).save_pretrained(str(folder / "scheduler"))
    index: dict[str, Any] = {
        "_class_name": kind,
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "scheduler": ["diffusers", "EulerDiscreteScheduler"],
    }
    for number, encoder in enumerate(encoders):
        end = f"_{number + 1}" if number else ""
        encoder.save_pretrained(str(folder / f"text_encoder{end}"))
        make_tokenizer(folder / f"tokenizer{end}")
        index[f"text_encoder{end}"] = ["transformers", type(encoder).__name__]
        index[f"tokenizer{end}"] = ["transformers", "CLIPTokenizer"]
    (folder / "model_index.json").write_text(json.dumps(index), encoding="utf-8")

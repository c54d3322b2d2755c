"""Files of FLUX.2 klein and Z-Image in every layout that people have, from diffusers' own modules.

The mappings work on tensors, real ones or those of torch's meta device: a file of a real size is
then written as a header and a hole.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    Flux2Transformer2DModel,
    ZImageTransformer2DModel,
)
from transformers import Qwen3Config, Qwen3Model

Tensors = dict[str, torch.Tensor]

KLEIN: dict[str, Any] = {
    "num_layers": 5,
    "num_single_layers": 20,
    "attention_head_dim": 128,
    "num_attention_heads": 24,
    "joint_attention_dim": 7680,
    "guidance_embeds": False,
}
_DOUBLE = {
    "attn.norm_q": "img_attn.norm.query_norm",
    "attn.norm_k": "img_attn.norm.key_norm",
    "attn.to_out.0": "img_attn.proj",
    "ff.linear_in": "img_mlp.0",
    "ff.linear_out": "img_mlp.2",
    "attn.norm_added_q": "txt_attn.norm.query_norm",
    "attn.norm_added_k": "txt_attn.norm.key_norm",
    "attn.to_add_out": "txt_attn.proj",
    "ff_context.linear_in": "txt_mlp.0",
    "ff_context.linear_out": "txt_mlp.2",
}
_SINGLE = {
    "attn.to_qkv_mlp_proj": "linear1",
    "attn.to_out": "linear2",
    "attn.norm_q": "norm.query_norm",
    "attn.norm_k": "norm.key_norm",
}
_ENDS = {
    "x_embedder": "img_in",
    "context_embedder": "txt_in",
    "time_guidance_embed.timestep_embedder.linear_1": "time_in.in_layer",
    "time_guidance_embed.timestep_embedder.linear_2": "time_in.out_layer",
    "time_guidance_embed.guidance_embedder.linear_1": "guidance_in.in_layer",
    "time_guidance_embed.guidance_embedder.linear_2": "guidance_in.out_layer",
    "double_stream_modulation_img.linear": "double_stream_modulation_img.lin",
    "double_stream_modulation_txt.linear": "double_stream_modulation_txt.lin",
    "single_stream_modulation.linear": "single_stream_modulation.lin",
    "proj_out": "final_layer.linear",
}


def klein(**changes: Any) -> Tensors:
    """klein 4B's transformer as diffusers names it, without data."""
    with torch.device("meta"):
        return dict(Flux2Transformer2DModel(**(KLEIN | changes)).state_dict())


def z_image() -> Tensors:
    """Z-Image's transformer as diffusers names it, without data."""
    with torch.device("meta"):
        return dict(ZImageTransformer2DModel().state_dict())


def encoder(width: int = 2560, layers: int = 36) -> Tensors:
    """A Qwen3 text encoder as ComfyUI's files have it, without data."""
    config = Qwen3Config(
        hidden_size=width,
        intermediate_size=9728 if width == 2560 else width * 4,
        num_hidden_layers=layers,
        num_attention_heads=32,
        num_key_value_heads=8,
        head_dim=128,
    )
    with torch.device("meta"):
        return as_encoder_file(Qwen3Model(config).state_dict())


def as_encoder_file(state: Mapping[str, torch.Tensor]) -> Tensors:
    """The state of a Qwen3Model under the names of its files."""
    return {f"model.{name}": tensor for name, tensor in state.items()}


def flux2_vae() -> Tensors:
    """FLUX.2's VAE as diffusers names it, without data."""
    with torch.device("meta"):
        return dict(AutoencoderKLFlux2().state_dict())


def flux1_vae() -> Tensors:
    """FLUX.1's `ae` as diffusers names it, without data."""
    with torch.device("meta"):
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
            latent_channels=16,
            use_quant_conv=False,
            use_post_quant_conv=False,
        )
    return dict(vae.state_dict())


def klein_as_bfl(state: Mapping[str, torch.Tensor]) -> Tensors:
    """klein's transformer as Black Forest Labs and ComfyUI name it, with fused qkv."""
    rest, found = dict(state), Tensors()
    for block in range(sum(name.endswith(".attn.add_q_proj.weight") for name in state)):
        before, after = f"transformer_blocks.{block}.", f"double_blocks.{block}."
        for stream, names in (
            ("img", ("to_q", "to_k", "to_v")),
            ("txt", ("add_q_proj", "add_k_proj", "add_v_proj")),
        ):
            three = [rest.pop(f"{before}attn.{name}.weight") for name in names]
            found[f"{after}{stream}_attn.qkv.weight"] = torch.cat(three)
        for ours, theirs in _DOUBLE.items():
            ending = "scale" if "norm" in theirs else "weight"
            found[f"{after}{theirs}.{ending}"] = rest.pop(f"{before}{ours}.weight")
    for block in range(sum(name.endswith(".attn.to_qkv_mlp_proj.weight") for name in state)):
        before, after = f"single_transformer_blocks.{block}.", f"single_blocks.{block}."
        for ours, theirs in _SINGLE.items():
            ending = "scale" if "norm" in theirs else "weight"
            found[f"{after}{theirs}.{ending}"] = rest.pop(f"{before}{ours}.weight")
    scale, shift = rest.pop("norm_out.linear.weight").chunk(2)
    found["final_layer.adaLN_modulation.1.weight"] = torch.cat([shift, scale])
    for ours, theirs in _ENDS.items():
        if f"{ours}.weight" in rest:
            found[f"{theirs}.weight"] = rest.pop(f"{ours}.weight")
    assert not rest, sorted(rest)[:3]
    return found


def z_image_as_comfyui(state: Mapping[str, torch.Tensor]) -> Tensors:
    """Z-Image's transformer as its own code and ComfyUI name it, with fused qkv."""
    found: Tensors = {}
    for name, tensor in state.items():
        plain = name.replace("all_final_layer.2-1.", "final_layer.")
        plain = plain.replace("all_x_embedder.2-1.", "x_embedder.")
        plain = plain.replace(".attention.to_out.0.", ".attention.out.")
        plain = plain.replace(".attention.norm_q.", ".attention.q_norm.")
        plain = plain.replace(".attention.norm_k.", ".attention.k_norm.")
        if ".attention.to_q." in plain:
            stem = name.replace("to_q", "{}")
            three = [state[stem.format(part)] for part in ("to_q", "to_k", "to_v")]
            found[plain.replace("to_q", "qkv")] = torch.cat(three)
        elif ".attention.to_k." not in plain and ".attention.to_v." not in plain:
            found[plain] = tensor
    return found


def vae_as_bfl(state: Mapping[str, torch.Tensor], blocks: int = 4) -> Tensors:
    """A VAE of diffusers as the original code names it."""
    found: Tensors = {}
    for name, tensor in state.items():
        plain = name
        for ours, theirs in (
            ("mid_block.resnets.0.", "mid.block_1."),
            ("mid_block.resnets.1.", "mid.block_2."),
            ("mid_block.attentions.0.group_norm.", "mid.attn_1.norm."),
            ("mid_block.attentions.0.to_q.", "mid.attn_1.q."),
            ("mid_block.attentions.0.to_k.", "mid.attn_1.k."),
            ("mid_block.attentions.0.to_v.", "mid.attn_1.v."),
            ("mid_block.attentions.0.to_out.0.", "mid.attn_1.proj_out."),
            (".conv_shortcut.", ".nin_shortcut."),
            ("conv_norm_out.", "norm_out."),
        ):
            plain = plain.replace(ours, theirs)
        words = plain.split(".")
        if words[1] == "down_blocks":
            kind = "downsample" if words[3] == "downsamplers" else f"block.{words[4]}"
            plain = ".".join([words[0], "down", words[2], kind, *words[5:]])
        elif words[1] == "up_blocks":
            level = str(blocks - 1 - int(words[2]))
            kind = "upsample" if words[3] == "upsamplers" else f"block.{words[4]}"
            plain = ".".join([words[0], "up", level, kind, *words[5:]])
        is_linear = ".attn_1." in plain and tensor.ndim == 2
        found[plain] = tensor[:, :, None, None] if is_linear else tensor
    return found


def prefixed(tensors: Mapping[str, torch.Tensor], prefix: str) -> Tensors:
    """The same with `prefix` before each name."""
    return {prefix + name: tensor for name, tensor in tensors.items()}


def write_hole(
    path: Path, tensors: Mapping[str, torch.Tensor], dtype: str = "BF16", **extra: Any
) -> Path:
    """A safetensors file of these shapes, all but one-dimensional tensors in `dtype`, no data."""
    width = {"F32": 4, "BF16": 2, "F16": 2, "F8_E4M3": 1, "U8": 1}
    header: dict[str, Any] = {}
    place = 0
    for name, tensor in tensors.items():
        kind = dtype if tensor.ndim > 1 else "F32"
        size = tensor.numel() * width[kind]
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [place, place + size],
        }
        place += size
    if extra:
        header["__metadata__"] = extra
    raw = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(raw)) + raw)
        file.truncate(8 + len(raw) + place)
    return path


GGUF_TYPES = {"F32": 0, "F16": 1, "Q4_0": 2, "Q8_0": 8, "Q4_K": 12, "Q5_K": 13, "Q6_K": 14}
_BLOCKS = {0: (1, 4), 1: (1, 2), 2: (32, 18), 8: (32, 34), 12: (256, 144), 13: (256, 176), 14: (256, 210)}  # fmt: skip  # noqa: E501


def write_gguf_hole(
    path: Path, tensors: Mapping[str, torch.Tensor], kind: str, architecture: str = ""
) -> Path:
    """A GGUF file of these shapes without data; what no block fits is F32."""
    infos, place = b"", 0
    for name, tensor in tensors.items():
        number = GGUF_TYPES[kind]
        numbers, size = _BLOCKS[number]
        if tensor.ndim < 2 or tensor.shape[-1] % numbers:
            number = 0
            numbers, size = 1, 4
        infos += gguf_info(name, tuple(tensor.shape), number, place)
        place += -(-(tensor.numel() // numbers * size) // 32) * 32
    notes, count = b"", 0
    if architecture:
        notes = _text("general.architecture") + struct.pack("<I", 8) + _text(architecture)
        count = 1
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), count) + notes + infos
    head += b"\0" * (-len(head) % 32)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + place)
    return path


def gguf_info(name: str, shape: tuple[int, ...], kind: int, place: int) -> bytes:
    """One tensor's entry in a GGUF header."""
    sides = struct.pack(f"<I{len(shape)}Q", len(shape), *shape[::-1])
    return _text(name) + sides + struct.pack("<IQ", kind, place)


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw

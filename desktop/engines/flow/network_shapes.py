"""Networks built from tensors alone: the shapes determine the configs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import torch
import transformers
from diffusers.loaders import single_file_utils
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.autoencoder_kl_flux2 import AutoencoderKLFlux2

from desktop.core.messages import Message
from desktop.engines.torch.whole_modules import refuse_missing

from .int8_linear import take_int8
from .tensor_source import Tensors

CONVERTERS = cast("Any", single_file_utils)
"""diffusers' converters, which are untyped."""
_QWEN_THETA = 1_000_000.0
_GGUF_ENCODER = {
    "token_embd": "embed_tokens",
    "output_norm": "norm",
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
"""llama.cpp's tensor names of a Qwen3 model, mapped to transformers'."""


def qwen3_encoder(tensors: Tensors, what: Message, layers: int = 0) -> Any:
    """Return Qwen3 from its tensors; with `layers` only so many, without the final norm."""
    if "token_embd.weight" in tensors:
        tensors = {_encoder_name(name): tensor for name, tensor in tensors.items()}
    tensors = {name.removeprefix("model."): tensor for name, tensor in tensors.items()}
    vocabulary, width = tensors["embed_tokens.weight"].shape
    head = tensors["layers.0.self_attn.q_norm.weight"].shape[0]
    kept = layers or count(tensors, "layers.")
    config = transformers.Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=tensors["layers.0.mlp.gate_proj.weight"].shape[0],
        num_hidden_layers=kept,
        num_attention_heads=tensors["layers.0.self_attn.q_proj.weight"].shape[0] // head,
        num_key_value_heads=tensors["layers.0.self_attn.k_proj.weight"].shape[0] // head,
        head_dim=head,
        rope_parameters={"rope_type": "default", "rope_theta": _QWEN_THETA},
    )
    wanted = {
        name: tensor
        for name, tensor in tensors.items()
        if not name.startswith(("lm_head.", "output.", "rope_freqs")) and _layer(name) < kept
    }
    with torch.device("meta"):
        model: Any = transformers.Qwen3Model(config)
    model.load_state_dict(wanted, strict=False, assign=True)
    refuse_missing(what, [name for name, value in model.state_dict().items() if value.is_meta])
    if layers:
        model.norm = torch.nn.Identity()
    model.rotary_emb = type(model.rotary_emb)(config=config)
    return model.eval().requires_grad_(False)


def flow_vae(tensors: Tensors, what: Message) -> Any:
    """Return the VAE of FLUX.1 or FLUX.2 from its tensors, under original or diffusers' names."""
    tensors = {_flat(name): tensor for name, tensor in tensors.items()}
    original = any(name.startswith("decoder.up.") for name in tensors)
    inner = (
        "encoder.down.{}.block.0.conv1.weight"
        if original
        else ("encoder.down_blocks.{}.resnets.0.conv1.weight")
    )
    levels = [inner.format(level) for level in range(8) if inner.format(level) in tensors]
    channels = [tensors[name].shape[0] for name in levels]
    stem = inner.format(0).replace("block.0.conv1", "block.{}.conv1")
    stem = stem.replace("resnets.0.conv1", "resnets.{}.conv1")
    config: dict[str, Any] = {
        "block_out_channels": channels,
        "down_block_types": ["DownEncoderBlock2D"] * len(channels),
        "up_block_types": ["UpDecoderBlock2D"] * len(channels),
        "layers_per_block": sum(stem.format(number) in tensors for number in range(8)),
        "latent_channels": tensors["decoder.conv_in.weight"].shape[1],
        "norm_num_groups": min(32, channels[0] // 4),
        "use_quant_conv": "quant_conv.weight" in tensors,
        "use_post_quant_conv": "post_quant_conv.weight" in tensors,
        "sample_size": 1024,
    }
    norm = {name: tensor for name, tensor in tensors.items() if name.startswith("bn.")}
    if original:
        plain = {name: tensor for name, tensor in tensors.items() if name not in norm}
        tensors = CONVERTERS.convert_ldm_vae_checkpoint(plain, config) | norm
    if norm:
        norm.setdefault("bn.num_batches_tracked", torch.zeros((), dtype=torch.int64))
        return filled(AutoencoderKLFlux2, config, tensors | norm, what)
    config |= {"scaling_factor": 0.3611, "shift_factor": 0.1159, "force_upcast": False}
    return filled(AutoencoderKL, config, tensors, what)


def filled(cls: Any, config: Mapping[str, Any], tensors: Tensors, what: Message) -> Any:
    """Return a module of `cls` that owns these tensors. Raises EaselError if one is missing."""
    with torch.device("meta"):
        module = cls.from_config(dict(config))
        take_int8(module, tensors)
    module.load_state_dict(tensors, strict=False, assign=True)
    refuse_missing(what, [name for name, value in module.state_dict().items() if value.is_meta])
    return module.eval().requires_grad_(False)


def count(names: Iterable[str], stem: str) -> int:
    """Return the number of blocks whose names begin with `stem` and a number."""
    pattern = re.compile(re.escape(stem) + r"(\d+)\.")
    return len({match[1] for name in names if (match := pattern.match(name))})


def _layer(name: str) -> int:
    match = re.match(r"layers\.(\d+)\.", name)
    return int(match[1]) if match else -1


def _encoder_name(name: str) -> str:
    parts = name.split(".")
    if parts[0] == "blk":
        return ".".join(["layers", parts[1], _GGUF_ENCODER.get(parts[2], parts[2]), *parts[3:]])
    return ".".join([_GGUF_ENCODER.get(parts[0], parts[0]), *parts[1:]])


def _flat(name: str) -> str:
    """Move FLUX.2's 1x1 convolutions out of encoder and decoder, where the original nests them."""
    name = name.replace("encoder.quant_conv.", "quant_conv.")
    return name.replace("decoder.post_quant_conv.", "post_quant_conv.")

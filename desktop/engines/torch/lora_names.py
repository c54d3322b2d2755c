"""Finds the module that a LoRA file names, in kohya's, diffusers', PEFT's or ComfyUI's way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol, cast

import torch

MODEL_PREFIXES = (
    *("lora_unet_", "lycoris_unet_", "unet_", "model_diffusion_model_", "diffusion_model_"),
    *("base_model_model_", "lycoris_", "transformer_", "lora_transformer_"),
)
_ENCODER_PREFIXES: dict[str, int] = {
    **{"lora_te1_": 0, "lora_te2_": 1, "lora_te_": 0, "lycoris_text_encoder_": 0},
    **{"text_encoder_2_": 1, "text_encoder_": 0, "text_encoders_clip_l_transformer_": 0},
    **{"text_encoders_clip_g_transformer_": 1, "clip_l_transformer_": 0, "clip_g_transformer_": 1},
    **{"cond_stage_model_transformer_": 0},
}
_RESNET = {
    **{"norm1": "in_layers_0", "conv1": "in_layers_2", "time_emb_proj": "emb_layers_1"},
    **{"norm2": "out_layers_0", "conv2": "out_layers_3", "conv_shortcut": "skip_connection"},
}
_OUTER = {
    **{"conv_in": "input_blocks_0_0", "conv_norm_out": "out_0", "conv_out": "out_2"},
    **{"time_embedding.linear_1": "time_embed_0", "time_embedding.linear_2": "time_embed_2"},
    **{"add_embedding.linear_1": "label_emb_0_0", "add_embedding.linear_2": "label_emb_0_2"},
}
_PROCESSOR = re.compile(r"_processor_(to_[qkv]|to_out)$")


class WeightRows(NamedTuple):
    """Rows `start` to `stop` of a module's weight."""

    module: torch.nn.Module
    start: int
    stop: int


class NamedModule(NamedTuple):
    """A module that a file names, and the part of the model that it belongs to."""

    module: torch.nn.Module
    part: str
    """"unet" (a transformer too) or "text_encoder"."""
    pieces: tuple[WeightRows, ...] = ()
    """Where the file's module is several of the model's (fused q, k, v): its rows in order."""


class NamesModules(Protocol):
    """Finds the modules of a model by the names that files give them."""

    def find(self, name: str) -> NamedModule | None:
        """The module called `name` in a file; None where the model has none."""
        ...


class ModuleNames:
    """The modules of a UNet and its text encoders by the names that files give them."""

    def __init__(self, unet: torch.nn.Module, text_encoders: list[torch.nn.Module]) -> None:
        self._unet = named_modules_of(unet)
        self._unet |= {
            other: self._unet[folded(path)]
            for path, _ in _modules(unet)
            for other in _ldm_names(path, unet)
            if folded(path) in self._unet
        }
        self._encoders = [named_modules_of(encoder) for encoder in text_encoders]

    def find(self, name: str) -> NamedModule | None:
        """The module called `name` in a file; None where the model has none."""
        plain = _PROCESSOR.sub(_without_processor, folded(name))
        for prefix, number in _ENCODER_PREFIXES.items():
            if plain.startswith(prefix):
                encoder = self._encoders[min(number, len(self._encoders) - 1)]
                module = encoder.get(plain.removeprefix(prefix))
                if module is not None:
                    return NamedModule(module, "text_encoder")
        for prefix in (*MODEL_PREFIXES, ""):
            if plain.startswith(prefix) and plain.removeprefix(prefix) in self._unet:
                return NamedModule(self._unet[plain.removeprefix(prefix)], "unet")
        return None


def _without_processor(match: re.Match[str]) -> str:
    return f"_{match[1]}_0" if match[1] == "to_out" else f"_{match[1]}"


def folded(name: str) -> str:
    """A module's name as kohya's scripts write it, with `_` for every dot."""
    return re.sub(r"[./]", "_", name).replace("text_model_", "")


def _modules(root: torch.nn.Module) -> Iterator[tuple[str, torch.nn.Module]]:
    return cast("Iterator[tuple[str, torch.nn.Module]]", root.named_modules())


def named_modules_of(root: torch.nn.Module) -> dict[str, torch.nn.Module]:
    """The modules that have a weight of their own."""
    return {
        folded(path): module
        for path, module in _modules(root)
        if isinstance(getattr(module, "weight", None), torch.Tensor)
    }


def _ldm_names(path: str, unet: Any) -> Iterator[str]:
    """The names that the original Stable Diffusion code has for a module of diffusers' UNet."""
    if path in _OUTER:
        yield _OUTER[path]
    per_block = int(unet.config.layers_per_block) if hasattr(unet, "config") else 2
    match = re.fullmatch(
        r"(down_blocks|up_blocks)\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.+)",
        path,
    )
    if match:
        side, block, kind, place, inner = match[1], int(match[2]), match[3], int(match[4]), match[5]
        if kind == "downsamplers":
            yield f"input_blocks_{(block + 1) * (per_block + 1)}_0_op"
        elif kind == "upsamplers":
            attended = bool(getattr(unet.up_blocks[block], "attentions", None))
            number = block * (per_block + 1) + per_block
            yield f"output_blocks_{number}_{2 if attended else 1}_conv"
        else:
            first = side == "down_blocks"
            number = block * (per_block + 1) + place + first
            stem = f"{'input' if first else 'output'}_blocks_{number}_{int(kind == 'attentions')}"
            yield f"{stem}_{_inner(kind, inner)}"
    middle = re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d+)\.(.+)", path)
    if middle:
        number = 1 if middle[1] == "attentions" else 2 * int(middle[2])
        yield f"middle_block_{number}_{_inner(middle[1], middle[3])}"


def _inner(kind: str, name: str) -> str:
    return _RESNET.get(name, folded(name)) if kind == "resnets" else folded(name)

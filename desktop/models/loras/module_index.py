"""Find the module that a LoRA file names, in kohya's, diffusers', PEFT's or ComfyUI's naming."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

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
RESNET = {
    **{"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1"},
    **{"norm2": "out_layers.0", "conv2": "out_layers.3", "conv_shortcut": "skip_connection"},
}
"""The original code's names of a ResNet's modules, by diffusers'."""
OUTER = {
    **{"conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"},
    **{"time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2"},
    **{"add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2"},
}
"""The same of a UNet's modules outside its blocks."""
_PROCESSOR = re.compile(r"_processor_(to_[qkv]|to_out)$")
_PLACED = re.compile(
    r"(down_blocks|up_blocks)\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.+)"
)
_MIDDLE = re.compile(r"mid_block\.(resnets|attentions)\.(\d+)\.(.+)")


class NamedValue(NamedTuple, Generic[T]):
    """The value of a file's name, and its part: "unet" or "text_encoder"."""

    value: T
    part: str


class ModuleIndex(Generic[T]):
    """The modules of a UNet and its text encoders, by their names in LoRA files.

    Both are given by their paths in diffusers' and transformers' naming.
    """

    def __init__(self, unet: Mapping[str, T], text_encoders: Sequence[Mapping[str, T]]) -> None:
        self._unet = {folded(path): value for path, value in unet.items()}
        for other, path in ldm_names(unet):
            self._unet[other] = unet[path]
        self._encoders = [
            {folded(path): value for path, value in encoder.items()} for encoder in text_encoders
        ]

    def find(self, name: str) -> NamedValue[T] | None:
        """Return the module called `name` in a file; None where the model lacks it."""
        plain = _PROCESSOR.sub(_without_processor, folded(name))
        for prefix, number in _ENCODER_PREFIXES.items():
            if plain.startswith(prefix) and self._encoders:
                encoder = self._encoders[min(number, len(self._encoders) - 1)]
                inner = plain.removeprefix(prefix)
                if inner in encoder:
                    return NamedValue(encoder[inner], "text_encoder")
        for prefix in (*MODEL_PREFIXES, ""):
            if plain.startswith(prefix) and plain.removeprefix(prefix) in self._unet:
                return NamedValue(self._unet[plain.removeprefix(prefix)], "unet")
        return None


def folded(name: str) -> str:
    """Return a module's name in kohya's form, with `_` for every dot."""
    return re.sub(r"[./]", "_", name).replace("text_model_", "")


def _without_processor(match: re.Match[str]) -> str:
    return f"_{match[1]}_0" if match[1] == "to_out" else f"_{match[1]}"


def ldm_names(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (the original code's name, folded; the path) of the modules of diffusers' UNet."""
    known = list(paths)
    first = [m for path in known if (m := _PLACED.match(path)) and m[3] == "resnets"]
    down = [int(m[4]) for m in first if m[1] == "down_blocks" and m[2] == "0"]
    per_block = max(down, default=1) + 1
    attended = {
        int(m[2])
        for path in known
        if (m := _PLACED.match(path)) and m[1] == "up_blocks" and m[3] == "attentions"
    }
    for path in known:
        name = _ldm_name(path, per_block, attended)
        if name:
            yield name, path


def _ldm_name(path: str, per_block: int, attended: set[int]) -> str:
    if path in OUTER:
        return folded(OUTER[path])
    middle = _MIDDLE.fullmatch(path)
    if middle:
        number = 1 if middle[1] == "attentions" else 2 * int(middle[2])
        return f"middle_block_{number}_{_inner(middle[1], middle[3])}"
    match = _PLACED.fullmatch(path)
    if not match:
        return ""
    side, block, kind, place, inner = match[1], int(match[2]), match[3], int(match[4]), match[5]
    if kind == "downsamplers":
        return f"input_blocks_{(block + 1) * (per_block + 1)}_0_op"
    if kind == "upsamplers":
        number = block * (per_block + 1) + per_block
        return f"output_blocks_{number}_{2 if block in attended else 1}_conv"
    first = side == "down_blocks"
    number = block * (per_block + 1) + place + first
    stem = f"{'input' if first else 'output'}_blocks_{number}_{int(kind == 'attentions')}"
    return f"{stem}_{_inner(kind, inner)}"


def _inner(kind: str, name: str) -> str:
    return folded(RESNET.get(name, name) if kind == "resnets" else name)

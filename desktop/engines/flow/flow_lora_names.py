"""Lookup of a flow transformer's modules by their names in LoRA files.

diffusers, PEFT and kohya name the modules of diffusers; ComfyUI and the models' own code have other
names, with q, k and v in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import torch

from desktop.engines.torch.lora_names import NamedModule, WeightRows, named_modules_of
from desktop.models.loras.module_index import MODEL_PREFIXES, folded

_SAME = (
    (r"transformer_blocks_(\d+)_attn_to_out_0", r"double_blocks_\1_img_attn_proj"),
    (r"transformer_blocks_(\d+)_attn_to_add_out", r"double_blocks_\1_txt_attn_proj"),
    (r"transformer_blocks_(\d+)_attn_norm_([qk])", r"double_blocks_\1_img_attn_norm_\2"),
    (r"transformer_blocks_(\d+)_ff_linear_in", r"double_blocks_\1_img_mlp_0"),
    (r"transformer_blocks_(\d+)_ff_linear_out", r"double_blocks_\1_img_mlp_2"),
    (r"transformer_blocks_(\d+)_ff_context_linear_in", r"double_blocks_\1_txt_mlp_0"),
    (r"transformer_blocks_(\d+)_ff_context_linear_out", r"double_blocks_\1_txt_mlp_2"),
    (r"single_transformer_blocks_(\d+)_attn_to_qkv_mlp_proj", r"single_blocks_\1_linear1"),
    (r"single_transformer_blocks_(\d+)_attn_to_out", r"single_blocks_\1_linear2"),
    (r"x_embedder", "img_in"),
    (r"context_embedder", "txt_in"),
    (r"time_guidance_embed_timestep_embedder_linear_1", "time_in_in_layer"),
    (r"time_guidance_embed_timestep_embedder_linear_2", "time_in_out_layer"),
    (r"(\w+_stream_modulation\w*)_linear", r"\1_lin"),
    (r"proj_out", "final_layer_linear"),
    (r"all_final_layer_2-1_(\w+)", r"final_layer_\1"),
    (r"all_x_embedder_2-1", "x_embedder"),
    (r"(\w*layers_\d+|\w+_refiner_\d+)_attention_to_out_0", r"\1_attention_out"),
    (r"(\w*layers_\d+|\w+_refiner_\d+)_attention_to_out_0", r"\1_attention_to_out"),
)
"""Pairs of a module's name in diffusers, and another name for it."""
_QKV, _ADDED = ("to_q", "to_k", "to_v"), ("add_q_proj", "add_k_proj", "add_v_proj")
_FUSED = (
    (r"transformer_blocks_(\d+)_attn_to_q", _QKV, "double_blocks_{}_img_attn_qkv"),
    (r"transformer_blocks_(\d+)_attn_to_q", _QKV, "transformer_blocks_{}_attn_to_qkv"),
    (r"transformer_blocks_(\d+)_attn_add_q_proj", _ADDED, "double_blocks_{}_txt_attn_qkv"),
    (
        r"transformer_blocks_(\d+)_attn_add_q_proj",
        _ADDED,
        "transformer_blocks_{}_attn_to_added_qkv",
    ),
    (r"(layers_\d+|\w+_refiner_\d+)_attention_to_q", _QKV, "{}_attention_qkv"),
)
"""First of three diffusers modules, their suffixes, and the name of the fused one elsewhere."""
_SWAPPED = ("norm_out_linear", "final_layer_adaLN_modulation_1")
"""The original code has shift before scale, diffusers has scale before shift."""


class FlowModuleNames:
    """See NamesModules."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        self._known = named_modules_of(transformer)
        self._pieces = dict(_pieces_of(self._known))
        self._known |= {
            other: module
            for name, module in list(self._known.items())
            for other in _other_names(name)
            if other not in self._known
        }

    def find(self, name: str) -> NamedModule | None:
        """See NamesModules."""
        plain = folded(name)
        for prefix in (*MODEL_PREFIXES, ""):
            if not plain.startswith(prefix):
                continue
            inner = plain.removeprefix(prefix)
            pieces = self._pieces.get(inner)
            if pieces is not None:
                return NamedModule(pieces[0].module, "unet", pieces)
            if inner in self._known:
                return NamedModule(self._known[inner], "unet")
        return None


def _other_names(name: str) -> Iterator[str]:
    for pattern, other in _SAME:
        match = re.fullmatch(pattern, name)
        if match is not None:
            yield match.expand(other)


def _pieces_of(known: dict[str, Any]) -> Iterator[tuple[str, tuple[WeightRows, ...]]]:
    """Yield the fused modules of files: name, and rows of the model's modules."""
    for name, module in known.items():
        for pattern, words, fused in _FUSED:
            match = re.fullmatch(pattern, name)
            if match is not None:
                stem = name.removesuffix(words[0])
                three = [known[stem + word] for word in words]
                yield (
                    fused.format(match[1]),
                    tuple(WeightRows(one, 0, one.weight.shape[0]) for one in three),
                )
        if name == _SWAPPED[0]:
            rows = module.weight.shape[0]
            half = rows // 2
            yield _SWAPPED[1], (WeightRows(module, half, rows), WeightRows(module, 0, half))

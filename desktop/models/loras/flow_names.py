"""The names of a flow transformer's modules: diffusers', and those of the models' own code, which
ComfyUI uses too and which has q, k and v in one.

Names are folded (`_` for every dot). `{n}` stands for a number, `{block}` for a block of Z-Image,
`{words}` for the rest of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from .module_index import folded
from .weight_shapes import Weights

_SAME = (
    ("transformer_blocks_{n}_attn_to_out_0", "double_blocks_{n}_img_attn_proj"),
    ("transformer_blocks_{n}_attn_to_add_out", "double_blocks_{n}_txt_attn_proj"),
    ("transformer_blocks_{n}_attn_norm_{words}", "double_blocks_{n}_img_attn_norm_{words}"),
    ("transformer_blocks_{n}_ff_linear_in", "double_blocks_{n}_img_mlp_0"),
    ("transformer_blocks_{n}_ff_linear_out", "double_blocks_{n}_img_mlp_2"),
    ("transformer_blocks_{n}_ff_context_linear_in", "double_blocks_{n}_txt_mlp_0"),
    ("transformer_blocks_{n}_ff_context_linear_out", "double_blocks_{n}_txt_mlp_2"),
    ("single_transformer_blocks_{n}_attn_to_qkv_mlp_proj", "single_blocks_{n}_linear1"),
    ("single_transformer_blocks_{n}_attn_to_out", "single_blocks_{n}_linear2"),
    ("x_embedder", "img_in"),
    ("context_embedder", "txt_in"),
    ("time_guidance_embed_timestep_embedder_linear_1", "time_in_in_layer"),
    ("time_guidance_embed_timestep_embedder_linear_2", "time_in_out_layer"),
    ("double_stream_modulation_{words}_linear", "double_stream_modulation_{words}_lin"),
    ("single_stream_modulation_linear", "single_stream_modulation_lin"),
    ("proj_out", "final_layer_linear"),
    ("all_final_layer_2-1_{words}", "final_layer_{words}"),
    ("all_x_embedder_2-1", "x_embedder"),
    ("{block}_attention_to_out_0", "{block}_attention_out"),
    ("{block}_attention_to_out_0", "{block}_attention_to_out"),
    ("{block}_attention_norm_q", "{block}_attention_q_norm"),
    ("{block}_attention_norm_k", "{block}_attention_k_norm"),
)
"""Pairs of a module's name in diffusers, and another name for it."""
_QKV, _ADDED = ("to_q", "to_k", "to_v"), ("add_q_proj", "add_k_proj", "add_v_proj")
_FUSED = (
    ("transformer_blocks_{n}_attn_", _QKV, "double_blocks_{n}_img_attn_qkv"),
    ("transformer_blocks_{n}_attn_", _QKV, "transformer_blocks_{n}_attn_to_qkv"),
    ("transformer_blocks_{n}_attn_", _ADDED, "double_blocks_{n}_txt_attn_qkv"),
    ("transformer_blocks_{n}_attn_", _ADDED, "transformer_blocks_{n}_attn_to_added_qkv"),
    ("{block}_attention_", _QKV, "{block}_attention_qkv"),
)
"""The stem of three modules in diffusers, their endings, and the fused one's name elsewhere."""
SWAPPED = ("norm_out_linear", "final_layer_adaLN_modulation_1")
"""The original code has shift before scale, diffusers has scale before shift."""
_HOLES = {
    **{"n": r"(?P<n>\d+)", "words": r"(?P<words>\w+)"},
    "block": r"(?P<block>\w*layers_\d+|\w+_refiner_\d+)",
}


def other_names(name: str) -> Iterator[str]:
    """Yield the other names of a module called `name` in diffusers."""
    for ours, theirs in _SAME:
        found = _renamed(name, ours, theirs)
        if found:
            yield found


def fused_names(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the fused modules of which `name` is the first in diffusers: their name elsewhere, and
    the names of all three in diffusers.
    """
    for stem, endings, fused in _FUSED:
        found = _renamed(name, stem + endings[0], fused)
        if found:
            yield found, tuple(name.removesuffix(endings[0]) + ending for ending in endings)


def with_all_names(modules: Mapping[str, Weights]) -> dict[str, Weights]:
    """Return a transformer's modules, in either naming, under all names that LoRA files use."""
    known = {folded(path): weights for path, weights in modules.items()}
    for name, weights in list(known.items()):
        for ours, part in _in_diffusers(name, weights):
            known.setdefault(ours, part)
    for name, weights in list(known.items()):
        for other in other_names(name):
            known.setdefault(other, weights)
        for fused, parts in fused_names(name):
            if all(part in known for part in parts):
                rows = sum(known[part].weight[0] for part in parts)
                known.setdefault(fused, Weights((rows, *weights.weight[1:])))
    if SWAPPED[0] in known:
        known.setdefault(SWAPPED[1], known[SWAPPED[0]])
    return known


def _in_diffusers(name: str, weights: Weights) -> Iterator[tuple[str, Weights]]:
    """Yield the modules of diffusers that the original code's module `name` is or holds."""
    for ours, theirs in (*_SAME, SWAPPED):
        found = _renamed(name, theirs, ours)
        if found:
            yield found, weights
    for stem, endings, fused in _FUSED:
        found = _renamed(name, fused, stem)
        if found:
            third = Weights((weights.weight[0] // 3, *weights.weight[1:]))
            for ending in endings:
                yield found + ending, third


def _renamed(name: str, pattern: str, other: str) -> str:
    match = _compiled(pattern).fullmatch(name)
    return other.format(**match.groupdict()) if match else ""


@lru_cache(maxsize=256)
def _compiled(template: str) -> re.Pattern[str]:
    pieces = re.split(r"\{(\w+)\}", template)
    return re.compile(
        "".join(_HOLES[piece] if k % 2 else re.escape(piece) for k, piece in enumerate(pieces))
    )

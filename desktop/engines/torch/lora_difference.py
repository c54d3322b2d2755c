"""Weight differences of each kind of LoRA: LoRA, LoCon, LoHa, LoKr, DoRA, OFT, GLoRA, IA3, norms.

The formulas are those of the papers (LoRA 2021, LyCORIS 2023, DoRA 2024, BOFT 2023) in the layout
in which kohya's scripts, LyCORIS and PEFT save them. Everything is computed in float32.
"""

from __future__ import annotations

from typing import cast

import msgspec
import torch

from .lora_file import LoraModule

MISFITS = (RuntimeError, ValueError, KeyError, IndexError)
"""Errors of `weight_difference` and `bias_difference` for shapes that don't fit."""


class LowRank(msgspec.Struct, frozen=True):
    """Factors whose product is the difference: `up` (out, r, ...), `down` (r, in, ...).

    `up` is already scaled; `mid` (r, r, k, k), if present, is between the two.
    """

    up: torch.Tensor
    down: torch.Tensor
    mid: torch.Tensor | None = None


def low_rank(module: LoraModule) -> LowRank | None:
    """Return the factors of a plain LoRA or LoCon; None for all other kinds, and damaged ones."""
    parts = module.tensors
    if not {"up", "down"} <= parts.keys() or "dora_scale" in parts:
        return None
    up, down, alpha = parts["up"], parts["down"], parts.get("alpha")
    if min(up.ndim, down.ndim) < 2 or (alpha is not None and alpha.numel() != 1):
        return None
    return LowRank(
        up.float() * _scale(module, down.shape[0]),
        down.float(),
        parts["mid"].float() if "mid" in parts else None,
    )


def whole_weight(module: torch.nn.Module) -> torch.Tensor:
    """Return the module's float32 weight; int8 rows are multiplied by their scales."""
    weight = cast("torch.Tensor", module.weight)
    scale = getattr(module, "weight_scale", None)
    if weight.is_floating_point() or not isinstance(scale, torch.Tensor):
        return weight.data.float()
    return weight.float() * scale.float().reshape(-1, *[1] * (weight.ndim - 1))


def fits(pair: LowRank, module: torch.nn.Module) -> bool:
    """Return whether the factors' product has the shape of the module's weight."""
    weight = cast("torch.Tensor", module.weight)
    rank = pair.down.shape[0]
    inner = pair.down.flatten(1).shape[1] * (1 if pair.mid is None else _area(weight))
    up = pair.up.flatten(1)
    known = isinstance(module, torch.nn.Conv2d) or hasattr(module, "in_features")
    outer = weight.shape[0] == up.shape[0] and up.shape[1] == rank
    return known and outer and inner == weight.flatten(1).shape[1]


def _area(weight: torch.Tensor) -> int:
    return int(weight.shape[2] * weight.shape[3]) if weight.ndim == 4 else 1


def module_difference(
    part: LoraModule, module: torch.nn.Module, strength: float
) -> tuple[torch.Tensor | None, torch.Tensor | None] | None:
    """Return `strength` times the differences for the weight and the bias of `module`, float32.

    Either is None where `part` leaves it alone; there are none at all where its shapes don't fit,
    or its kind is unknown.
    """
    pair = low_rank(part)
    if pair is not None and not fits(pair, module):
        return None
    try:
        added = weight_difference(part, whole_weight(module), strength)
        more = bias_difference(part, strength)
    except MISFITS:
        return None
    bias = getattr(module, "bias", None)
    if more is not None and (bias is None or bias.shape != more.shape):
        return None
    return added, more


def weight_difference(
    module: LoraModule, weight: torch.Tensor, strength: float
) -> torch.Tensor | None:
    """Return `strength` times the difference for `weight`, float32; None if there is none.

    Raises ValueError where shapes don't fit or the kind is unknown.
    """
    parts = {name: tensor.float().to(weight.device) for name, tensor in module.tensors.items()}
    if "ia3" in parts:
        return strength * weight * _ia3_factor(parts, weight)
    if "oft_blocks" in parts:
        return _oft(parts, weight, strength)
    if "diff" in parts or "w_norm" in parts:
        return strength * parts.get("diff", parts.get("w_norm", weight)).reshape(weight.shape)
    if {"diff_b", "b_norm"} & parts.keys():
        return None
    plain = _plain_difference(module, parts, weight)
    if "dora_scale" in parts:
        return strength * (_decomposed(weight + plain, parts["dora_scale"]) - weight)
    return strength * plain


def bias_difference(module: LoraModule, strength: float) -> torch.Tensor | None:
    """Return `strength` times the difference for the bias; None if there is none."""
    for role in ("diff_b", "b_norm", "bias"):
        if role in module.tensors:
            return strength * module.tensors[role].float().reshape(-1)
    return None


def _plain_difference(
    module: LoraModule, parts: dict[str, torch.Tensor], weight: torch.Tensor
) -> torch.Tensor:
    if "hada_w1_a" in parts:
        return _loha(module, parts).reshape(weight.shape)
    if any(name.startswith("lokr_") for name in parts):
        return _lokr(module, parts).reshape(weight.shape)
    if "a1" in parts:
        return _glora(module, parts, weight)
    if {"up", "down"} <= parts.keys():
        up, down = parts["up"], parts["down"]
        scale = _scale(module, down.shape[0])
        if "mid" in parts:
            return (scale * _tucker(parts["mid"], up.flatten(1).T, down.flatten(1))).reshape(
                weight.shape
            )
        return (scale * (up.flatten(1) @ down.flatten(1))).reshape(weight.shape)
    raise ValueError(f"unknown kind: {sorted(parts)}")


def _scale(module: LoraModule, rank: int | None) -> float:
    """Return alpha / rank, 1 without alpha."""
    alpha = module.tensors.get("alpha")
    if alpha is None:
        return 1.0 if module.scale is None else module.scale
    return float(alpha) / rank if rank else 1.0


def _tucker(core: torch.Tensor, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Return the Tucker product (p, r, ...): `core` (i, j, ...), `left` (i, p), `right` (j, r)."""
    return torch.einsum("ij...,ip,jr->pr...", core, left, right)


def _loha(module: LoraModule, parts: dict[str, torch.Tensor]) -> torch.Tensor:
    sides = [
        _tucker(parts[f"hada_t{n}"], parts[f"hada_w{n}_a"], parts[f"hada_w{n}_b"])
        if f"hada_t{n}" in parts
        else parts[f"hada_w{n}_a"] @ parts[f"hada_w{n}_b"]
        for n in (1, 2)
    ]
    return sides[0] * sides[1] * _scale(module, parts["hada_w1_b"].shape[0])


def _lokr(module: LoraModule, parts: dict[str, torch.Tensor]) -> torch.Tensor:
    rank: int | None = None
    first, second = parts.get("lokr_w1"), parts.get("lokr_w2")
    if first is None:
        rank = parts["lokr_w1_b"].shape[0]
        first = parts["lokr_w1_a"] @ parts["lokr_w1_b"]
    if second is None:
        left, right = parts["lokr_w2_a"], parts["lokr_w2_b"]
        rank = right.shape[0]
        second = (
            _tucker(parts["lokr_t2"], left, right)
            if "lokr_t2" in parts
            else (left @ right.flatten(1)).reshape(left.shape[0], *right.shape[1:])
        )
    while first.ndim < second.ndim:
        first = first.unsqueeze(-1)
    return torch.kron(first, second.contiguous()) * _scale(module, rank)


def _glora(
    module: LoraModule, parts: dict[str, torch.Tensor], weight: torch.Tensor
) -> torch.Tensor:
    a1, a2, b1, b2 = (parts[name].flatten(1) for name in ("a1", "a2", "b1", "b2"))
    flat = weight.flatten(1)
    if a1.shape[0] == a2.shape[1] == b1.shape[0] == b2.shape[1] and a2.shape[0] == flat.shape[1]:
        return (b2 @ b1 + flat @ a2 @ a1).reshape(weight.shape) * _scale(module, a1.shape[0])
    mixed = torch.einsum("oi...,ij,jk->ok...", weight, a1, a2)
    return (mixed + (b1 @ b2).reshape(weight.shape)) * _scale(module, a2.shape[0])


def _ia3_factor(parts: dict[str, torch.Tensor], weight: torch.Tensor) -> torch.Tensor:
    """Return one factor for each input (or output) of the weight."""
    rest = [1] * (weight.ndim - 2)
    side = (1, -1) if bool(parts["on_input"]) else (-1, 1)
    return parts["ia3"].reshape(*side, *rest)


def _decomposed(weight: torch.Tensor, magnitude: torch.Tensor) -> torch.Tensor:
    """Return DoRA's `weight`: each row's (or column's) norm replaced by the learned one."""
    on_output = magnitude.numel() == weight.shape[0] and magnitude.shape[0] == weight.shape[0]
    kept = 0 if on_output else 1
    sides = [side for side in range(weight.ndim) if side != kept]
    norm = weight.pow(2).sum(dim=sides, keepdim=True).sqrt()
    shape = [1] * weight.ndim
    shape[kept] = -1
    return weight * (magnitude.reshape(shape) / (norm + torch.finfo(weight.dtype).eps))


def _oft(parts: dict[str, torch.Tensor], weight: torch.Tensor, strength: float) -> torch.Tensor:
    """Apply orthogonal fine-tuning: Cayley rotations of blocks of rows; if 4-D, butterflies."""
    blocks = parts["oft_blocks"]
    constraint = float(parts["alpha"]) if "alpha" in parts else 0.0
    skew = blocks - blocks.transpose(-1, -2)
    size = blocks.shape[-1]
    if constraint > 0:
        # torch leaves `norm` without types
        norm = cast("torch.Tensor", skew.norm()) + 1e-8  # pyright: ignore[reportUnknownMemberType]
        skew = skew * min(constraint / float(norm), 1.0)
    one = torch.eye(size, device=weight.device)
    turned = (one + skew) @ torch.inverse(one - skew)
    mixed = strength * turned + (1 - strength) * one
    if blocks.ndim == 3:
        rows = weight.reshape(blocks.shape[0], size, *weight.shape[1:])
        result = torch.einsum("knm,kn...->km...", mixed, rows).reshape(weight.shape)
    else:
        result = _butterfly(mixed, weight)
    if "rescale" in parts:
        rescale = parts["rescale"].reshape(-1, *[1] * (weight.ndim - 1))
        result = result * (1 + strength * (rescale - 1))
    return result - weight


def _butterfly(blocks: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    size = blocks.shape[-1]
    result = weight
    for level in range(blocks.shape[0]):
        stride = 2**level * (size // 2)
        result = torch.unflatten(result, 0, (-1, 2, stride)).transpose(1, 2).flatten(0, 2)
        groups = torch.unflatten(result, 0, (-1, size))
        result = torch.einsum("bij,bj...->bi...", blocks[level], groups).flatten(0, 1)
        result = torch.unflatten(result, 0, (-1, stride, 2)).transpose(1, 2).flatten(0, 2)
    return result

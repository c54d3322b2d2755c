"""A Core ML UNet as the UNet of a stock diffusers pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from diffusers.configuration_utils import FrozenDict
from diffusers.models.unets.unet_2d_condition import UNet2DConditionOutput
from torch import Tensor, nn

from desktop.core.errors import BadInput
from desktop.models.bundles.assemble import XL, Bundle
from desktop.models.bundles.bundle_part import BundlePart
from desktop.models.bundles.roles import ROLE_WORDS

from .arrays import array, fitted, groups_of, padded
from .part_cache import PartCache

TAKES_OVER_BELOW = 200.0
"""Timestep (of 1000) where the refiner takes over: a fifth, as Apple and SDXL's makers have it."""

_AESTHETIC_SCORE, _NEGATIVE_AESTHETIC_SCORE = 6.0, 2.5


def refines(bundle: Bundle, timestep: Tensor | float) -> bool:
    """Return whether the refiner that came with a base model evaluates `timestep`."""
    if bundle.family == "sdxl_refiner" or not bundle.unet_parts("refiner"):
        return False
    return float(torch.as_tensor(timestep).max()) < TAKES_OVER_BELOW


def for_refiner(
    states: Tensor, added: Mapping[str, Tensor], width: int
) -> tuple[Tensor, dict[str, Tensor]]:
    """Return the base model's text states (B, T, C) and conditions in the refiner's form.

    The refiner uses the second text encoder only (the last `width` of C), and an aesthetic score in
    place of the target size. Of two rows the first is the negative prompt's.
    """
    ids = added["time_ids"]
    scores = torch.full((ids.shape[0], 1), _AESTHETIC_SCORE, dtype=ids.dtype)
    if ids.shape[0] > 1:
        scores[: ids.shape[0] // 2] = _NEGATIVE_AESTHETIC_SCORE
    return states[..., -width:], dict(added) | {"time_ids": torch.cat([ids[:, :4], scores], dim=1)}


_TIME_WIDTH = 256
"""Embedding width of each of SDXL's `time_ids`, from which their number is derived."""


class CoreMLModule(nn.Module):
    """A module without weights of its own, on the CPU in float32 for the pipelines."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        self.config = FrozenDict(config)
        # Empty, but diffusers asks a module's parameters for dtype and device.
        self.nothing = nn.Parameter(torch.zeros(0), requires_grad=False)

    @property
    def dtype(self) -> torch.dtype:
        """dtype of inputs and outputs; Core ML casts by itself."""
        return torch.float32

    @property
    def device(self) -> torch.device:
        """Device of inputs and outputs."""
        return torch.device("cpu")


class CoreMLUNet(CoreMLModule):
    """The UNet's Core ML models, called with the batch they were converted for.

    A batch of 1 is called once for each row; with a fixed batch of 2 a single row is doubled.
    """

    def __init__(self, bundle: Bundle, part_cache: PartCache) -> None:
        super().__init__(_config(bundle))
        self._bundle, self._part_cache = bundle, part_cache
        pooled = bundle.any_unet.input("text_embeds")
        ids = bundle.any_unet.input("time_ids")
        if pooled is not None and ids is not None:
            count = _rows(ids.shape, bundle.batch)
            width = count * _TIME_WIDTH + pooled.shape[-1]
            self.add_embedding = SimpleNamespace(linear_1=SimpleNamespace(in_features=width))

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor | float,
        encoder_hidden_states: Tensor,
        *_: object,
        added_cond_kwargs: Mapping[str, Tensor] | None = None,
        down_block_additional_residuals: Sequence[Tensor] | None = None,
        mid_block_additional_residual: Tensor | None = None,
        return_dict: bool = True,
        **__: object,
    ) -> Any:
        """Predict as diffusers' UNet: `sample` (B, 4, h, w), `encoder_hidden_states` (B, T, C)."""
        residuals: list[Tensor] = list(down_block_additional_residuals or ())
        if mid_block_additional_residual is not None:
            residuals.append(mid_block_additional_residual)
        refines_now = refines(self._bundle, timestep)
        base = "refiner" if refines_now else self._base(bool(residuals))
        parts = self._bundle.unet_parts(base)
        added = added_cond_kwargs or {}
        if refines_now:
            width = _width(parts[0])
            encoder_hidden_states, added = for_refiner(encoder_hidden_states, added, width)
        rows = Rows(self._bundle, parts[0], sample, timestep, encoder_hidden_states, added)
        results: list[Tensor] = []
        for start, stop in groups_of(sample.shape[0], rows.batch):
            inputs = rows.inputs(start, stop)
            if base == "control_unet":
                inputs |= _residuals(parts, residuals, start, stop, rows.batch)
            words = ROLE_WORDS["refiner" if refines_now else "unet"]
            outputs = self._part_cache.run(base, words, parts, inputs)
            noise = next(iter(outputs.values())) if len(outputs) == 1 else outputs["noise_pred"]
            results.append(torch.asarray(noise)[: stop - start])
        result = results[0] if len(results) == 1 else torch.cat(results)
        return UNet2DConditionOutput(sample=result) if return_dict else (result,)

    def _base(self, controlled: bool) -> str:
        if controlled:
            return "control_unet"
        bundle = self._bundle
        return next(base for base in ("unet", "control_unet", "refiner") if bundle.unet_parts(base))


class Rows:
    """Inputs of one UNet call, split and padded to the batch of `part`."""

    def __init__(
        self,
        bundle: Bundle,
        part: BundlePart,
        sample: Tensor,
        timestep: Tensor | float,
        states: Tensor,
        added: Mapping[str, Tensor],
    ) -> None:
        wanted = (bundle.height // bundle.vae_factor, bundle.width // bundle.vae_factor)
        if tuple(sample.shape[-2:]) != wanted:
            raise BadInput(
                "This model was converted for {width} x {height} pixels and makes no other size.",
                width=bundle.width,
                height=bundle.height,
            )
        self._part = part
        feature = part.input("sample")
        self.batch = feature.shape[0] if feature is not None else bundle.batch
        self._sample = array(sample)
        times = torch.as_tensor(timestep, dtype=torch.float32).reshape(-1)
        self._times = array(times.expand(sample.shape[0]) if times.numel() == 1 else times)
        text = states[:, : bundle.tokens].permute(0, 2, 1).unsqueeze(2)
        self._states = array(text)
        self._added = {name: array(value) for name, value in added.items()}

    def inputs(self, start: int, stop: int) -> dict[str, np.ndarray]:
        """Return the rows `start` to `stop` in the Core ML model's form."""
        batch = self.batch
        inputs = {
            "sample": padded(self._sample[start:stop], batch),
            "timestep": padded(self._times[start:stop], batch),
            "encoder_hidden_states": padded(self._states[start:stop], batch),
        }
        for name, value in self._added.items():
            feature = self._part.input(name)
            if feature is not None:
                inputs[name] = fitted(padded(value[start:stop], batch), feature.shape, name)
        return inputs


def _width(part: BundlePart) -> int:
    """Return the width of the text states that a UNet takes."""
    feature = part.input("encoder_hidden_states")
    return feature.shape[1] if feature is not None else 0


def _rows(shape: tuple[int, ...], batch: int) -> int:
    """Return the number of `time_ids` per row, declared as (2, 6) or as (12,)."""
    return shape[-1] if len(shape) == 2 else shape[0] // max(batch, 1)


def _residuals(
    parts: Sequence[BundlePart], residuals: Sequence[Tensor], start: int, stop: int, batch: int
) -> dict[str, np.ndarray]:
    """Return the ControlNets' residuals by Core ML's names; zeros where no ControlNet acts."""
    features = [
        feature
        for part in parts
        for feature in part.inputs
        if feature.name.startswith("additional_residual_")
    ]
    if residuals and len(features) != len(residuals):
        raise BadInput("The ControlNet was made for another family of models.")
    inputs: dict[str, np.ndarray] = {}
    for feature in features:
        number = int(feature.name.rpartition("_")[2])
        if residuals:
            inputs[feature.name] = padded(array(residuals[number][start:stop]), batch)
        else:
            inputs[feature.name] = np.zeros(feature.shape, np.float32)
    return inputs


def _config(bundle: Bundle) -> dict[str, Any]:
    xl = bundle.family in XL
    return {
        "_class_name": "UNet2DConditionModel",
        "in_channels": 4,
        "out_channels": 4,
        "sample_size": max(bundle.width, bundle.height) // bundle.vae_factor,
        "cross_attention_dim": bundle.text_width,
        "time_cond_proj_dim": None,
        "addition_embed_type": "text_time" if xl else None,
        "addition_time_embed_dim": _TIME_WIDTH if xl else None,
        "encoder_hid_dim_type": None,
    }

"""Core ML ControlNets as the ControlNets of a stock diffusers pipeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import ControlNetUse, GenerationRequest
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput, prepared_image
from desktop.models.bundles.assemble import Bundle
from desktop.models.bundles.bundle_part import BundlePart

from .arrays import array, groups_of, padded
from .coreml_unet import CoreMLModule, Rows
from .part_cache import PartCache


class CoreMLControlNet(CoreMLModule):
    """One converted ControlNet; outputs the residuals for the controlled UNet."""

    def __init__(self, name: str, part: BundlePart, bundle: Bundle, part_cache: PartCache) -> None:
        super().__init__(
            {"global_pool_conditions": False, "cross_attention_dim": bundle.text_width}
        )
        self._name, self._part, self._bundle, self._part_cache = name, part, bundle, part_cache

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor | float,
        encoder_hidden_states: Tensor,
        controlnet_cond: Tensor,
        conditioning_scale: float = 1.0,
        added_cond_kwargs: Mapping[str, Tensor] | None = None,
        **_: object,
    ) -> tuple[list[Tensor], Tensor]:
        """Return the down and middle residuals; `controlnet_cond` is (B, 3, H, W) in 0..1."""
        added = added_cond_kwargs or {}
        rows = Rows(self._bundle, self._part, sample, timestep, encoder_hidden_states, added)
        pictures = array(controlnet_cond)
        batch = rows.batch
        found: list[list[Tensor]] = []
        for start, stop in groups_of(sample.shape[0], batch):
            inputs = rows.inputs(start, stop)
            inputs["controlnet_cond"] = padded(pictures[start:stop], batch)
            words = Message("ControlNet {name}", name=self._name)
            outputs = self._part_cache.run("control_unet", words, [self._part], inputs)
            names = sorted(outputs, key=lambda name: int(name.rpartition("_")[2]))
            found.append([torch.asarray(outputs[name])[: stop - start] for name in names])
        residuals = [torch.cat(one) * conditioning_scale for one in zip(*found, strict=True)]
        return residuals[:-1], residuals[-1]


class CoreMLControlNetLoader:
    """Finder of the requested ControlNets among those converted with the model."""

    def __init__(self, bundle: Bundle, part_cache: PartCache) -> None:
        self._bundle, self._part_cache = bundle, part_cache

    def prepare(
        self, request: GenerationRequest, report: Callable[[Message], None] = lambda _: None
    ) -> ControlNetInput | None:
        """Return the ControlNets of `request`, None without any; the part cache reports loading.

        Raises BadInput.
        """
        del report
        uses = request.controlnets
        if not uses:
            return None
        if not self._bundle.unet_parts("control_unet"):
            raise BadInput("This model’s UNet was converted without support for ControlNets.")
        nets = tuple(self._net(use) for use in uses)
        images = tuple(prepared_image(use, request.width, request.height) for use in uses)
        return ControlNetInput(uses, nets, images)

    def _net(self, use: ControlNetUse) -> Any:
        wanted = {_plain(use.name), _plain(Path(use.path).stem)}
        for name, part in self._bundle.controlnets.items():
            if _plain(name) in wanted or str(part.path) == use.path:
                return CoreMLControlNet(name, part, self._bundle, self._part_cache)
        there = tuple(self._bundle.controlnets) or Message("none")
        raise BadInput(
            "There is no converted ControlNet “{name}” beside this model; there are: {there}.",
            name=use.name,
            there=there,
        )


def _plain(name: str) -> str:
    """Return the name in the form of Apple's packages, compiled folders and command line."""
    name = name.removeprefix("ControlNet_")
    return "".join(letter for letter in name.lower() if letter.isalnum())

"""LoRAs of every kind on a loaded model, applied and removed without a reload.

Plain ones (LoRA, LoCon) act beside their module, all of one module as one pair of factors; other
kinds are added to the weight, of which a copy is kept, or also act beside it if it is int8. Either
way the output is that of a module with the weight W + dW.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import torch

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.models.loras.lora_fit import another_family, left_out, modules_of

from .lora_beside import ActsBeside, Beside
from .lora_difference import (
    MISFITS,
    LowRank,
    fits,
    low_rank,
    module_difference,
    weight_difference,
    whole_weight,
)
from .lora_file import LoraFile, LoraModule, read_lora
from .lora_names import ModuleNames, NamedModule, NamesModules, WeightRows


class _Kept(msgspec.Struct):
    """A module's own weight and bias before other kinds of LoRA were added."""

    weight: torch.Tensor | None
    bias: torch.Tensor | None


class ModelLoras:
    """The LoRAs of one model; `notices` lists what can't be applied of the files in effect.

    `names` finds its modules; it is called again after `forget`.
    """

    def __init__(self, names: Callable[[], NamesModules]) -> None:
        self._find, self._names = names, None
        self._files: dict[str, LoraFile] = {}
        self._kept: dict[torch.nn.Module, _Kept] = {}
        self._hooks: list[Any] = []
        self.notices: tuple[Message, ...] = ()

    _names: NamesModules | None

    def apply(self, uses: Sequence[LoraUse], read: Callable[[LoraUse], None]) -> None:
        """Make `uses` the LoRAs in effect; `read` is called before each file is read.

        Raises BadInput for files of which nothing fits, leaving the bare model.
        """
        self.remove()
        self._files = {use.path: self._files[use.path] for use in uses if use.path in self._files}
        factors: Beside = {}
        notices: list[Message] = []
        self._names = names = self._names or self._find()
        try:
            for use in uses:
                if use.path not in self._files:
                    read(use)
                    self._files[use.path] = read_lora(Path(use.path), use.name)
                notices += self._add(use, self._files[use.path], factors, names)
        except BaseException:
            self.remove()
            raise
        for module, found in factors.items():
            self._hooks.append(module.register_forward_hook(ActsBeside(module, found)))
        self.notices = tuple(notices)

    def forget(self) -> None:
        """Drop all references to a model that is being released; no weight is restored."""
        self._names = None
        self._hooks.clear()
        self._kept.clear()

    def remove(self) -> None:
        """Restore the bare model, bit for bit."""
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()
        for module, kept in self._kept.items():
            for name, value in (("weight", kept.weight), ("bias", kept.bias)):
                if value is not None:
                    parameter = cast("torch.nn.Parameter", getattr(module, name))
                    parameter.data = value.to(parameter.device, parameter.dtype)
        self._kept.clear()
        self.notices = ()

    def _add(
        self,
        use: LoraUse,
        file: LoraFile,
        factors: Beside,
        names: NamesModules,
    ) -> list[Message]:
        misfits: list[str] = []
        strangers: list[str] = []
        for part in file.modules:
            found = names.find(part.name)
            on_text = found is not None and found.part == "text_encoder"
            strength = use.weight_for_text if on_text else use.weight
            if found is None:
                strangers.append(part.name)
            elif not self._put_on(found, part, strength, factors):
                misfits.append(part.name)
        known = len(file.modules) - len(strangers)
        missing = [*strangers, *misfits, *file.strange]
        count = len(file.modules) + len(file.strange)
        if 2 * len(misfits) >= known:  # another family has the same names
            raise BadInput(another_family(use.name), modules_of(missing, count))
        return [left_out(use.name, missing, count)] if missing else []

    def _put_on(
        self,
        found: NamedModule,
        part: LoraModule,
        strength: float,
        factors: Beside,
    ) -> bool:
        """Apply `part` and return whether the module accepted it: mismatched shapes are skipped."""
        if found.pieces:
            return self._put_on_pieces(found.pieces, part, strength, factors)
        module = found.module
        pair = low_rank(part)
        if pair is not None and "bias" not in part.tensors:
            if not fits(pair, module):
                return False
            scaled = LowRank(pair.up * strength, pair.down, pair.mid)
            factors.setdefault(module, []).append(scaled)
            return True
        differences = module_difference(part, module, strength)
        if differences is None:
            return False
        added, bias = differences
        if added is not None:
            self._add_to(module, added, factors)
        if bias is not None:
            own_bias = cast("torch.nn.Parameter", module.bias)
            kept = self._kept.setdefault(module, _Kept(None, None))
            kept.bias = own_bias.data.clone() if kept.bias is None else kept.bias
            own_bias.data = (own_bias.data.float() + bias.to(own_bias.device)).to(own_bias.dtype)
        return True

    def _put_on_pieces(
        self,
        pieces: Sequence[WeightRows],
        part: LoraModule,
        strength: float,
        factors: Beside,
    ) -> bool:
        """Apply `part` as `_put_on`, to a file's module that is rows of several of the model's."""
        sizes = [one.stop - one.start for one in pieces]
        pair = low_rank(part)
        if pair is not None:
            up, down = pair.up.flatten(1), pair.down.flatten(1)
            wanted = (sum(sizes), cast("torch.Tensor", pieces[0].module.weight).shape[1])
            has_one_rank = up.shape[1] == down.shape[0]
            if pair.mid is not None or not has_one_rank or (up.shape[0], down.shape[1]) != wanted:
                return False
            for one, share in zip(pieces, torch.split(up, sizes), strict=True):
                rows = up.new_zeros(cast("torch.Tensor", one.module.weight).shape[0], up.shape[1])
                rows[one.start : one.stop] = share * strength
                factors.setdefault(one.module, []).append(LowRank(rows, pair.down))
            return True
        added = _difference(part, pieces, strength)
        if added is None:
            return False
        for one, share in zip(pieces, torch.split(added, sizes), strict=True):
            self._add_to(one.module, share, factors, slice(one.start, one.stop))
        return True

    def _add_to(
        self,
        module: torch.nn.Module,
        added: torch.Tensor,
        factors: Beside,
        rows: slice = slice(None),
    ) -> None:
        """Add a difference to `rows` of the module's weight, or beside it where that is int8."""
        weight = cast("torch.nn.Parameter", module.weight)
        if not weight.is_floating_point():
            dense = added.new_zeros(weight.shape)
            dense[rows] = added
            factors.setdefault(module, []).append(dense)
            return
        kept = self._kept.setdefault(module, _Kept(None, None))
        kept.weight = weight.data if kept.weight is None else kept.weight
        changed = weight.data.clone()
        changed[rows] = (changed[rows].float() + added).to(changed.dtype)
        weight.data = changed


def _difference(
    part: LoraModule, pieces: Sequence[WeightRows], strength: float
) -> torch.Tensor | None:
    """Return the difference of `pieces`, stacked by rows; None if it can't apply."""
    weights = [whole_weight(one.module)[one.start : one.stop] for one in pieces]
    try:
        return weight_difference(part, torch.cat(weights), strength)
    except MISFITS:
        return None


def unet_loras(pipeline: Any) -> ModelLoras:
    """Return the LoRAs of a pipeline with a UNet and CLIP."""
    encoders = [
        encoder
        for name in ("text_encoder", "text_encoder_2")
        if isinstance(encoder := getattr(pipeline, name, None), torch.nn.Module)
    ]
    return ModelLoras(lambda: ModuleNames(pipeline.unet, encoders))

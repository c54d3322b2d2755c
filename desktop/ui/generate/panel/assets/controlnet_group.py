"""ControlNets that fit the model, several at once, each with its own picture."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from desktop.core.messages import Message
from desktop.core.request import ControlNetUse
from desktop.models.model import Model
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

from .asset_group import AssetGroup
from .controlnet_card import ControlNetCard, MapMaker


class ControlNetGroup(AssetGroup):
    """The group's content, bound to `ControlValues`; lists only what fits the model."""

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        background: Background,
        inputs: InputImageStore,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(12, parent)
        self._values, self._registry = values, registry
        self._background, self._inputs = background, inputs
        self._makers: tuple[MapMaker, ...] = ()
        self.cards: list[ControlNetCard] = []
        self.add.setAccessibleName(self.tr("Add a ControlNet"))
        self.add.setPlaceholderText(self.tr("Add a ControlNet…"))
        self.add.setToolTip(
            self.tr("A ControlNet makes the picture follow the lines or shapes of another one.")
        )
        self.get.setAccessibleName(self.tr("Get a ControlNet"))
        self.add.value_changed.connect(self._add)
        values.watch("controlnets", self._show)

    def follow(self, model: Model) -> None:
        """List the model's ControlNets; remove those in use that don't fit."""
        support = model.capabilities.controlnet
        fitting = self._fitting(model)
        self.add.clear_entries()
        for use in fitting:
            self.add.add_entry(use.name, use, tip=use.path)
        self.add.set_value(None)
        if support and self._registry.is_read:
            known = {(use.name, use.path) for use in fitting}
            self._values.controlnets = tuple(
                use for use in self._values.controlnets if (use.name, use.path) in known
            )
        words = Message("No ControlNet in your model folders fits this model.")
        self.show_support(support, None if fitting else words, gettable=model.kind != "coreml")
        self._makers = tuple(
            MapMaker(kind, asset.name, asset.path)
            for kind in ("depth", "pose")
            for asset in self._registry.assets(kind, model.family, model.server)
        )
        for card in self.cards:
            card.offer(self._makers)

    def _fitting(self, model: Model) -> list[ControlNetUse]:
        """Return the ControlNets to add: a Core ML model's own, else those in the folders."""
        if model.kind == "coreml":
            own = model.capabilities.own_controlnets
            return [ControlNetUse(name=name, path="", image="") for name in own]
        assets = self._registry.assets("controlnet", model.family, model.server)
        return [ControlNetUse(name=asset.name, path=asset.path, image="") for asset in assets]

    def _add(self, use: ControlNetUse) -> None:
        self.add.set_value(None)
        self._values.controlnets = (*self._values.controlnets, self._with_preprocessor(use))

    def _with_preprocessor(self, use: ControlNetUse) -> ControlNetUse:
        """Return `use` with the preprocessor that its ControlNet's name implies, if any."""
        name = use.name.lower()
        if "canny" in name:
            return msgspec.structs.replace(use, preprocessor="canny")
        for maker in self._makers:
            if maker.kind in name:
                return msgspec.structs.replace(
                    use, preprocessor=maker.kind, preprocessor_model=maker.path
                )
        return use

    def _show(self, uses: tuple[ControlNetUse, ...]) -> None:
        if [card.use.name for card in self.cards] != [use.name for use in uses]:
            for card in self.cards:
                self.discard(card)
            self.cards = [self._card(place) for place in range(len(uses))]
        for card, use in zip(self.cards, uses, strict=True):
            card.show_use(use)

    def _card(self, place: int) -> ControlNetCard:
        card = ControlNetCard(self._background, self._inputs)
        card.offer(self._makers)
        card.changed.connect(partial(self._change, place))
        card.remove.clicked.connect(lambda: self._remove(place))
        self.uses.addWidget(card)
        return card

    def _change(self, place: int, changes: dict[str, Any]) -> None:
        uses = list(self._values.controlnets)
        uses[place] = msgspec.structs.replace(uses[place], **changes)
        self._values.controlnets = tuple(uses)

    def _remove(self, place: int) -> None:
        self._values.keep_undo("Remove ControlNet")
        uses = self._values.controlnets
        self._values.controlnets = uses[:place] + uses[place + 1 :]

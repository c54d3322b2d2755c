"""LoRAs that fit the model, several at once, each with its weight."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.core.messages import Message
from desktop.core.request import LoraUse
from desktop.core.server import server_of
from desktop.models.loras.lora_fit import LoraFit, lora_fit
from desktop.models.model import Model
from desktop.models.recognition.trigger_words import trigger_words
from desktop.ui.controls.form import reason_label
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.weight_row import WeightRow
from desktop.ui.state.control_values import ControlValues
from desktop.worker.background import Background

from .asset_group import AssetGroup

_MOST_NAMED = 12
_WORDS_WIDTH = 240


class LoraRow(QWidget):
    """One LoRA in use: its name, its weight, a button that removes it."""

    def __init__(self, use: LoraUse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.use = use
        line = WeightRow(use.name, use.weight)
        self.weight, self.remove = line.weight, line.remove
        self.weight.setToolTip(self.tr("How strongly the LoRA acts; 1 is what it was made for."))
        self.words = QPushButton()
        self.words.setProperty("kind", "link")
        self.words.hide()
        self.unfit = reason_label(self)
        self.unfit.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(line)
        column.addWidget(self.unfit)
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignLeft)

    def show_fit(self, fit: LoraFit | None) -> None:
        """Show how many modules match nothing in the model, and which; None if unknown."""
        missing = fit.missing if fit is not None else ()
        if fit is None or not missing:
            words = ""
        elif fit.fits_none:
            words = self.tr("Made for another family of models.")
        else:
            words = self.tr("{n} of {all} modules fit nothing in this model.").format(
                n=len(missing), all=fit.modules
            )
        more = len(missing) - _MOST_NAMED
        names = [*missing[:_MOST_NAMED], *(["…"] if more > 0 else [])]
        self.unfit.setText(words)
        self.unfit.setToolTip("\n".join(names))
        self.unfit.setVisible(bool(words))

    def show_words(self, words: tuple[str, ...], prompt: str) -> None:
        """Offer the trigger words that are missing from the prompt."""
        left = _missing(words, prompt)
        offer = self.tr("Add to the prompt: {words}").format(words=", ".join(left))
        room = max(self.width() - 8, _WORDS_WIDTH)
        elide = Qt.TextElideMode.ElideRight
        self.words.setText(self.words.fontMetrics().elidedText(offer, elide, room))
        self.words.setToolTip(
            self.tr("The words that this LoRA was trained on: {words}").format(
                words=", ".join(words)
            )
        )
        self.words.setAccessibleName(offer)
        self.words.setVisible(bool(left))


class LoraGroup(AssetGroup):
    """The group's content, bound to `ControlValues`; lists only what fits the model."""

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(4, parent)
        self._background = background
        self._model: Model | None = None
        self._values = values
        self._registry = registry
        self._triggers: dict[str, tuple[str, ...]] = {}
        """The trigger words of each file that was in use, by path."""
        self.rows: list[LoraRow] = []
        self.add.setAccessibleName(self.tr("Add a LoRA"))
        self.add.setPlaceholderText(self.tr("Add a LoRA…"))
        self.get.setAccessibleName(self.tr("Get a LoRA"))
        self.add.value_changed.connect(self._add)
        values.watch("loras", self._show)
        values.watch("prompt", lambda _: self._offer_words())

    def follow(self, model: Model) -> None:
        """List the LoRAs of the model's family; remove those in use that don't fit."""
        self._model = model
        support = model.capabilities.loras
        fitting = self._registry.assets("lora", model.family, model.server)
        self.add.clear_entries()
        for asset in fitting:
            self.add.add_entry(asset.name, LoraUse(name=asset.name, path=asset.path))
        self.add.set_value(None)
        known = {asset.path for asset in fitting}
        if support and self._registry.is_read:
            self._values.loras = tuple(use for use in self._values.loras if use.path in known)
        words = Message("No LoRA in your model folders fits this model.")
        self.show_support(support, None if fitting else words, gettable=True)
        self._judge()

    def _judge(self) -> None:
        """Check in the background which modules of the LoRAs in use fit the model."""
        model, paths = self._model, [row.use.path for row in self.rows]
        if model is None or not paths or not model.capabilities.loras:
            return

        def work() -> dict[str, LoraFit | None]:
            return {path: lora_fit(path, model) for path in paths}

        self._background.run(work, lambda fits: self._show_fits(model, fits))

    def _show_fits(self, model: Model, fits: dict[str, LoraFit | None]) -> None:
        if model is self._model:
            for row in self.rows:
                if row.use.path in fits:  # a row that came meanwhile has an answer of its own
                    row.show_fit(fits[row.use.path])

    def _add(self, use: LoraUse) -> None:
        self.add.set_value(None)
        if use.path not in {other.path for other in self._values.loras}:
            self._values.loras = (*self._values.loras, use)

    def _show(self, uses: tuple[LoraUse, ...]) -> None:
        if [row.use.path for row in self.rows] == [use.path for use in uses]:
            for row, use in zip(self.rows, uses, strict=True):
                row.use = use
                row.weight.set_value(use.weight)
            return
        for row in self.rows:
            self.discard(row)
        self.rows = [self._row(use) for use in uses]
        self._judge()

    def _row(self, use: LoraUse) -> LoraRow:
        row = LoraRow(use)
        row.remove.clicked.connect(lambda: self._remove(row.use.path))
        row.weight.value_changed.connect(partial(self._weigh, row))
        row.words.clicked.connect(lambda: self._add_words(row.use.path))
        self.uses.addWidget(row)
        self._learn(use.path)
        return row

    def _learn(self, path: str) -> None:
        """Read the trigger words of the file at `path`, once; skip a file on a server."""
        if path in self._triggers or server_of(path):
            QTimer.singleShot(0, self, self._offer_words)
            return

        def learned(words: tuple[str, ...]) -> None:
            self._triggers[path] = words
            self._offer_words()

        self._background.run(lambda: trigger_words(Path(path)), learned)

    def _offer_words(self) -> None:
        for row in self.rows:
            row.show_words(self._triggers.get(row.use.path, ()), self._values.prompt)

    def _add_words(self, path: str) -> None:
        prompt = self._values.prompt
        left = _missing(self._triggers.get(path, ()), prompt)
        self._values.keep_undo("Add Trigger Words")
        self._values.prompt = ", ".join(part for part in (prompt.strip(" ,"), *left) if part)

    def _remove(self, path: str) -> None:
        self._values.keep_undo("Remove LoRA")
        self._values.loras = tuple(use for use in self._values.loras if use.path != path)

    def _weigh(self, row: LoraRow, weight: float) -> None:
        path = row.use.path
        self._values.loras = tuple(
            msgspec.structs.replace(use, weight=weight) if use.path == path else use
            for use in self._values.loras
        )


def _missing(words: tuple[str, ...], prompt: str) -> list[str]:
    """Return those of the trigger `words` that `prompt` lacks."""
    return [word for word in words if word.casefold() not in prompt.casefold()]

"""The seed: a 64-bit integer in a line edit, rolled for every job or held."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from desktop.core.request import MAX_SEED
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.state.control_values import ControlValues

_FORBIDDEN = re.compile(r"[^0-9]")


class SeedValidator(QValidator):
    """A validator of whole numbers from 0 to 2**64 - 1; strips what was pasted around them."""

    def validate(self, text: str, position: int) -> object:
        digits = _FORBIDDEN.sub("", text)
        if digits and int(digits) > MAX_SEED:
            return QValidator.State.Invalid, text, position
        removed = len(text) - len(digits)
        return QValidator.State.Acceptable, digits, max(0, position - removed)


class SeedEdit(QLineEdit):
    """A line edit for the seed. Signals: `seed_typed(object)`: int, or None for an emptied line."""

    seed_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setValidator(SeedValidator(self))
        self.textEdited.connect(self._on_edited)

    def _on_edited(self, text: str) -> None:
        self.seed_typed.emit(int(text) if text else None)


class SeedControl(QWidget):
    """The line edit and its two buttons, 'random' and 'keep'.

    `seed` and `keep` name the two fields of `values` that it edits.
    """

    def __init__(
        self,
        values: ControlValues,
        seed: str = "seed",
        keep: str = "keep_seed",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._seed, self._keep = seed, keep
        self._typing = False
        self.edit = SeedEdit()
        self.edit.setAccessibleName(self.tr("Seed"))
        self.edit.setPlaceholderText(self.tr("Random"))
        self.random = icon_button(
            "dice", self.tr("Random: a new seed for every picture"), checkable=True
        )
        self.keep = icon_button(
            "pin",
            self.tr("Keep: the same seed again, the last one if none is typed"),
            checkable=True,
        )
        both = QButtonGroup(self)
        both.setExclusive(True)
        both.addButton(self.random)
        both.addButton(self.keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        row.addWidget(self.random)
        row.addWidget(self.keep)
        self.setFocusProxy(self.edit)
        self.edit.seed_typed.connect(self._on_typed)
        self.random.clicked.connect(lambda: setattr(values, keep, False))
        self.keep.clicked.connect(self._on_keep)
        values.watch(seed, lambda _: self._show())
        values.watch(keep, lambda _: self._show())

    def set_name(self, name: str) -> None:
        """Set the line edit's accessible name."""
        self.edit.setAccessibleName(name)

    def _show(self) -> None:
        seed = getattr(self._values, self._seed)
        kept = getattr(self._values, self._keep) and seed is not None
        text = str(seed) if kept else ""
        if self.edit.text() != text and not self._typing:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)
        self.keep.setChecked(kept)
        self.random.setChecked(not kept)

    def _on_typed(self, seed: int | None) -> None:
        self._typing = True  # the line is the truth now: don't write into it under the cursor
        setattr(self._values, self._seed, seed)
        setattr(self._values, self._keep, seed is not None)
        self._typing = False

    def _on_keep(self) -> None:
        if getattr(self._values, self._seed) is None:
            setattr(self._values, self._seed, 0)
        setattr(self._values, self._keep, True)
        self._show()

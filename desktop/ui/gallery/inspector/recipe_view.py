"""The recipe as rows: label, value, and an arrow that applies the value to the controls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QIcon, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.core.recipe import Recipe
from desktop.ui.controls.breakable_label import BreakableLabel
from desktop.ui.i18n.recipe_image_lines import RecipeLine
from desktop.ui.i18n.recipe_lines import recipe_lines
from desktop.ui.theme.icons import icon
from desktop.ui.theme.theme import scaled_font

_LONG = ("prompt", "negative_prompt")
"""Settings of several lines, with the label above the value instead of beside it."""
_LABEL_WIDTH = 92


class RecipeRow(QWidget):
    """A row of the recipe. Signals: `use_requested(str)`, the setting to apply."""

    use_requested = Signal(str)

    def __init__(self, line: RecipeLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self.label = QLabel(line.label)
        self.label.setProperty("tone", "secondary")
        self.label.setFont(scaled_font(self.label, 0.85))
        self.value = BreakableLabel()
        self.button = QToolButton(self)  # without a parent, showing it would open a window
        self._arrow = icon("arrow-left", QPalette.ColorRole.PlaceholderText)
        self.button.setIconSize(QSize(14, 14))
        self.button.installEventFilter(self)
        self.button.setVisible(bool(line.setting))
        words = self.tr("Use this: {label}").format(label=line.label)
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        self.button.clicked.connect(lambda: self.use_requested.emit(self.line.setting))
        texts = QVBoxLayout() if line.key in _LONG else QHBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        texts.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)
        if line.key not in _LONG:
            self.label.setFixedWidth(_LABEL_WIDTH)
            self.label.setWordWrap(True)
            self.label.setContentsMargins(0, 2, 6, 0)  # aligns the baseline with the value's
            self.button.setFixedHeight(20)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(texts, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_line(line)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.button.setIcon(self._arrow)

    def leaveEvent(self, event: QEvent) -> None:
        self.button.setIcon(self._arrow if self.button.hasFocus() else QIcon())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the arrow also while it has the keyboard focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.button.setIcon(self._arrow)
        elif event.type() == QEvent.Type.FocusOut and not self.underMouse():
            self.button.setIcon(QIcon())
        return super().eventFilter(watched, event)

    def show_line(self, line: RecipeLine) -> None:
        """Show another value of the same setting."""
        if line == self.line and self.value.text():
            return
        self.line = line
        self.value.show_text(line.text)
        self.value.setAccessibleName(f"{line.label}: {line.text}")


class RecipeView(QWidget):
    """The rows of a recipe. Signals: `use_requested(str)`, the setting to apply."""

    use_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, RecipeRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show the lines of `recipe`."""
        self.show_lines(recipe_lines(recipe))

    def show_lines(self, shown: Sequence[RecipeLine]) -> None:
        """Show these lines; rows are created once and reused."""
        lines = {line.key: line for line in shown}
        for key, row in self._rows.items():
            if row.isHidden() == (key in lines):
                row.setVisible(key in lines)
        place = 0
        for line in lines.values():
            row = self._rows.get(line.key)
            if row is None:
                row = self._rows[line.key] = RecipeRow(line)
                row.use_requested.connect(self.use_requested)
                self._column.insertWidget(place, row)
            row.show_line(line)
            place = self._column.indexOf(row) + 1

    def row(self, key: str) -> RecipeRow:
        """Return the row of a line. Raises KeyError if none was shown yet."""
        return self._rows[key]

"""The multiple-choice menu of styles, and the line below the prompt that names the chosen ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.core.errors import EaselError
from desktop.core.prompts.styles import Style
from desktop.storage.styles_file import StyleFile
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.state.control_values import ControlValues
from desktop.ui.theme.theme import scaled_font
from desktop.worker.background import Background


class StyleMenu(QMenu):
    """The menu, rebuilt from the file each time it opens. Signals: `failed(EaselError)`."""

    failed = Signal(object)

    def __init__(
        self,
        values: ControlValues,
        file: StyleFile,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._file, self._background = values, file, background
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Rebuild the entries."""
        self.clear()
        chosen = {style.name for style in self._values.styles}
        for style in self._file.load():
            action = self.addAction(shown_name(style.name))
            action.setCheckable(True)
            action.setChecked(style.name in chosen)
            action.setToolTip(style.prompt or style.negative_prompt)
            action.toggled.connect(partial(self.choose, style))
        self.addSeparator()
        none = self.addAction(self.tr("No Style"))
        none.setEnabled(bool(chosen))
        none.triggered.connect(lambda: setattr(self._values, "styles", ()))
        self.addSeparator()
        save = self.addAction(self.tr("Save Prompt as Style…"))
        save.setEnabled(bool(self._values.prompt.strip() or self._values.negative_prompt.strip()))
        save.triggered.connect(lambda: self.edit(self._from_prompt()))
        self.addAction(self.tr("Edit Styles…")).triggered.connect(lambda: self.edit())

    def edit(self, new: Style | None = None) -> None:
        """Open the dialog, with `new` as an additional style."""
        from .styles_dialog import StylesDialog

        dialog = StylesDialog(self._file.load(), self._background, new, self._window())
        dialog.saved.connect(self._save)
        dialog.open()

    def choose(self, style: Style, on: bool = True) -> None:
        """Draw with `style`, or without it."""
        others = tuple(other for other in self._values.styles if other.name != style.name)
        self._values.styles = (*others, style) if on else others

    def _window(self) -> QWidget | None:
        parent = self.parentWidget()
        return parent.window() if parent else None

    def _from_prompt(self) -> Style:
        return Style("", self._values.prompt.strip(), self._values.negative_prompt.strip())

    def _save(self, styles: tuple[Style, ...]) -> None:
        try:
            self._file.save(styles)
        except EaselError as error:
            self.failed.emit(error)
            return
        known = {style.name: style for style in styles}
        chosen = (known.get(style.name) for style in self._values.styles)
        self._values.styles = tuple(style for style in chosen if style is not None)


class StyleLine(QWidget):
    """The names of the chosen styles, with a button to clear them; hidden while none is chosen."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel()
        self.words.setFont(scaled_font(self.words, 0.92))
        self.words.setProperty("tone", "secondary")
        self.clear = icon_button("close", self.tr("Draw without these styles"), 12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        self.clear.clicked.connect(lambda: setattr(values, "styles", ()))
        values.watch("styles", self._show)

    def _show(self, styles: tuple[Style, ...]) -> None:
        names = ", ".join(shown_name(style.name) for style in styles)
        self.words.set_full_text(self.tr("Style: {names}").format(names=names))
        self.words.setAccessibleName(self.words.text())
        self.setVisible(bool(styles))

"""The options of an export: format, recipe, names, folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.capabilities import Support
from desktop.core.messages import Message
from desktop.storage.pictures.export import SUFFIXES, ExportOptions, Format, formats
from desktop.storage.pictures.name_template import DEFAULT_TEMPLATE
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.form import AcceptButtons, Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.slider_field import SliderField
from desktop.ui.controls.toggle import Toggle
from desktop.ui.imaging.template_field import TemplateField

from .save_picture import format_name

SIZES = ((100, 0), (50, 0), (25, 0), (200, 0), (100, 2048), (100, 1024), (100, 512))
"""The size choices: percent, and the longest side in pixels (0: any)."""
_WITH_QUALITY = ("jpeg", "webp", "heic")


class ExportDialog(QDialog):
    """A dialog for `options()` and `folder`; `remembered()` is saved for the next time."""

    def __init__(
        self, count: int, before: Mapping[str, Any], folder: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export %n picture(s)", "", count))
        self.setMinimumWidth(520)
        self.folder = folder
        self.format = PopUpButton()
        for kind in formats():
            self.format.add_entry(format_name(kind), kind)
        self.quality = SliderField(1, 100)
        self.quality.set_names(self.tr("Quality"))
        self.scale = PopUpButton()
        for percent, longest in SIZES:
            self.scale.add_entry(self._size_words(percent, longest), [percent, longest])
        self.recipe = Toggle(self.tr("Include the settings in the file"))
        self.recipe.setToolTip(
            self.tr("Anyone who has the picture can read its prompt, model and seed.")
        )
        self.name = TemplateField(_text(before.get("template"), DEFAULT_TEMPLATE))
        self.shown_folder = ElidedLabel()
        self._recall(before)
        self._build()
        self.format.value_changed.connect(lambda: self._follow_format())
        self.name.checked.connect(self.export.setEnabled)
        self._follow_format()
        self._show_folder()

    def _build(self) -> None:
        choose = QPushButton(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose the folder"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_folder)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.shown_folder, 1)
        row.addWidget(choose)
        form = Form()
        form.add_row(self.tr("Format"), self.format)
        self._quality_row = form.add_row(
            self.tr("Quality"), self.quality, self.tr("More quality makes larger files.")
        )
        form.add_row(
            self.tr("Size"),
            self.scale,
            self.tr("Pictures that are smaller than that stay as they are."),
        )
        form.add_row("", self.recipe)
        self.recipe.setAccessibleName(self.recipe.text())
        form.add_row(self.tr("Name"), self.name)
        form.add_row(self.tr("Folder"), place)
        box = AcceptButtons(self.tr("Export"))
        self.export = box.go
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(20)
        column.addWidget(form)
        column.addWidget(box)

    def options(self) -> ExportOptions:
        """Return the chosen options."""
        percent, longest = self.scale.value()
        return ExportOptions(
            format=self.format.value(),
            quality=int(self.quality.box.value()),
            percent=percent,
            longest_side=longest,
            with_recipe=self.recipe.isChecked(),
            template=self.name.template(),
        )

    def remembered(self) -> dict[str, Any]:
        """Return the choices as plain values."""
        options = self.options()
        return {
            "format": options.format,
            "quality": options.quality,
            "size": [options.percent, options.longest_side],
            "with_recipe": options.with_recipe,
            "template": options.template,
            "folder": self.folder,
        }

    def set_folder(self, path: str) -> None:
        """Set the target folder to `path`."""
        self.folder = path
        self._show_folder()

    def _recall(self, before: Mapping[str, Any]) -> None:
        kind = before.get("format")
        self.format.set_value(kind if kind in formats() else "png")
        quality = before.get("quality")
        if not (isinstance(quality, int) and 1 <= quality <= 100):
            quality = ExportOptions().quality
        self.quality.set_value(quality)
        size = before.get("size")
        self.scale.set_value(size if size in [list(pair) for pair in SIZES] else [100, 0])
        self.recipe.setChecked(before.get("with_recipe") is not False)
        folder = before.get("folder")
        if isinstance(folder, str) and Path(folder).is_dir():
            self.folder = folder

    def _size_words(self, percent: int, longest: int) -> str:
        if longest:
            return self.tr("Longest side {n} pixels").format(n=longest)
        return self.tr("Original size") if percent == 100 else f"{percent} %"

    def _follow_format(self) -> None:
        kind: Format = self.format.value()
        assert kind in get_args(Format)
        reason = Message("{format} keeps every pixel as it is.", format=format_name(kind))
        self._quality_row.support(Support(kind in _WITH_QUALITY, reason), say=False)
        self.name.suffix = SUFFIXES[kind]
        self.name.refresh()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Export To"), self.folder)
        if chosen:
            self.set_folder(chosen)

    def _show_folder(self) -> None:
        path, home = Path(self.folder), Path.home()
        self.shown_folder.set_full_text(
            f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
        )


def _text(value: Any, otherwise: str) -> str:
    return value if isinstance(value, str) and value else otherwise

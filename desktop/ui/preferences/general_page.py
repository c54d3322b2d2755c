"""Preferences, General: output folder, default model, language, memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.storage.pictures.name_template import DEFAULT_TEMPLATE
from desktop.storage.settings_file import Settings
from desktop.ui.controls.elided_label import ElidedLabel
from desktop.ui.controls.form import Form
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.controls.toggle import Toggle
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.languages import languages
from desktop.ui.imaging.template_field import TemplateField
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.system.reveal import reveal

from .settings_page import SettingsPage


class GeneralPage(SettingsPage):
    """The page."""

    def __init__(
        self,
        settings: Settings,
        pictures: str,
        registry: ModelRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(settings, parent)
        self._default_folder = pictures
        self._folder = settings.output_folder
        self.folder = ElidedLabel()
        self.choose = QPushButton(self.tr("Choose…"))
        self.show_folder = QPushButton(self.tr("Show"))
        self.show_folder.setAccessibleName(self.tr("Show the output folder"))
        self.choose.setAccessibleName(self.tr("Choose the output folder"))
        self.model = PopUpButton()
        self.language = PopUpButton()
        self.appearance = PopUpButton()
        self.format = PopUpButton()
        self.names = TemplateField(settings.picture_name or DEFAULT_TEMPLATE)
        self.low_memory = Toggle(self.tr("Save memory (pictures take longer)"))
        self.complete = Toggle(self.tr("Offer known words while a prompt is typed"))
        self._fill(settings, registry)
        form = Form(wide=True)
        form.add_row(self.tr("Output folder"), self._folder_row())
        form.add_row(
            self.tr("Format"),
            self.format,
            self.tr("The file format of new pictures. All of them carry their settings."),
        )
        form.add_row(self.tr("File names"), self.names)
        form.add_row(
            self.tr("Default model"),
            self.model,
            self.tr("The model that is chosen when Easel starts with nothing else remembered."),
        )
        form.add_row(self.tr("Appearance"), self.appearance)
        form.add_row(
            self.tr("Language"), self.language, self.tr("Takes effect when Easel is opened again.")
        ).note(self.tr("Takes effect when Easel is opened again."))
        form.add_row(self.tr("Completion"), self.complete)
        form.add_row(self.tr("Memory"), self.low_memory)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.addWidget(form)
        column.addStretch(1)
        self._show_folder_name()

    def _fill(self, settings: Settings, registry: ModelRegistry) -> None:
        self.model.add_entry(self.tr("Starter (comes with Easel)"), "")
        for model in registry.models:
            if model.usable and model.source != "Easel":
                self.model.add_entry(shown_name(model.name), model.path)
        self.bind_setting("default_model", self.model)
        self.language.add_entry(self.tr("System’s language"), "")
        for code, name in languages():
            self.language.add_entry(name, code)
        self.bind_setting("language", self.language)
        self.bind_setting("complete_words", self.complete)
        self.bind_setting("low_memory", self.low_memory)
        for words, value in (
            (self.tr("Match the system"), ""),
            (self.tr("Light"), "light"),
            (self.tr("Dark"), "dark"),
        ):
            self.appearance.add_entry(words, value)
        self.bind_setting("appearance", self.appearance)
        for words, value in (
            (self.tr("PNG (every pixel exact)"), "png"),
            (self.tr("JPEG (small files)"), "jpeg"),
            (self.tr("WebP (smallest files)"), "webp"),
        ):
            self.format.add_entry(words, value)
        self.format.set_value(settings.picture_format)
        self._show_suffix(settings.picture_format)
        self.format.value_changed.connect(self._on_format)
        self.names.checked.connect(self._on_name)

    def _on_format(self, kind: str) -> None:
        self._show_suffix(kind)
        self.changed.emit("picture_format", kind)

    def _show_suffix(self, kind: str) -> None:
        self.names.suffix = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}[kind]
        self.names.refresh()

    def _on_name(self, usable: bool) -> None:
        template = self.names.template().strip()
        if usable:
            self.changed.emit("picture_name", "" if template == DEFAULT_TEMPLATE else template)

    def _folder_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        row.addWidget(self.show_folder)
        self.choose.clicked.connect(self._choose_folder)
        self.show_folder.clicked.connect(lambda: reveal(self._current_folder()))
        return box

    def _current_folder(self) -> str:
        return self._folder or self._default_folder

    def _show_folder_name(self) -> None:
        path = Path(self._current_folder())
        home = Path.home()
        shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
        self.folder.set_full_text(shown)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Output folder"), self._current_folder()
        )
        if chosen:
            self.set_folder(chosen)

    def set_folder(self, path: str) -> None:
        """Set the output folder to `path`."""
        self._folder = path
        self._show_folder_name()
        self.changed.emit("output_folder", path)

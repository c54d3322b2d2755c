"""The pop-up of presets: the user's, the built-in ones, and the commands on them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.storage.metadata.preset import Preset
from desktop.storage.preset_files import BUILT_IN, PresetFolder
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.control_values import ControlValues

_SAVE, _MANAGE = "\0save", "\0manage"
_NOT_PART = frozenset({"prompt", "negative_prompt", "styles", "seed", "count", "start_image"})
"""Fields whose change does not count as leaving the preset."""


class PresetPicker(PopUpButton):
    """The pop-up, which shows the preset applied last until a setting changes.

    Signals: `said(str)`, a sentence about a setting that could not be applied.
    """

    said = Signal(str)

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        folder: PresetFolder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values, self._registry, self._folder = values, registry, folder
        self._applying = False
        self._shown: str | None = None
        self.setPlaceholderText(self.tr("Choose…"))
        self.setAccessibleName(self.tr("Preset"))
        self.value_changed.connect(self._on_choice)
        values.changed.connect(self._on_setting)

    def showPopup(self) -> None:
        """Open with the folder's current contents."""
        self.fill()
        super().showPopup()

    def fill(self) -> None:
        """Rebuild the entries."""
        self.clear_entries()
        own = self._folder.load()
        if own:
            self.add_header(self.tr("Yours"))
        for preset in own:
            self.add_entry(preset.name, preset.name, tip=tip_of(preset))
        self.add_header(self.tr("Come with Easel"))
        for preset in BUILT_IN:
            self.add_entry(shown_name(preset.name), preset.name, tip=tip_of(preset))
        self.add_separator()
        self.add_entry(self.tr("Save Settings as Preset…"), _SAVE)
        self.add_entry(self.tr("Manage Presets…"), _MANAGE)
        self.set_value(self._shown)

    def apply(self, preset: Preset) -> None:
        """Apply a preset's settings to the controls."""
        from desktop.ui.generate.recipes.use_recipe import use_recipe

        self._values.keep_undo("Use Preset")
        self._applying = True
        notices = use_recipe(values=self._values, registry=self._registry, recipe=preset.recipe)
        self._applying = False
        self._show_name(preset.name)
        for notice in notices:
            self.said.emit(notice)

    def save(self) -> None:
        """Ask for a name and save the settings."""
        from .save_preset_dialog import SavePresetDialog

        SavePresetDialog(self._keep, self.window()).open()

    def manage(self) -> None:
        """Open the dialog to share, add and remove presets."""
        from .manage_presets_dialog import PresetsDialog

        dialog = PresetsDialog(self._folder, self.window())
        dialog.apply_requested.connect(self.apply)
        dialog.open()

    def _keep(self, name: str, parts: frozenset[str]) -> None:
        from .preset_settings import settings_of

        preset = self._folder.save(name, settings_of(self._values, self._registry, parts))
        self._show_name(preset.name)

    def _on_choice(self, value: str) -> None:
        if value in (_SAVE, _MANAGE):
            self.set_value(self._shown)
            self.save() if value == _SAVE else self.manage()
        elif value:
            self.apply(self._folder.named(value))

    def _on_setting(self, name: str) -> None:
        if self._shown is not None and not self._applying and name not in _NOT_PART:
            self._show_name(None)

    def _show_name(self, name: str | None) -> None:
        self._shown = name
        self.fill()


def tip_of(preset: Preset) -> str:
    """Return a preset's settings on one line."""
    from desktop.ui.i18n.recipe_lines import recipe_lines

    return "\n".join(f"{line.label}: {line.text}" for line in recipe_lines(preset.recipe))

"""Dropped pictures: offer the recipe's settings, or the picture itself as a starting image.

Models are handled by `models.opened_model`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.models.model import Model
from desktop.storage.metadata.preset import PRESET_KEY
from desktop.storage.preset_files import PresetFolder
from desktop.ui.controls.notices.banner import Banner, BannerArea, Choice
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.imaging.input_images import InputImageStore
from desktop.ui.imaging.thumbnails import read_scaled
from desktop.ui.model_list.hash_search import UseAgain
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.models.opened_model import ModelOpener, dropped_model, is_openable
from desktop.ui.state.control_values import ControlValues
from desktop.ui.system.promised_files import FilePromises
from desktop.worker.background import Background

if TYPE_CHECKING:
    from desktop.storage.metadata.recipe_builder import ReadRecipe

READABLE = (*PICTURE_SUFFIXES, ".json", ".txt")
_SAMPLE_SIDE = 64


class DropHandler(QObject):
    """The handler of drops and pastes; `read(path)` reads a recipe, in the background."""

    def __init__(
        self,
        values: ControlValues,
        registry: ModelRegistry,
        background: Background,
        banners: BannerArea,
        read: Callable[[str], ReadRecipe | None],
        presets: PresetFolder,
        inputs: InputImageStore,
        models: ModelOpener,
        promises: FilePromises,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._promises = promises
        promises.files.arrived.connect(self.offer)
        promises.files.failed.connect(self._show_broken_promise)
        self._presets = presets
        self._values = values
        self._registry = registry
        self._background = background
        self._banners = banners
        self._read = read
        self._inputs, self._models = inputs, models
        registry.hash_search.found.connect(self._offer_model)
        registry.hash_search.found_loras.connect(self._offer_loras)
        registry.hash_search.other_loras.connect(self._name_other_loras)

    def offer(self, path: str) -> None:
        """Offer the possible uses of the file (or a model's folder) at `path`."""
        if is_openable(path):
            self._models.offer(path)
            return
        self._background.run(
            lambda: (self._read(path), _is_picture(path)),
            lambda seen: self._show(path, *seen),
            self._banners.show_error,
        )

    def paste(self) -> None:
        """Offer the possible uses of the picture file on the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, mime: QMimeData) -> None:
        """Offer the uses of the first file in `mime`, or of its image, which is saved as a file."""
        path = dropped_file(mime) or dropped_model(mime)
        inputs = self._inputs
        if path:
            self.offer(path)
        elif mime.hasImage():
            image = QImage(mime.imageData())
            self._background.run(
                lambda: inputs.keep(image, "pasted"), self.offer, self._banners.show_error
            )
        elif mime.hasText():
            self.offer_text(mime.text())

    def welcome(self, window: QWidget) -> None:
        """Accept promised files dragged onto the window; Qt handles the others."""
        self._promises.welcome(window)

    def can_drop(self, mime: QMimeData) -> bool:
        """Return whether the dragged data can be used."""
        has_file = dropped_file(mime) or dropped_model(mime)
        return bool(has_file or mime.hasImage()) or self._promises.are_dragged()

    def drop(self, mime: QMimeData) -> None:
        """Offer the possible uses of a drop; its file may still have to be written."""
        has_file = dropped_file(mime) or dropped_model(mime)
        if has_file or not self._promises.receive(self._inputs.folder):
            self.take(mime)

    def _show_broken_promise(self) -> None:
        sentence = self.tr("The app that this was dragged from did not hand the file over.")
        self._banners.add(Banner(sentence))

    def _show(self, path: str, found: ReadRecipe | None, is_picture: bool) -> None:
        name = Path(path).name
        choices: list[Choice] = []
        if found is not None:
            choices.append((self.tr("Use Its Settings"), lambda: self._use(found)))
        if found is not None and PRESET_KEY in found.recipe:
            choices.append((self.tr("Add to Presets"), lambda: self.add_preset(path)))
        if is_picture:
            choices.append((self.tr("Start from It"), lambda: self.start_from(path)))
        if found is not None and PRESET_KEY in found.recipe:
            sentence = self.tr("“{name}” is a preset.").format(name=name)
        elif found is not None:
            sentence = self.tr("“{name}” tells how it was made, with {source}.").format(
                name=name, source=found.source
            )
        elif path.lower().endswith(PICTURE_SUFFIXES) and not is_picture:
            sentence = self.tr(
                "“{name}” can’t be opened as a picture: it is damaged, or larger than Easel reads."
            ).format(name=name)
        else:
            sentence = self.tr("“{name}” carries no settings that Easel can read.").format(
                name=name
            )
        self._banners.add(Banner(sentence, choices=choices))

    def _use(self, found: ReadRecipe) -> None:
        from desktop.ui.generate.recipes.use_recipe import use_recipe

        self._values.keep_undo("Use Settings")
        notices = use_recipe(values=self._values, registry=self._registry, recipe=found.recipe)
        notices += [translate_message(notice) for notice in found.notices]
        if found.unmapped:
            listed = ", ".join(f"{name}: {value}" for name, value in found.unmapped[:8])
            notices.append(self.tr("Not used: {list}").format(list=listed))
        self._say(notices)

    def _offer_model(self, model: Model, use_again: UseAgain) -> None:
        """Offer a model found by its hash whose name differs from the recipe's."""
        sentence = self.tr("“{name}” is the model of these settings: its hash is the same.")
        choice = (self.tr("Use It"), lambda: self._say(use_again()))
        self._banners.add(Banner(sentence.format(name=model.name), choices=(choice,)))

    def _offer_loras(self, names: list[str], use_again: UseAgain) -> None:
        """Offer LoRAs found by their hashes whose names differ from the recipe's."""
        sentence = self.tr("By their hashes, these settings’ LoRAs are: {list}.")
        choice = (self.tr("Use Them"), lambda: self._say(use_again()))
        listed = ", ".join(f"“{name}”" for name in names)
        self._banners.add(Banner(sentence.format(list=listed), choices=(choice,)))

    def _name_other_loras(self, names: list[str]) -> None:
        """Tell that LoRAs have the names of a recipe's, but other hashes."""
        listed = ", ".join(f"“{name}”" for name in names)
        self._say(
            [
                self.tr("LoRAs with the names of these settings, but other hashes: {list}.").format(
                    list=listed
                )
            ]
        )

    def _say(self, notices: list[str]) -> None:
        if notices:
            self._banners.add(Banner("\n".join(notices)))

    def add_preset(self, path: str) -> None:
        """Add the preset in the file at `path`."""
        self._background.run(
            lambda: self._presets.add(Path(path)), lambda _: None, self._banners.show_error
        )

    def start_from(self, path: str) -> None:
        """Use the picture at `path` as the starting image of the next pictures."""
        self._values.keep_undo("Use Picture")
        self._values.start_image = path

    def offer_text(self, text: str) -> None:
        """Offer to use pasted text as settings, if it holds A1111 or Civitai parameters."""
        from desktop.storage.metadata.tools.a1111 import read_parameters

        self._background.run(
            lambda: read_parameters(text), self._offer_settings, self._banners.show_error
        )

    def _offer_settings(self, found: ReadRecipe | None) -> None:
        if found is None:
            return
        sentence = self.tr("The pasted text tells how a picture was made.")
        choice = (self.tr("Use as Settings"), lambda: self._use(found))
        self._banners.add(Banner(sentence, choices=(choice,)))


def _is_picture(path: str) -> bool:
    """Return whether the file can be opened as a picture, not only by its name."""
    named = path.lower().endswith(PICTURE_SUFFIXES)
    return named and not read_scaled(path, _SAMPLE_SIDE).isNull()


def dropped_file(mime: QMimeData) -> str:
    """Return the first picture or recipe-bearing file of `mime`; "" if there is none."""
    for url in mime.urls():
        path = url.toLocalFile()
        if path and path.lower().endswith(READABLE):
            return path
    return ""

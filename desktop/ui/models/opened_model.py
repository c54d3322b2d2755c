"""Identify a model that the Finder opens or that is dropped on the window, and offer to use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject

from desktop.core.errors import EaselError
from desktop.models.asset import Asset
from desktop.models.locations.import_model import can_import, import_model
from desktop.models.model import Model
from desktop.models.recognition.recognise import is_model_file
from desktop.ui.controls.notices.banner import Banner, BannerArea, Choice
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.model_list.model_kinds import group_of
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.model_list.model_rows import facts_of, facts_of_asset
from desktop.worker.background import Background

if TYPE_CHECKING:
    from desktop.models.locations.inventory import ScanResult


class ModelOpener(QObject):
    """The opener; nothing is moved or added to the library before the user chooses so."""

    def __init__(
        self,
        registry: ModelRegistry,
        look_at: Callable[[Path], ScanResult],
        models_folder: Path,
        add_folder: Callable[[str], None],
        background: Background,
        banners: BannerArea,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._registry, self._look_at = registry, look_at
        self._models_folder, self._add_folder = models_folder, add_folder
        self._background, self._banners = background, banners

    def offer(self, path: str) -> None:
        """Show what the file or folder at `path` is, and offer to use it."""
        self._background.run(
            lambda: self._look_at(Path(path)),
            lambda found: self._show(Path(path), found),
            self._banners.show_error,
        )

    def _show(self, path: Path, found: ScanResult) -> None:
        things: list[Model | Asset] = [*found.models, *found.assets]
        usable = [thing for thing in things if not thing.problem]
        if not usable:
            first = things[0]
            sentence = f"{first.name}: {translate_message(first.problem)}"
            pairs = first.details if isinstance(first, Model) else ()
            lines = (
                f"{translate_message(name)}:\n{translate_message(text)}" for name, text in pairs
            )
            self._banners.add(Banner(sentence, icon="warning", details="\n\n".join(lines)))
            return
        same = [thing for thing in usable if Path(thing.path) == path]
        if same or len(usable) == 1:
            thing = (same or usable)[0]
            self._banners.add(Banner(_what(thing), choices=self._choices(path, thing)))
            return
        sentence = self.tr("%n model(s) are in “{folder}”.", "", len(usable))
        choices = ((self.tr("Use This Folder"), lambda: self._use_where_it_is(path, "")),)
        self._banners.add(Banner(sentence.format(folder=path.name), choices=choices))

    def _choices(self, path: Path, thing: Model | Asset) -> list[Choice]:
        if any(known.path == thing.path for known in self._registry.everything()):
            return [(self.tr("Use It"), lambda: self._registry.choose_when_known(thing.path))]
        folder = path if Path(thing.path) != path and path.is_dir() else path.parent
        choices: list[Choice] = [
            (
                self.tr("Use It Where It Is"),
                lambda: self._use_where_it_is(folder, thing.path),
            )
        ]
        if Path(thing.path) == path and can_import(path, self._models_folder):
            choices.insert(0, (self.tr("Move to Easel’s Models"), lambda: self._move(path)))
        return choices

    def _move(self, path: Path) -> None:
        models = self._models_folder
        self._background.run(
            lambda: import_model(path, models),
            lambda moved: self._registry.choose_when_known(str(moved)),
            self._banners.show_error,
        )

    def _use_where_it_is(self, folder: Path, wanted: str) -> None:
        try:
            self._add_folder(str(folder))
        except EaselError as error:
            self._banners.show_error(error)
        if wanted:
            self._registry.choose_when_known(wanted)
        else:
            self._registry.refresh()


def is_openable(path: str) -> bool:
    """Return whether `path` could be a model: a file with a model's suffix, or a folder."""
    return bool(path) and (is_model_file(path) or Path(path).is_dir())


def dropped_model(mime: QMimeData) -> str:
    """Return the first dropped file that could be a model; "" if there is none."""
    paths = (url.toLocalFile() for url in mime.urls())
    return next((path for path in paths if is_openable(path)), "")


def _what(thing: Model | Asset) -> str:
    facts = facts_of(thing) if isinstance(thing, Model) else facts_of_asset(thing)
    group = group_of(thing) if isinstance(thing, Asset) else ""
    return "  ·  ".join(part for part in (thing.name, group, facts) if part)

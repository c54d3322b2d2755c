"""Offers, once, the models of other apps that are on this machine; nothing is taken unasked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.errors import EaselError
from desktop.models.locations.other_apps import OtherPlace
from desktop.storage.settings_file import folder_among
from desktop.ui.controls.banner import Banner

if TYPE_CHECKING:
    from desktop.ui.shell.main_window import MainWindow

_SEEN = "offered_places"


class OtherAppsBanner(QObject):
    """Looks after the first reading of the library, where no system dialog could come up for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._looked = False
        window.shelf.changed.connect(self._look)

    def _look(self) -> None:
        if not self._looked:
            self._looked = True
            find = self._window.parts.find_others
            self._window.parts.background.run(lambda: find(False), self._offer)

    def _offer(self, found: list[OtherPlace]) -> None:
        window = self._window
        seen = window.memory.mapping(_SEEN)
        taken = window.parts.settings.values.model_folders
        unseen = [place for place in found if place.path not in seen]
        new = [place for place in unseen if folder_among(Path(place.path), taken) is None]
        if not new:
            return
        window.memory.keep(_SEEN, {**seen, **{place.path: True for place in new}})
        apps = ", ".join(dict.fromkeys(place.app for place in new))
        sentence = self.tr("Models of other apps are on this computer: {apps}.").format(apps=apps)
        choices = (
            (self.tr("Use Them"), lambda: self._add([place.path for place in new])),
            (self.tr("Choose…"), window.actions_["model_folders"].trigger),
        )
        window.column.banners.add(Banner(sentence, choices=choices))

    def _add(self, paths: list[str]) -> None:
        try:
            self._window.parts.add_model_folders(*paths)
        except EaselError as error:
            self._window.generating.show_error(error)
        self._window.shelf.refresh()

"""Offer, once, the models of other apps on this machine; nothing is added unasked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.core.errors import EaselError
from desktop.models.locations.other_apps import FindOthers, OtherPlace
from desktop.storage.settings_file import folder_among
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.state.ui_state import UiState
from desktop.worker.background import Background

_SEEN = "offered_places"


class OtherAppsBanner(QObject):
    """The banner; searches after the library is first read, only where no system dialog can result.

    `known` returns the user's model folders, `add` adds some. Signals: `choose_requested()`, show
    the model folders.
    """

    choose_requested = Signal()

    def __init__(
        self,
        registry: ModelRegistry,
        find: FindOthers,
        known: Callable[[], Sequence[str]],
        add: Callable[..., None],
        state: UiState,
        background: Background,
        banners: BannerArea,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._registry, self._find, self._known, self._add_folders = registry, find, known, add
        self._state, self._background, self._banners = state, background, banners
        self._looked = False
        self._offered: list[OtherPlace] = []
        self._banner: Banner | None = None
        registry.changed.connect(self._look)

    def _look(self) -> None:
        if not self._looked:
            self._looked = True
            find = self._find
            self._background.run(lambda: find(False), self._offer)
        elif self._banner is not None and isValid(self._banner):
            self._keep_true(self._banner)

    def _keep_true(self, banner: Banner) -> None:
        """Drop from the banner the folders added meanwhile."""
        left = self._unknown(self._offered)
        if len(left) < len(self._offered):
            banner.dismiss()
            self._show(left)

    def _unknown(self, places: list[OtherPlace]) -> list[OtherPlace]:
        taken = self._known()
        return [place for place in places if folder_among(Path(place.path), taken) is None]

    def _offer(self, found: list[OtherPlace]) -> None:
        seen = self._state.mapping(_SEEN)
        new = self._unknown([place for place in found if place.path not in seen])
        if new:
            self._state.keep(_SEEN, {**seen, **{place.path: True for place in new}})
        self._show(new)

    def _show(self, new: list[OtherPlace]) -> None:
        self._offered, self._banner = new, None
        if not new:
            return
        apps = ", ".join(dict.fromkeys(place.app for place in new))
        sentence = self.tr("Models of other apps are on this computer: {apps}.").format(apps=apps)
        choices = (
            (self.tr("Use Them"), lambda: self._add([place.path for place in new])),
            (self.tr("Choose…"), self.choose_requested.emit),
        )
        self._banner = self._banners.add(Banner(sentence, choices=choices))

    def _add(self, paths: list[str]) -> None:
        try:
            self._add_folders(*paths)
        except EaselError as error:
            self._banners.show_error(error)
        self._registry.refresh()

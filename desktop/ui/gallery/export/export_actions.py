"""Export of the chosen pictures in any format, and contact sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import EaselError
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.gallery.recipe_reading import Read
from desktop.ui.menus.actions import Actions
from desktop.ui.state.ui_state import UiState
from desktop.ui.system.reveal import reveal
from desktop.worker.background import Background

from .export_runner import ExportRunner

if TYPE_CHECKING:
    from desktop.storage.pictures.contact_sheet import SheetOptions
    from desktop.storage.pictures.export import Exported, ExportOptions

    from .contact_sheet_dialog import ContactSheetDialog
    from .export_dialog import ExportDialog


class ExportActions(QObject):
    """The actions of export. Signals: `failed(EaselError)`."""

    failed = Signal(object)

    def __init__(
        self,
        view: GalleryView,
        read: Read,
        ui_state: UiState,
        background: Background,
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._view = view
        self._read = read
        self._ui_state = ui_state
        self._background = background
        self._banners = banners

    def connect_actions(self, actions: Actions) -> None:
        """Connect the window's actions."""
        actions["export"].triggered.connect(self.ask_export)
        actions["contact_sheet"].triggered.connect(self.ask_sheet)

    def ask_export(self) -> None:
        """Ask for the options and export the chosen pictures."""
        from .export_dialog import ExportDialog

        paths = self._view.selected_paths()
        if not paths:
            return
        dialog = ExportDialog(
            len(paths), self._ui_state.mapping("export"), _downloads(), self._window
        )
        self._background.run(lambda: self._recipe(paths[0]), lambda r: _example(dialog, paths, r))
        dialog.accepted.connect(lambda: self._export(paths, dialog))
        dialog.open()

    def ask_sheet(self) -> None:
        """Ask for the options of a contact sheet of the chosen pictures."""
        paths = self._view.selected_paths()
        if paths:
            self._background.run(
                lambda: [(Path(path), self._caption(path)) for path in paths[:1001]],
                self._open_sheet,
            )

    def export(self, paths: Sequence[str], folder: str, options: ExportOptions) -> None:
        """Export pictures into a folder."""
        from desktop.storage.pictures.export import export_pictures

        files = [Path(path) for path in paths]
        ExportRunner(self._banners, self._background, self).run(
            lambda count, stopped: export_pictures(files, Path(folder), options, count, stopped),
            self.tr("Exporting…"),
            lambda result: self._exported(result, options),
            self.failed.emit,
        )

    def save_sheet(
        self, pictures: Sequence[tuple[Path, str]], target: str, options: SheetOptions
    ) -> None:
        """Write a contact sheet."""
        from desktop.storage.pictures.contact_sheet import contact_sheet

        def done(made: list[Path]) -> Banner:
            show = ((self.tr("Show"), lambda: reveal(str(made[0]))),)
            return Banner(self.tr("The contact sheet is saved."), choices=show)

        ExportRunner(self._banners, self._background, self).run(
            lambda count, _stopped: contact_sheet(pictures, Path(target), options, count),
            self.tr("Making the contact sheet…"),
            done,
            self.failed.emit,
        )

    def _export(self, paths: Sequence[str], dialog: ExportDialog) -> None:
        self._ui_state.keep("export", dialog.remembered())
        self.export(paths, dialog.folder, dialog.options())

    def _exported(self, result: Exported, options: ExportOptions) -> Banner:
        count = len(result.paths)
        if options.with_recipe:
            sentence = self.tr("%n picture(s) exported.", "", count)
        else:
            sentence = self.tr("%n picture(s) exported without settings.", "", count)
        choices: list[tuple[str, Callable[[], Any]]] = []
        if result.paths:
            choices.append((self.tr("Show"), lambda: reveal(str(result.paths[0]))))
        if not result.failed:
            return Banner(sentence, choices=choices)
        sentence += " " + self.tr("%n picture(s) could not be exported.", "", len(result.failed))
        details = "\n".join(f"{path}: {why}" for path, why in result.failed)
        return Banner(sentence, details=details, choices=choices, icon="warning")

    def _open_sheet(self, pictures: list[tuple[Path, str]]) -> None:
        from .contact_sheet_dialog import ContactSheetDialog

        dialog = ContactSheetDialog(pictures, self._background, self._window)
        dialog.accepted.connect(lambda: self._ask_target(pictures, dialog))
        dialog.open()

    def _ask_target(self, pictures: list[tuple[Path, str]], dialog: ContactSheetDialog) -> None:
        options = dialog.options()
        name = f"{self.tr('Contact Sheet')}.{options.format}"
        start = str(Path(_downloads()) / name)
        target, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save Contact Sheet"),
            start,
            f"{options.format.upper()} (*.{options.format})",
        )
        if target:
            self.save_sheet(pictures, target, options)

    def _recipe(self, path: str) -> dict[str, Any]:
        try:
            found = self._read(path)
        except EaselError:
            found = None
        return {} if found is None else found.recipe.as_dict()

    def _caption(self, path: str) -> str:
        return str(self._recipe(path).get("prompt") or Path(path).stem)


def _example(dialog: ExportDialog, paths: Sequence[str], recipe: dict[str, Any]) -> None:
    from shiboken6 import isValid

    if isValid(dialog):
        dialog.name.show_for(paths[0], recipe)


def _downloads() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)

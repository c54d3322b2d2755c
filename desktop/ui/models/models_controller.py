"""Connect the models window and the main one: menu, toolbar, banners, and the pages' requests."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.errors import EaselError, InternalError
from desktop.core.messages import Text
from desktop.models.asset import Asset
from desktop.models.catalogue.catalogue import CatalogueEntry
from desktop.models.downloads.download_progress import DownloadStatus
from desktop.models.model import Model
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.menus.actions import Actions
from desktop.ui.model_list.model_registry import ModelRegistry
from desktop.ui.system.reveal import reveal
from desktop.worker.background import Background
from desktop.worker.window_downloads import Downloads

from . import model_file_commands as commands
from .downloads_button import DownloadsButton

if TYPE_CHECKING:
    from .model_fetcher import ModelFetcher
    from .window.models_window import ModelsWindow


class ModelsController(QObject):
    """The controller, made with the main window; it creates the models window on first access.

    Signals: `info_requested(str)`, show the facts about the model at that path;
    `shrink_requested(str)`, write an eight-bit copy.
    """

    info_requested = Signal(str)
    shrink_requested = Signal(str)

    def __init__(
        self,
        registry: ModelRegistry,
        downloads: Downloads,
        background: Background,
        models_folder: Path,
        banners: BannerArea,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._registry, self._downloads, self._background = registry, downloads, background
        self._models_folder, self._banners, self._window = models_folder, banners, parent
        self._fetcher: ModelFetcher | None = None
        self._opened: ModelsWindow | None = None
        self._asked: set[str] = set()
        self._arrived: dict[str, str] = {}
        self.button = DownloadsButton(downloads)
        self.button.clicked.connect(lambda: self.open("downloads"))
        downloads.arrived.connect(self._on_arrival)
        downloads.failed.connect(self._on_failure)
        registry.changed.connect(self._announce)

    def connect_actions(self, actions: Actions) -> None:
        """Connect the menu entries to their slots."""
        actions["get_models"].triggered.connect(lambda: self.open())
        actions["installed_models"].triggered.connect(lambda: self.open("installed"))
        actions["downloads"].triggered.connect(lambda: self.open("downloads"))

    def end(self) -> None:
        """End look-ups under way, as the main window closes."""
        if self._fetcher is not None:
            self._fetcher.end()

    @property
    def models_window(self) -> ModelsWindow:
        """The models window, created on first access."""
        from .model_fetcher import ModelFetcher
        from .window.models_window import ModelsWindow

        if self._opened is None:
            self._fetcher = ModelFetcher(self._downloads, self._registry, self)
            self._fetcher.failed.connect(self._banners.show_error)
            self._opened = ModelsWindow(self._fetcher, self._registry, self._window)
            self._connect_pages(self._opened)
        return self._opened

    def open(self, page: str = "") -> None:
        """Show the models window, at `page` if one is given."""
        window = self.models_window
        if page:
            window.show_page(page)
        window.show()
        window.raise_()
        window.activateWindow()

    def get_entry(self, entry: CatalogueEntry) -> None:
        """Download a catalogue entry, with its progress in the models window."""
        self.open()
        self.models_window.search.setText(entry.name)
        if self._fetcher is not None:
            self._fetcher.get(entry)

    def offer_left_behind(self) -> None:
        """Offer to resume downloads that an earlier run left unfinished."""
        downloads = self._downloads
        if not downloads.left_behind:
            return
        paused = [status for status in downloads.statuses if status.state == "paused"]
        if not paused:
            return
        self.button.refresh()
        name = paused[0].name
        sentence = self.tr("The download of {name} is not finished.").format(name=name)
        if len(paused) > 1:
            sentence = self.tr("%n download(s) are not finished.", "", len(paused))

        def resume() -> None:
            for status in paused:
                downloads.resume(status.id)

        choices = ((self.tr("Resume"), resume), (self.tr("Show"), lambda: self.open("downloads")))
        self._banners.add(Banner(sentence, choices=choices))

    def _connect_pages(self, opened: ModelsWindow) -> None:
        use = self._registry.choose_when_known
        for page in (opened.catalogue, opened.offer, opened.downloads):
            page.use_requested.connect(use)
            page.token_requested.connect(self.ask_token)
        details = opened.installed.details
        details.use_requested.connect(use)
        details.reveal_requested.connect(reveal)
        details.verify_requested.connect(self._verify)
        details.trash_requested.connect(self._trash)
        details.info_requested.connect(self.info_requested)
        details.shrink_requested.connect(self.shrink_requested)

    def ask_token(self) -> None:
        """Ask for the token for gated models."""
        from desktop.ui.model_list.token_dialog import TokenDialog

        dialog = TokenDialog(self._downloads.tokens, self._background, self.models_window)
        dialog.open()

    def _verify(self, model: Model) -> None:
        details = self.models_window.installed.details
        details.verify.setEnabled(False)
        details.outcome.say(self.tr("Verifying…"))
        folder = self._models_folder

        def show(message: Text) -> None:
            if details.thing is not None and details.thing.path == model.path:
                details.verify.setEnabled(True)
                details.outcome.say(message)

        self._background.run(
            lambda: commands.verify_model(model=model, folder=folder),
            lambda verdict: show(verdict.message),
            lambda error: show(error.message),
        )

    def _trash(self, thing: Model | Asset) -> None:
        name = Path(thing.path).name
        answer = QMessageBox.question(
            self._opened,
            self.tr("Move to Trash"),
            self.tr("Move “{name}” to the Trash?").format(name=name),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._background.run(
                lambda: commands.trash_model(thing=thing),
                lambda _: self._registry.refresh(),
                self._show_error,
            )

    def ask_prediction(self, model: Model) -> None:
        """Ask once for the prediction type of a model whose file doesn't state it."""
        if model.sure or model.path in self._asked:
            return
        self._asked.add(model.path)
        sentence = self.tr(
            "The file of {name} doesn’t say what it was trained to predict. With the wrong answer "
            "pictures come out as colored noise."
        ).format(name=model.name)
        keep = self._registry.set_prediction
        choices = [
            (self.tr("Velocity (768-v)"), lambda: keep(model.path, "v_prediction")),
            (self.tr("Noise (base)"), lambda: keep(model.path, "epsilon")),
        ]
        self._banners.add(Banner(sentence, choices=choices))

    def _on_arrival(self, status: DownloadStatus) -> None:
        self._arrived[str(self._downloads.models / status.target)] = status.name
        self._registry.refresh()

    def _announce(self) -> None:
        """Announce a new model once the library lists it."""
        registry = self._registry
        known = {thing.path: thing for thing in registry.everything()}
        for path in [path for path in self._arrived if path in known]:
            sentence = self.tr("{name} is ready.").format(name=self._arrived.pop(path))
            thing, choices = known[path], []
            if isinstance(thing, Model) and thing.usable:
                choices = [(self.tr("Use It"), partial(registry.choose_when_known, path))]
            elif thing.problem:
                sentence = f"{thing.name}: {translate_message(thing.problem)}"
            self._banners.add(Banner(sentence, choices=choices))

    def _on_failure(self, status: DownloadStatus) -> None:
        if status.bug and status.message is not None:
            self._banners.show_error(InternalError(status.message, status.details))
            return
        if self._opened is not None and self._opened.isVisible():
            return  # it stands there, beside what can be done about it
        choices = ((self.tr("Show Downloads"), lambda: self.open("downloads")),)
        sentence = f"{status.name}: {translate_message(status.message)}"
        self._banners.add(Banner(sentence, details=status.details, icon="warning", choices=choices))

    def _show_error(self, error: EaselError) -> None:
        if self._opened is not None and self._opened.isVisible():
            QMessageBox.warning(self._opened, self.tr("Models"), translate_message(error.message))
        else:
            self._banners.show_error(error)

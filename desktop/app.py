"""The window: builds its objects, hands them down, and ends them in order."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QSocketNotifier, QTranslator
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from desktop import APP_NAME, BUNDLE_ID, __version__
from desktop.core.errors import EaselError
from desktop.models.resources import resource
from desktop.process.frames import Hello
from desktop.process.supervisor import EngineChild
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.places import Places
from desktop.storage.queue_file import QueueFile
from desktop.storage.settings import SettingsFile
from desktop.storage.window_state import WindowState
from desktop.ui.gallery.store import IndexedStore
from desktop.ui.gallery.thumbnails import Load, read_scaled
from desktop.ui.main_window import MainWindow
from desktop.ui.model_shelf import ModelSource
from desktop.ui.parts import Parts
from desktop.ui.theme import Theme
from desktop.worker.background import Background
from desktop.worker.engine_thread import EngineThread
from desktop.worker.session import Session

_PIXELS_LIMIT_MB = 512
_SMALL_FILE = 256 * 2**10


def main(arguments: list[str]) -> int:
    """Open the window (`arguments` may name pictures to open) and return its exit code."""
    app = make_application(arguments)
    places = Places.find(os.environ)
    settings = SettingsFile(places.settings)
    install_language(app, settings.values.language)
    Theme(app)
    lock = InstanceLock(places.lock)
    lock.acquire()
    parts = build_parts(places, settings, read_only=lock.reason)
    window = MainWindow(parts)
    window.closing.connect(app.quit)
    quiet = _quit_on_signals(app)
    window.show()
    for argument in arguments:
        if Path(argument).is_file():
            window.dropped.offer(str(Path(argument).absolute()))
    code = app.exec()
    window.hide()
    end_parts(parts)
    lock.release()
    del quiet
    return code


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication with Easel's names."""
    QCoreApplication.setApplicationName(APP_NAME)
    QCoreApplication.setApplicationVersion(__version__)
    QCoreApplication.setOrganizationDomain(BUNDLE_ID)
    app = QApplication([APP_NAME, *arguments])
    app.setApplicationDisplayName(APP_NAME)
    app.setDesktopFileName("easel")
    QImageReader.setAllocationLimit(_PIXELS_LIMIT_MB)
    return app


def install_language(app: QApplication, wanted: str) -> None:
    """Speak the wanted language ("": the system's), English where Easel doesn't know it."""
    locale = QLocale(wanted) if wanted else QLocale.system()
    QLocale.setDefault(locale)
    folder = str(resource("translations"))
    translator = QTranslator(app)
    if translator.load(locale, "easel", "_", folder) or translator.load("easel_en", folder):
        app.installTranslator(translator)


def build_parts(places: Places, settings: SettingsFile, *, read_only: str) -> Parts:
    """All that the window stands on; the engine child itself starts with the first job."""
    places.logs.mkdir(parents=True, exist_ok=True)
    hello = Hello(cache_dir=str(places.cache), low_memory=settings.values.low_memory)
    thread = EngineThread(EngineChild(hello, places.logs / "engine.log"))
    session = Session(thread, QueueFile(places.queue), read_only=read_only)

    def make_library() -> ModelSource:
        from desktop.models.library import Library

        folders = [places.models, *map(Path, settings.values.model_folders)]
        return Library(folders, places.recognised_models, answers=places.model_answers)

    def folders() -> list[Path]:
        own = Path(settings.values.output_folder or places.pictures)
        return [own, *map(Path, settings.values.gallery_folders)]

    def read(path: str):
        from desktop.storage.metadata.reading import read_recipe

        return read_recipe(Path(path))

    return Parts(
        session=session,
        settings=settings,
        places=places,
        state=WindowState(places.window_state),
        background=Background(),
        make_library=make_library,
        pictures=IndexedStore(places.index, folders, read_only=bool(read_only)),
        read=read,
        load_thumbnail=thumbnail_loader(places),
        read_only=read_only,
    )


def thumbnail_loader(places: Places) -> Load:
    """Small files are read as they are; of large ones a thumbnail is kept on disk."""

    def load(path: str, side: int) -> QImage:
        try:
            status = os.stat(path)
        except OSError:
            return QImage()
        if status.st_size <= _SMALL_FILE:
            image = read_scaled(path, side)
            if not image.isNull():
                return image
        from desktop.storage.thumbnails import ThumbnailCache

        cache = ThumbnailCache(places.thumbnails)
        key = (Path(path), status.st_mtime_ns, status.st_size, side)
        try:
            return read_scaled(str(cache.find(*key) or cache.make(*key)), side)
        except EaselError:
            return QImage()

    return load


def end_parts(parts: Parts) -> None:
    """End what `build_parts` started: the child, the work under way, the index."""
    parts.session.shutdown()
    parts.pictures.stop()
    parts.background.shutdown()
    parts.pictures.close()


def _noticed(_number: int, _frame: object) -> None:
    """The byte that the signal writes to the wakeup socket does the work."""


def _quit_on_signals(app: QApplication) -> QSocketNotifier:
    """Let Ctrl-C and SIGTERM close the window in order, although Qt's loop runs in C++."""
    receiver, sender = os.pipe()
    os.set_blocking(sender, False)
    signal.set_wakeup_fd(sender, warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _noticed)
    notifier = QSocketNotifier(receiver, QSocketNotifier.Type.Read, app)
    notifier.activated.connect(app.closeAllWindows)
    return notifier


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

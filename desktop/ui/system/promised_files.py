"""Promised files: dragged from another app, which writes them only once they are dropped.

The Mac's Photos and Mail drag such files, which have no path until the drop.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from .cocoa import CocoaBridge, has_cocoa, view_of

logger = logging.getLogger(__name__)


class PromisedFiles(QObject):
    """Signals: `arrived(str)`, the path of a written file; `failed()`, writing failed."""

    arrived = Signal(str)
    failed = Signal()


class FilePromises(Protocol):
    """A receiver of promised files."""

    files: PromisedFiles

    def welcome(self, window: QWidget) -> None:
        """Accept promises dragged onto the window, which is visible already."""
        ...

    def are_dragged(self) -> bool:
        """Return whether the current drag promises a file."""
        ...

    def receive(self, folder: Path) -> bool:
        """Have the first promised file written into `folder`; return False without a promise.

        Called while the drop is handled. `files` reports the outcome later.
        """
        ...


def these_file_promises(parent: QObject) -> FilePromises:
    """Return the implementation for this desktop."""
    return MacFilePromises(parent) if has_cocoa() else NoFilePromises(parent)


class NoFilePromises:
    """The implementation for systems where dragged files always exist."""

    def __init__(self, parent: QObject) -> None:
        self.files = PromisedFiles(parent)

    def welcome(self, window: QWidget) -> None:
        """Do nothing."""

    def are_dragged(self) -> bool:
        """Return False."""
        return False

    def receive(self, folder: Path) -> bool:
        """Return False."""
        return False


class MacFilePromises:
    """NSFilePromiseReceiver on the pasteboard of the drag, which Qt leaves alone."""

    def __init__(self, parent: QObject) -> None:
        self.files = PromisedFiles(parent)
        self._bridge = CocoaBridge("receive files that another app promises")
        self._kept: list[Any] = []
        """The receiver and its queue, referenced only here until the next drop."""

    def welcome(self, window: QWidget) -> None:
        """Register the promise types in addition to those that Qt has registered."""
        self._bridge.call(lambda: self._register(window), None)

    def are_dragged(self) -> bool:
        """Query the pasteboard of the drag."""
        return self._bridge.call(self._is_promise, False)

    def receive(self, folder: Path) -> bool:
        """Call the first promise in; the source may take long: Photos downloads first."""
        return self._bridge.call(lambda: self._receive(folder), False)

    @staticmethod
    def _register(window: QWidget) -> None:
        import AppKit  # pyright: ignore[reportMissingImports]

        view = view_of(window)
        types = [*view.registeredDraggedTypes()]
        types += AppKit.NSFilePromiseReceiver.readableDraggedTypes()
        view.registerForDraggedTypes_(types)

    @staticmethod
    def _is_promise() -> bool:
        import AppKit  # pyright: ignore[reportMissingImports]

        board = AppKit.NSPasteboard.pasteboardWithName_(AppKit.NSPasteboardNameDrag)
        kinds = [AppKit.NSFilePromiseReceiver]
        return bool(board.canReadObjectForClasses_options_(kinds, None))

    def _receive(self, folder: Path) -> bool:
        import AppKit  # pyright: ignore[reportMissingImports]

        board = AppKit.NSPasteboard.pasteboardWithName_(AppKit.NSPasteboardNameDrag)
        receivers = board.readObjectsForClasses_options_([AppKit.NSFilePromiseReceiver], None)
        if not receivers:
            return False
        folder.mkdir(parents=True, exist_ok=True)
        # a separate queue: the reader waits for the file, which must not block the window
        queue = AppKit.NSOperationQueue.alloc().init()
        self._kept = [receivers[0], queue]
        receivers[0].receivePromisedFilesAtDestination_options_operationQueue_reader_(
            AppKit.NSURL.fileURLWithPath_(str(folder)), {}, queue, self._read
        )
        return True

    def _read(self, url: Any, error: Any) -> None:
        """Handle the written file or the error; called on a thread of the queue."""
        if error is None:
            self.files.arrived.emit(str(url.path()))
            return
        logger.warning("A promised file was not written: %s", error)
        self.files.failed.emit()

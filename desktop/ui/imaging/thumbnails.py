"""Thumbnails, decoded on a background thread, the latest request first."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from desktop.core.errors import EaselError
from desktop.core.picture_formats import is_heic
from desktop.worker.low_priority_pool import LowPriorityThreadPool
from desktop.worker.uncaught import hand_on

from .picture_reader import fits_in_memory, picture_reader
from .tile_cache import TileStyle, draw_tile

SIDES = (256, 512)
"""The sizes of cached thumbnails (longest side in device pixels)."""
_WHOLE = 2**31 - 1
_CACHE_BYTES = 64 * 2**20
_AT_ONCE = 8
"""Thumbnails taken per event loop turn: more would delay a frame."""
_READY = 3 * _AT_ONCE
"""Loaded thumbnails that may wait to be taken; then the pool thread pauses."""

Load = Callable[[str, int], QImage]


class _Landed(NamedTuple):
    path: str
    side: int
    image: QImage
    look: TileStyle | None
    tile: QImage


class Thumbnails(QObject):
    """A cache of thumbnails that loads missing ones.

    `load(path, side)` runs on a pool thread and returns a null image for an unreadable file.
    Signals: `ready(str)`, the path whose thumbnail was loaded (or turned out to be missing);
    `tile_drawn(str, object, QImage)`, a path, a `TileStyle` and the tile drawn in that style;
    `forgotten(frozenset)`, paths whose files changed or were removed.
    """

    ready = Signal(str)
    tile_drawn = Signal(str, object, QImage)
    forgotten = Signal(object)
    _loaded = Signal()

    def __init__(self, load: Load, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self.look: TileStyle | None = None
        """The style of tiles being drawn; None: no view shows them yet."""
        self.most_waiting = 400
        """At least the number of visible tiles; older requests are dropped."""
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._bytes = 0
        self._waiting: dict[tuple[str, int], None] = {}
        self._fetching: tuple[str, int] | None = None
        self._lock = Lock()
        self._busy = self._closed = False
        self._landed: deque[_Landed] = deque()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._take_some)
        self._pool = LowPriorityThreadPool(self)
        self._loaded.connect(self._later.start, Qt.ConnectionType.QueuedConnection)

    def get(self, path: str, pixels: int) -> QImage | None:
        """Return the thumbnail for a tile of `pixels` device pixels, null if unavailable.

        None: the thumbnail is being loaded. A smaller cached one is returned meanwhile.
        """
        side = _side_for(pixels)
        image = self._images.get((path, side))
        if image is not None:
            self._images.move_to_end((path, side))
            return image
        self._ask(path, side)
        return next(
            (found for other in SIDES if (found := self._images.get((path, other))) is not None),
            None,
        )

    def draw_again(self, path: str, pixels: int) -> None:
        """Redraw a tile of `pixels` device pixels, if a full-size thumbnail is cached."""
        if (path, _side_for(pixels)) in self._images:
            self._ask(path, _side_for(pixels))

    def is_damaged(self, path: str, pixels: int) -> bool:
        """Return whether loading the thumbnail for a tile of `pixels` device pixels failed."""
        image = self._images.get((path, _side_for(pixels)))
        return image is not None and image.isNull()

    def put(self, path: str, image: QImage) -> None:
        """Show `image` for `path` until its thumbnail is loaded (a preview, for example)."""
        self._drop((path, 0))
        self._images[(path, 0)] = image
        self._bytes += image.sizeInBytes()

    def stand_in(self, path: str) -> QImage | None:
        """Return the image that `put` set for `path`, or None."""
        return self._images.get((path, 0))

    def forget(self, paths: Iterable[str]) -> None:
        """Drop cached thumbnails of files that changed or were removed."""
        gone = frozenset(paths)
        for key in [key for key in self._images if key[0] in gone]:
            self._drop(key)
        self._fetch_anew(gone)
        self.forgotten.emit(gone)

    def shutdown(self) -> None:
        """Cancel pending loads and wait for running ones. Final: nothing is loaded afterwards."""
        with self._lock:
            self._closed = True
            self._waiting.clear()
        self._pool.waitForDone()

    def _fetch_anew(self, gone: Collection[str]) -> None:
        """Repeat pending loads of these files: results may be of old or half-written content."""
        with self._lock:
            again = [(there.path, there.side) for there in self._landed if there.path in gone]
            self._landed = deque(there for there in self._landed if there.path not in gone)
            if self._fetching is not None and self._fetching[0] in gone:
                again.append(self._fetching)
                self._fetching = None
        for path, side in again:
            self._ask(path, side)

    def _ask(self, path: str, side: int) -> None:
        with self._lock:
            self._waiting.pop((path, side), None)
            self._waiting[(path, side)] = None
            while len(self._waiting) > self.most_waiting:
                self._waiting.pop(next(iter(self._waiting)))
        self._go_on()

    def _go_on(self) -> None:
        with self._lock:
            if self._busy or self._closed or not self._waiting or len(self._landed) >= _READY:
                return
            self._busy = True
        self._pool.begin(self._fetch_all)

    def _fetch_all(self) -> None:
        while (key := self._next()) is not None:
            try:
                landed = self._fetch(*key)
            except Exception as error:  # the other thumbnails are still wanted
                hand_on(error)
                landed = _Landed(*key, QImage(), None, QImage())
            with self._lock:
                if self._fetching != key:
                    continue  # forgotten meanwhile
                self._landed.append(landed)
                is_first = len(self._landed) == 1
            if is_first:
                self._loaded.emit()

    def _fetch(self, path: str, side: int) -> _Landed:
        image = self._images.get((path, side))
        image = self._load(path, side) if image is None else image
        look, tile = self.look, QImage()
        if look and not image.isNull() and side == _side_for(round(look.side * look.ratio)):
            tile = draw_tile(image, look)
        return _Landed(path, side, image, look, tile)

    def _next(self) -> tuple[str, int] | None:
        with self._lock:
            if not self._waiting or len(self._landed) >= _READY:
                self._busy, self._fetching = False, None
                return None
            self._fetching = self._waiting.popitem()[0]
            return self._fetching

    def _take_some(self) -> None:
        """Take a few of the loaded thumbnails, leaving time for the pool thread to load more."""
        for _ in range(min(_AT_ONCE, len(self._landed))):
            self._take(self._landed.popleft())
        if self._landed:
            self._later.start()
        self._go_on()

    def _take(self, landed: _Landed) -> None:
        path = landed.path
        if not landed.tile.isNull():
            self.tile_drawn.emit(path, landed.look, landed.tile)
        for key in ((path, 0), (path, landed.side)):
            self._drop(key)
        self._images[path, landed.side] = landed.image
        self._bytes += landed.image.sizeInBytes()
        while self._bytes > _CACHE_BYTES and len(self._images) > 1:
            self._drop(next(iter(self._images)))
        self.ready.emit(path)

    def _drop(self, key: tuple[str, int]) -> None:
        image = self._images.pop(key, None)
        if image is not None:
            self._bytes -= image.sizeInBytes()


def _side_for(pixels: int) -> int:
    return next((side for side in SIDES if side >= pixels), SIDES[-1])


def read_scaled(path: str, side: int) -> QImage:
    """Return the picture at `path`, longest side at most `side` pixels; null if unreadable."""
    reader = picture_reader(path)
    if reader is None or not fits_in_memory(reader, scaled=True):
        return QImage()
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return read_heic(path, side)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def read_heic(path: str, side: int = _WHOLE) -> QImage:
    """Return the HEIC at `path`, longest side at most `side` pixels; null if unreadable.

    For systems where Qt has no reader for it (Linux).
    """
    if not is_heic(Path(path)):
        return QImage()
    from desktop.storage.pictures.thumbnail_cache import small

    try:
        picture = small(Path(path), side)
    except EaselError:
        return QImage()
    width, height = picture.size
    image = QImage(picture.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

"""Background export with a banner that shows progress and can cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.worker.background import Background

Count = Callable[[int, int], None]
Stopped = Callable[[], bool]
Work = Callable[[Count, Stopped], Any]


class ExportRunner(QObject):
    """A single export; deletes itself after its end.

    Signals: `counted(int, int)`, pictures done and in total; `finished()`.
    """

    counted = Signal(int, int)
    finished = Signal()

    def __init__(self, banners: BannerArea, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._banners = banners
        self._background = background
        self._banner: Banner | None = None
        self._stopped = False
        self.counted.connect(self._show_count)

    def run(
        self, work: Work, doing: str, done: Callable[[Any], Banner], failed: Callable[..., object]
    ) -> None:
        """Run `work`, showing `doing` with the progress, then the banner that `done` makes."""

        def end(take: Callable[[Any], object], value: Any) -> None:
            if self._banner is not None:
                self._banner.dismiss()
            take(value)
            self.finished.emit()
            self.deleteLater()

        self._doing = doing
        self._banner = Banner(
            doing, choices=((self.tr("Stop"), self.stop),), icon="export", closable=False
        )
        self._banners.add(self._banner)
        self._background.run(
            lambda: work(self.counted.emit, lambda: self._stopped),
            lambda result: end(lambda value: self._banners.add(done(value)), result),
            lambda error: end(failed, error),
        )

    def stop(self) -> None:
        """Stop after the current picture."""
        self._stopped = True
        self._banner = None  # its button has closed it

    def _show_count(self, number: int, count: int) -> None:
        if self._banner is not None:
            words = self.tr("{doing} {number} of {count}")
            self._banner.words.setText(words.format(doing=self._doing, number=number, count=count))

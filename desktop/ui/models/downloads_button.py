"""The toolbar's button for downloads, with their progress; shown while any is unfinished."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.models.downloads.download_progress import DownloadStatus
from desktop.ui.controls.progress_ring import draw_ring
from desktop.ui.theme.icons import ICON, icon
from desktop.worker.window_downloads import Downloads


class DownloadsButton(QToolButton):
    """The button, hidden while no download is pending."""

    def __init__(self, downloads: Downloads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._downloads = downloads
        self._fraction = 0.0
        self._action: QAction | None = None
        self.setIcon(icon("download"))
        self.setIconSize(QSize(ICON, ICON))
        self.setAccessibleName(self.tr("Downloads"))
        downloads.changed.connect(self._on_change)

    def placed_by(self, action: QAction) -> None:
        """Bind visibility to `action`, the toolbar's action for this button."""
        self._action = action
        action.setVisible(False)

    def refresh(self) -> None:
        """Show the combined progress of all downloads."""
        going = [s for s in self._downloads.statuses if s.state != "done"]
        done = sum(status.done_bytes for status in going)
        total = sum(status.total_bytes for status in going)
        self._fraction = min(done / total, 1.0) if total else 0.0
        if self._action is not None:
            self._action.setVisible(bool(going))
        words = self.tr("%n download(s)", "", len(going))
        self.setToolTip(f"{words}, {int(self._fraction * 100)} %")
        self.setAccessibleName(words)
        self.update()

    def _on_change(self, _status: DownloadStatus) -> None:
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) - 2
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        palette, role = self.palette(), QPalette.ColorRole
        colors = palette.color(role.Accent), palette.color(role.Mid)
        draw_ring(painter, box, self._fraction, 0.0, *colors)

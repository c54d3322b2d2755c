"""The middle of the window: the gallery or its empty page, and the notices over its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.controls.notices.banner import BannerArea
from desktop.ui.gallery.filters.gallery_header import GalleryHeader
from desktop.ui.gallery.list.gallery_view import GalleryView
from desktop.ui.menus.actions import Actions
from desktop.ui.theme import icons
from desktop.ui.theme.theme import scaled_font

from .empty_state import EmptyState

_PANE_SHARE = 2
"""The pane's share of three parts; the gallery has the third."""


class NothingFound(QWidget):
    """The page of an empty search. Signals: `cleared()`, show all again."""

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        picture = QLabel()
        color = self.palette().color(QPalette.ColorRole.PlaceholderText)
        picture.setPixmap(icons.pixmap("search", 40, color, self.devicePixelRatioF()))
        title = QLabel(self.tr("No Results"))
        title.setFont(scaled_font(title, 1.35, bold=True))
        words = QLabel(self.tr("No picture matches the search and the filters."))
        words.setProperty("tone", "secondary")
        words.setWordWrap(True)
        words.setAlignment(middle)
        self.clear = QPushButton(self.tr("Clear Search and Filters"))
        self.clear.setAccessibleName(self.clear.text())
        self.clear.clicked.connect(self.cleared)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(picture, 0, middle)
        column.addWidget(title, 0, middle)
        column.addWidget(words)  # with an alignment its second line would be cut
        column.addSpacing(8)
        column.addWidget(self.clear, 0, middle)
        column.addStretch(3)


class GalleryColumn(QFrame):
    """The gallery while it has contents, else an invitation or 'nothing found'.

    Signals: `cleared()`, clear search and filters.
    """

    cleared = Signal()

    def __init__(self, view: GalleryView, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("galleryColumn")
        self.banners = BannerArea()
        self.header = GalleryHeader(actions, self)
        self.view = view
        self.empty = EmptyState()
        self.nothing = NothingFound()
        self.nothing.cleared.connect(self.cleared)
        self.pages = QStackedWidget(self)
        self._blank = QWidget()
        for page in (self._blank, self.view, self.empty, self.nothing):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        self.banners.place_over(self)
        self._searching = self._is_lower = False
        view.model().rowsInserted.connect(self.refresh)
        view.model().rowsRemoved.connect(self.refresh)
        view.model().modelReset.connect(self.refresh)

    def set_card(self, card: QWidget) -> None:
        """Insert a card at the top, until it is closed."""
        margin = QWidget()
        row = QVBoxLayout(margin)
        row.setContentsMargins(16, 12, 16, 0)
        row.addWidget(card)
        card.destroyed.connect(margin.deleteLater)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, margin)

    def put_above(self, pane: QWidget) -> None:
        """Insert `pane` above the gallery, with the larger share of the height."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, pane, _PANE_SHARE)

    def make_room(self, wanted: bool) -> None:
        """Leave the whole height to the pane above while the gallery is empty."""
        self._is_lower = wanted
        self.refresh()

    def set_searching(self, searching: bool) -> None:
        """Set whether the gallery shows the result of a search."""
        self._searching = searching
        self.refresh()

    def refresh(self) -> None:
        """Show the page for the current contents; an empty gallery has no header."""
        self.header.setVisible(self._searching or self.view.model().rowCount() > 0)
        self.pages.setVisible(not self._is_lower or not self.header.isHidden())
        if self.view.model().rowCount():
            self.pages.setCurrentWidget(self.view)
        else:
            self.pages.setCurrentWidget(self.nothing if self._searching else self.empty)

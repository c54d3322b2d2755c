"""The line above the tiles: source, sort order and filter button."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.controls.icon_button import icon_button
from desktop.ui.gallery.picture_store import SORTS, Facets
from desktop.ui.menus.actions import Actions

from .filter_bar import FilterBar
from .source_picker import SourceButton


class GalleryHeader(QFrame):
    """`source`, the sort menu, and the button that shows `filters` below."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("galleryHeader")
        self.source = SourceButton()
        self.filters = FilterBar()
        self.filters.hide()
        self.sort = icon_button("sort", self.tr("Order of the pictures"))
        menu = QMenu(self.sort)
        for order in SORTS:
            menu.addAction(actions[f"sort_{order}"])
        self.sort.setMenu(menu)
        self.sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter = icon_button("filter", self.tr("Filters: show only some pictures"))
        self.filter.setCheckable(True)
        actions["show_filters"].toggled.connect(self._show_filters)
        self.filter.clicked.connect(actions["show_filters"].trigger)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 4)
        row.setSpacing(4)
        row.addWidget(self.source)
        row.addStretch(1)
        row.addWidget(self.sort)
        row.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.filters)

    def show_query(self, query: GalleryQuery) -> None:
        """Show the source, order and filters of `query`."""
        self.source.show_query(query)
        self.filters.show_query(query)

    def show_facets(self, facets: Facets) -> None:
        """Offer the values of `facets`."""
        self.source.facets = facets
        self.filters.facets = facets

    def _show_filters(self, on: bool) -> None:
        self.filter.setChecked(on)
        self.filters.setVisible(on)

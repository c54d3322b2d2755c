"""The filter bar: a chip per filter."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from desktop.storage.gallery.query import GalleryQuery
from desktop.ui.controls.flow_layout import FlowLayout
from desktop.ui.controls.popups.stay_open_menu import StayOpenMenu
from desktop.ui.gallery.picture_store import Counted, Facets
from desktop.ui.imaging.finder_colours import COLOURS, dot_icon, tag_words

from .date_spans import SpanDialog, span_of, usual_spans
from .filter_chip import FilterChip, add_choice, counted, joined

_MOST_CHOICES = 40
_CLEAR = {
    "models": (),
    "sizes": (),
    "since": None,
    "until": None,
    "least_stars": 0,
    "tags": (),
    "loras": (),
    "starting_image": None,
    "made_from": (),
}


class FilterBar(QFrame):
    """A view of `query` that offers `facets`. Signals: `narrowed(dict)`, query values by name."""

    narrowed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.facets = Facets()
        self._query = GalleryQuery()
        self.models = FilterChip(
            self.tr("Model"), self._fill_models, self.tr("Show pictures of some models only")
        )
        self.sizes = FilterChip(
            self.tr("Size"), self._fill_sizes, self.tr("Show pictures of some sizes only")
        )
        self.dates = FilterChip(
            self.tr("Date"), self._fill_dates, self.tr("Show pictures made in some days only")
        )
        self.stars = FilterChip(
            self.tr("Rating"), self._fill_stars, self.tr("Show pictures with stars only")
        )
        self.tags = FilterChip(
            self.tr("Tag"), self._fill_tags, self.tr("Show pictures with some tags only")
        )
        self.loras = FilterChip(
            self.tr("LoRA"), self._fill_loras, self.tr("Show pictures drawn with some LoRAs only")
        )
        self.start = FilterChip(
            self.tr("Starting image"),
            self._fill_start,
            self.tr("Show only pictures that began from another one, or none of them"),
        )
        self.origin = FilterChip(
            self.tr("Made from"),
            self._fill_origin,
            self.tr("Only what was made from one picture is shown"),
        )
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setProperty("kind", "link")
        self.clear.setAccessibleName(self.tr("Show all again"))
        self.clear.clicked.connect(lambda: self.narrowed.emit(dict(_CLEAR)))
        row = FlowLayout(self, 6)
        row.setContentsMargins(16, 2, 16, 8)
        for chip in self.chips:
            row.addWidget(chip)
        row.addWidget(self.clear)
        self.show_query(self._query)

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        """All chips, in display order."""
        return (
            self.models,
            self.sizes,
            self.dates,
            self.stars,
            self.tags,
            self.loras,
            self.start,
            self.origin,
        )

    @staticmethod
    def filters(query: GalleryQuery) -> bool:
        """Return whether any chip filters `query`."""
        return any(getattr(query, name) != neutral for name, neutral in _CLEAR.items())

    def show_query(self, query: GalleryQuery) -> None:
        """Show the filters of `query` on the chips."""
        self._query = query
        start = {None: "", True: self.tr("with"), False: self.tr("without")}
        self.models.show_choice(joined(list(query.models)))
        self.sizes.show_choice(joined([f"{w} × {h}" for w, h in query.sizes]))
        self.dates.show_choice(span_of(query.since, query.until).words())
        self.stars.show_choice("★" * query.least_stars)
        self.tags.show_choice(joined([tag_words(tag) for tag in query.tags]))
        self.loras.show_choice(joined(list(query.loras)))
        self.start.show_choice(start[query.starting_image])
        self.origin.show_choice(self.tr("one picture") if query.made_from else "")
        self.origin.setVisible(bool(query.made_from))
        self.clear.setVisible(self.filters(query))
        self.updateGeometry()

    def _choose(self, **changes: Any) -> None:
        self._query = msgspec.structs.replace(self._query, **changes)
        self.narrowed.emit(changes)

    def _toggle(self, name: str, value: Any, on: bool) -> None:
        chosen = [item for item in getattr(self._query, name) if item != value]
        self._choose(**{name: (*chosen, value) if on else tuple(chosen)})

    def _fill_counted(self, menu: StayOpenMenu, name: str, choices: Counted, none: str) -> None:
        chosen = getattr(self._query, name)
        known = dict(choices)
        for value in (
            *(item for item in chosen if item not in known),
            *list(known)[:_MOST_CHOICES],
        ):
            add_choice(
                menu,
                counted(value, known.get(value, 0)),
                value in chosen,
                lambda on, value=value: self._toggle(name, value, on),
            )
        if menu.isEmpty():
            menu.addAction(none).setEnabled(False)

    def _fill_models(self, menu: StayOpenMenu) -> None:
        self._fill_counted(
            menu, "models", self.facets.models, self.tr("No picture names its model")
        )

    def _fill_loras(self, menu: StayOpenMenu) -> None:
        self._fill_counted(
            menu, "loras", self.facets.loras, self.tr("No picture was drawn with a LoRA")
        )

    def _fill_sizes(self, menu: StayOpenMenu) -> None:
        for width, height, count in self.facets.sizes[:_MOST_CHOICES]:
            size = (width, height)
            add_choice(
                menu,
                counted(f"{width} × {height}", count),
                size in self._query.sizes,
                lambda on, size=size: self._toggle("sizes", size, on),
            )
        if menu.isEmpty():
            menu.addAction(self.tr("There is no picture yet")).setEnabled(False)

    def _fill_dates(self, menu: StayOpenMenu) -> None:
        now = span_of(self._query.since, self._query.until)
        for words, span in usual_spans():
            since, until = span.seconds() if span != now else (None, None)
            menu_entry = menu.addAction(words)
            menu_entry.setCheckable(span == now)
            menu_entry.setChecked(span == now)
            menu_entry.triggered.connect(
                lambda _=False, since=since, until=until: self._choose(since=since, until=until)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Choose Days…")).triggered.connect(self._ask_days)

    def _ask_days(self) -> None:
        dialog = SpanDialog(span_of(self._query.since, self._query.until), self.window())
        dialog.accepted.connect(lambda: self._take_days(dialog))
        dialog.open()

    def _take_days(self, dialog: SpanDialog) -> None:
        since, until = dialog.span().seconds()
        self._choose(since=since, until=until)

    def _fill_stars(self, menu: StayOpenMenu) -> None:
        for stars in range(1, 6):
            words = "★" * stars + (self.tr(" or more") if stars < 5 else "")
            action = menu.addAction(words)
            action.setCheckable(stars == self._query.least_stars)
            action.setChecked(stars == self._query.least_stars)
            value = 0 if stars == self._query.least_stars else stars
            action.triggered.connect(lambda _=False, value=value: self._choose(least_stars=value))

    def _fill_tags(self, menu: StayOpenMenu) -> None:
        known = dict(self.facets.tags)
        others = [tag for tag in known if tag not in COLOURS]
        for tag in (*COLOURS, *others[:_MOST_CHOICES]):
            add_choice(
                menu,
                counted(tag_words(tag), known.get(tag, 0)),
                tag in self._query.tags,
                lambda on, tag=tag: self._toggle("tags", tag, on),
                dot_icon(tag),
            )

    def _fill_origin(self, menu: StayOpenMenu) -> None:
        everything = menu.addAction(self.tr("Show All Again"))
        everything.triggered.connect(lambda: self._choose(made_from=()))

    def _fill_start(self, menu: StayOpenMenu) -> None:
        for words, value in (
            (self.tr("With a starting image"), True),
            (self.tr("Without one"), False),
        ):
            chosen = self._query.starting_image is value
            action = menu.addAction(words)
            action.setCheckable(chosen)
            action.setChecked(chosen)
            wanted = None if chosen else value
            action.triggered.connect(
                lambda _=False, wanted=wanted: self._choose(starting_image=wanted)
            )

"""The right panel: the chosen picture, its recipe, and its actions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.core.recipe import Recipe
from desktop.ui.controls.column_area import ColumnArea
from desktop.ui.controls.elided_label import ElidedLabel, FixedHeightLine
from desktop.ui.gallery.chain.chain_strip import ChainStrip
from desktop.ui.gallery.picture_menu import go_on_menu
from desktop.ui.imaging.thumbnails import Thumbnails
from desktop.ui.menus.actions import Actions
from desktop.ui.theme.theme import scaled_font

from .annotations_row import AnnotationsRow
from .picture_view import PictureView

if TYPE_CHECKING:
    from desktop.ui.i18n.recipe_image_lines import RecipeLine

    from .recipe_view import RecipeView

_ALL_LINES = {
    "prompt": "-",
    "negative_prompt": "-",
    "model": {"name": "-"},
    "width": 1,
    "height": 1,
    "steps": 1,
    "guidance_scale": 1.0,
    "sampler": "euler",
    "seed": 1,
    "compute_unit": "ALL",
    "runtime": "torch",
    "created": "2026-01-01T00:00:00+00:00",
    "app": "-",
}
_NO_FACTS_YET = "\N{NO-BREAK SPACE}"
"""Reserves the line, so that nothing below moves when the facts arrive."""
MIN_WIDTH, WIDTH, MAX_WIDTH = 248, 296, 500


class InspectorPanel(QFrame):
    """A passive view of the chosen picture.

    Signals: `use_requested(str)`, a single setting of the recipe; `stars_requested(int)`,
    `tag_requested(str)`, `albums_requested()`, for the chosen pictures.
    """

    use_requested = Signal(str)
    stars_requested = Signal(int)
    tag_requested = Signal(str)
    albums_requested = Signal()

    def __init__(
        self, actions: Actions, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setMinimumWidth(MIN_WIDTH)
        self.setMaximumWidth(MAX_WIDTH)
        self.picture = PictureView()
        self.name = ElidedLabel()
        self.name.setFont(scaled_font(self.name, 1.0, bold=True))
        self.facts = QLabel()
        self.facts.setProperty("tone", "secondary")
        self.facts.setFont(scaled_font(self.facts, 0.85))
        self.facts.setWordWrap(True)
        self.use_all = QPushButton(self.tr("Use All Settings"))
        self.use_all.setAccessibleName(self.use_all.text())
        self.use_all.clicked.connect(actions["use_settings"].trigger)
        self.copy = QPushButton(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Copy the settings as text"))
        self.copy.setAccessibleName(self.tr("Copy the settings as text"))
        self.copy.clicked.connect(actions["copy_settings"].trigger)
        self.annotations = AnnotationsRow()
        self.annotations.stars_requested.connect(self.stars_requested)
        self.annotations.tag_requested.connect(self.tag_requested)
        self.annotations.albums_requested.connect(self.albums_requested)
        self.chain = ChainStrip(thumbnails)
        self.go_on = QPushButton(self.tr("Continue from Here"))
        self.go_on.setAccessibleName(self.go_on.text())
        self.go_on.setMenu(go_on_menu(actions, self))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty_page())

    def clear(self) -> None:
        """Show that nothing is chosen."""
        self._pages.setCurrentIndex(0)

    @cached_property
    def recipe(self) -> RecipeView:
        """The rows of the recipe; the whole page is created for the first picture."""
        from .recipe_view import RecipeView

        view = RecipeView()
        view.use_requested.connect(self.use_requested)
        return view

    def prepare(self) -> None:
        """Create the page for pictures while idle, before the first picture is shown."""
        if self._pages.count() == 1:
            page = self._full_page()
            self._pages.addWidget(page)
            self.recipe.show_recipe(Recipe(_ALL_LINES))
            page.resize(self.size())
            page.grab()  # the first layout and paint take half a frame

    def _open_page(self) -> None:
        self.prepare()
        self._pages.setCurrentIndex(1)

    def show_file(self, path: str, facts: str = "") -> None:
        """Show the file's name and facts; image and recipe follow."""
        self.name.set_full_text(Path(path).name)
        self.facts.setText(facts or _NO_FACTS_YET)
        self._open_page()
        self._set_file_visible(True)
        if path not in self.chain.paths:
            self.chain.hide()  # until the new chain is found

    def show_running(self, prompt: str, preview: QImage) -> None:
        """Show the running picture."""
        self._open_page()
        self.name.set_full_text(prompt)
        self.facts.setText(self.tr("Being drawn"))
        self._set_file_visible(False)
        self.picture.show_image(preview)
        self._set_recipe_visible(False)

    def show_several(self, count: int, images: Sequence[QImage]) -> None:
        """Show `count` chosen pictures, with the first ones as a stack."""
        self._open_page()
        self.name.set_full_text(
            self.tr("{count} pictures selected").format(count=QLocale().toString(count))
        )
        self.facts.setText(_NO_FACTS_YET)
        self._set_file_visible(False)
        self.annotations.show()
        self.picture.show_stack(images)
        self._set_recipe_visible(False)

    def show_common(self, facts: str, lines: Sequence[RecipeLine]) -> None:
        """Show the chosen pictures' total size and the settings that they share."""
        self.facts.setText(facts or _NO_FACTS_YET)
        self._common.setVisible(bool(lines))
        self.recipe.setVisible(bool(lines))
        self.recipe.show_lines(lines)

    def show_recipe(self, recipe: Recipe | None) -> None:
        """Show the recipe; None: the picture has none that Easel can read."""
        self._set_recipe_visible(recipe is not None)
        self._no_recipe.setVisible(recipe is None)
        if recipe is not None:
            self.recipe.show_recipe(recipe)

    def _set_recipe_visible(self, visible: bool) -> None:
        self._common.hide()
        for widget in (self.recipe, self.use_all, self.copy):
            widget.setVisible(visible)
        self._no_recipe.setVisible(False)

    def _set_file_visible(self, visible: bool) -> None:
        """Show or hide the widgets of a single finished picture."""
        self.annotations.setVisible(visible)
        self.go_on.setVisible(visible)
        if not visible:
            self.chain.hide()

    def _empty_page(self) -> QWidget:
        page = QWidget()
        words = QLabel(self.tr("Choose a picture to see how it was made."))
        words.setProperty("tone", "secondary")
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 16, 32, 16)
        column.addWidget(words)
        return page

    def _full_page(self) -> QWidget:
        content = QWidget()
        self._common = QLabel(self.tr("The same in all of them"))
        self._common.setFont(scaled_font(self._common, 1.0, bold=True))
        self._common.hide()
        self._no_recipe = QLabel(self.tr("This picture carries no settings that Easel can read."))
        self._no_recipe.setWordWrap(True)
        self._no_recipe.setProperty("tone", "secondary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.use_all, 1)
        buttons.addWidget(self.copy)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.picture)
        title = QVBoxLayout()
        title.setSpacing(2)
        title.addWidget(FixedHeightLine(self.name))
        title.addWidget(self.facts)
        column.addLayout(title)
        column.addWidget(self.chain)
        column.addWidget(self.annotations)
        column.addWidget(self.go_on)
        column.addLayout(buttons)
        column.addWidget(self._no_recipe)
        column.addWidget(self._common)
        column.addWidget(self.recipe)
        column.addStretch(1)
        return ColumnArea(content)

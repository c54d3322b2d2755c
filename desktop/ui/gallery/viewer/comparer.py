"""A comparison of two pictures, with a divider or side by side, and of their recipes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop.core.recipe import Recipe
from desktop.ui.i18n.recipe_lines import recipe_lines

from .compare_canvas import CompareCanvas
from .viewer_overlay import ViewerOverlay

_STEP = 0.02
_LONG = 40


class Comparer(ViewerOverlay):
    """The overlay of a pair of pictures; the arrow keys move the divider."""

    canvas: CompareCanvas

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, CompareCanvas())
        self.setAccessibleName(self.tr("Compare"))
        self._images = (QImage(), QImage())
        self._names = ("", "")
        self._recipes: tuple[Recipe | None, Recipe | None] = (None, None)
        self.slider = self.bar.add_button("compare", self.tr("With a slider (S)"), checkable=True)
        self.beside = self.bar.add_button(
            "side-by-side", self.tr("Side by side (B)"), checkable=True
        )
        self.swap = self.bar.add_button("swap", self.tr("Swap the pictures (X)"))
        self.slider.clicked.connect(lambda: self.set_beside(False))
        self.beside.clicked.connect(lambda: self.set_beside(True))
        self.swap.clicked.connect(self.swap_pictures)
        self.bar.add_gap()
        self.add_zoom_buttons()
        canvas = self.canvas
        self.keys |= {
            Qt.Key.Key_Left: lambda: canvas.set_divider(canvas.divider - _STEP),
            Qt.Key.Key_Right: lambda: canvas.set_divider(canvas.divider + _STEP),
            Qt.Key.Key_Home: lambda: canvas.set_divider(0),
            Qt.Key.Key_End: lambda: canvas.set_divider(1),
            Qt.Key.Key_S: lambda: self.set_beside(False),
            Qt.Key.Key_B: lambda: self.set_beside(True),
            Qt.Key.Key_X: self.swap_pictures,
        }
        self.set_beside(False)

    def set_beside(self, beside: bool) -> None:
        """Show the pictures side by side, or with the divider."""
        self.canvas.set_beside(beside)
        self.beside.setChecked(beside)
        self.slider.setChecked(not beside)

    def show_pair(
        self,
        images: tuple[QImage, QImage],
        names: tuple[str, str],
        recipes: tuple[Recipe | None, Recipe | None],
    ) -> None:
        """Compare two pictures."""
        self._images, self._names, self._recipes = images, names, recipes
        self._show()

    def swap_pictures(self) -> None:
        """Swap the left and the right picture."""
        first, second = self._images
        name, other = self._names
        recipe, another = self._recipes
        self._images, self._names = (second, first), (other, name)
        self._recipes = (another, recipe)
        self.canvas.divider = 1 - self.canvas.divider
        self._show()

    def _show(self) -> None:
        self.canvas.show_pair(self._images, self._images[0].size(), self._names)
        first, second = self._recipes
        words = differences(first, second) if first and second else ""
        title = self.tr("What differs") if words else " ↔ ".join(self._names)
        same = self.tr("Drawn with the same settings") if first and second else ""
        self.bar.show_words(title, words or same)


def differences(first: Recipe, second: Recipe) -> str:
    """Return the differences of two recipes, as far as the inspector shows them."""
    left = {line.key: line for line in recipe_lines(first)}
    right = {line.key: line for line in recipe_lines(second)}
    skipped = ("created", "app", "ran")
    keys = [*left, *(key for key in right if key not in left)]
    keys.sort(key=lambda key: "prompt" in key)  # the long ones last
    parts: list[str] = []
    for key in keys:
        texts = [lines[key].text if key in lines else "–" for lines in (left, right)]
        if key not in skipped and texts[0] != texts[1]:
            label = (left.get(key) or right[key]).label
            parts.append(f"{label}: {_short(texts[0])} ↔ {_short(texts[1])}")
    return "   ·   ".join(parts)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else line[: _LONG - 1] + "…"

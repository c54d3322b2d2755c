"""Another name in the inspector moves and repaints nothing but itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from desktop.ui.gallery.inspector.recipe_view import RecipeRow

from .test_window import draw


class Painted(QObject):
    """Notes what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(type(watched).__name__)
        return False


def test_another_name_repaints_no_row_of_the_recipe(qtbot, qapp, make_window) -> None:
    window = make_window()
    draw(qtbot, window, "red apple", steps=1)
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    painted = Painted()
    qapp.installEventFilter(painted)

    def nothing_is_painted() -> bool:
        painted.seen.clear()
        qtbot.settle()
        return not painted.seen

    qtbot.waitUntil(nothing_is_painted)
    window.parts.inspector.name.set_full_text("another-name.png")
    qtbot.waitUntil(lambda: "ElidedLabel" in painted.seen)
    qtbot.settle()
    qapp.removeEventFilter(painted)
    assert RecipeRow.__name__ not in painted.seen
    assert window.parts.inspector.name.text() == "another-name.png"
    assert window.parts.inspector.name.width() > 100


def test_a_name_in_hangul_has_the_height_that_it_needs(qtbot, make_window) -> None:
    window = make_window()
    draw(qtbot, window, "빨간 사과", steps=1)
    qtbot.waitUntil(lambda: window.parts.inspector.name.text().startswith("빨간"))
    name = window.parts.inspector.name
    assert name.sizeHint().height() <= name.height()

"""Lines of the review of the window that no other test holds: C5, C18, U5, U8, U9 and U11."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from desktop.models.catalogue.catalogue import catalogue
from desktop.ui.controls.breakable_label import unbroken
from desktop.ui.controls.form import AcceptButtons
from desktop.ui.gallery.export.contact_sheet_dialog import ContactSheetDialog
from desktop.ui.gallery.export.export_dialog import ExportDialog
from desktop.ui.gallery.filters.date_spans import DateSpan, SpanDialog
from desktop.ui.gallery.labels_dialog import LabelsDialog
from desktop.ui.generate.mask.mask_canvas import MaskCanvas
from desktop.ui.generate.mask.mask_strokes import MaskStrokes
from desktop.ui.menus.menu_bar import SPECS
from desktop.ui.system.reveal import reveal_words
from tests.worker.immediate_background import ImmediateBackground

from .conftest import MakeWindow
from .gallery_window import choose, picture
from .given_models import give_models

SOURCES = Path(__file__).parent.parent.parent / "desktop" / "ui"


def test_c5_a_model_that_is_gone_is_named(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    registry, row = window.parts.registry, window.parts.panel.model_row
    starter = registry.models[0]
    other = msgspec.structs.replace(starter, name="Pastel", path="/models/pastel.safetensors")
    give_models(registry, [starter, other])
    row.choose(other.path)
    give_models(registry, [starter])
    assert row.model == starter
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    said = window.parts.column.banners.banners[0].words.text()
    assert "pastel" in said
    assert starter.name in said


def test_c18_one_word_for_the_folder_everywhere() -> None:
    """Wherever a file is shown in its folder it is said as this system says it."""
    reveal = next(spec for spec in SPECS if spec.name == "reveal")
    assert reveal.text == reveal_words()
    holders = {
        path.name
        for path in SOURCES.rglob("*.py")
        if '"Show in Finder"' in (text := path.read_text()) or '"Show in Folder"' in text
    }
    assert holders == {"reveal.py", "menu_bar.py"}


def left_edge(widget: QWidget, window: QWidget) -> int:
    """The column of the window in which what `widget` paints begins."""
    image = widget.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    painted = (
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    )
    return widget.mapTo(window, QPoint(next(painted), 0)).x()


def test_u5_everything_in_the_inspector_begins_at_one_edge(
    qtbot, app_paths, make_window: MakeWindow
) -> None:
    path = picture(app_paths.pictures, prompt="Hill")
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    choose(qtbot, window, path)
    inspector = window.parts.inspector
    qtbot.waitUntil(lambda: not window.parts.inspector_controller.image.isNull())
    qtbot.waitUntil(inspector.annotations.isVisible)
    edge = inspector.picture.mapTo(window, QPoint()).x()
    for widget in (inspector.facts, inspector.annotations.stars[0], inspector.annotations.labels):
        assert abs(left_edge(widget, window) - edge) <= 2, widget.accessibleName()
    assert inspector.picture.width() >= inspector.width() - 2 * 16 - 20


def test_u8_a_white_picture_has_an_edge_under_the_brush(qtbot, themed) -> None:
    canvas = MaskCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    white = QImage(64, 64, QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    canvas.open_picture(white, MaskStrokes(QSize(64, 64)), QRectF(0, 0, 1, 1), 64)
    for appearance in ("light", "dark"):
        themed.show_as(appearance)
        shown = canvas.grab().toImage()
        assert shown.pixelColor(150, 100).lightness() > 250
        assert shown.pixelColor(4, 100).lightness() < 235
    themed.show_as("light")


def test_u8_the_viewer_says_what_it_shows(qtbot, app_paths, make_window: MakeWindow) -> None:
    path = picture(app_paths.pictures)
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    choose(qtbot, window, path)
    qtbot.keyClick(window.parts.gallery_view, Qt.Key.Key_Space)
    viewer = window.parts.view_actions.viewer
    qtbot.waitUntil(lambda: "64 × 64" in viewer.bar.facts.text())
    assert viewer.bar.title.text() == Path(path).name


def test_u9_a_license_is_never_broken_within_its_name() -> None:
    names = {entry.licence for entry in catalogue()}
    assert any("+" in name for name in names)
    for name in names:
        for at, sign in enumerate(shown := unbroken(name)):
            if sign in "+-/":
                assert shown[at - 1] == shown[at + 1] == "\N{WORD JOINER}"


def dialogs(folder: Path) -> list[QDialog]:
    return [
        ExportDialog(2, {}, str(folder)),
        ContactSheetDialog([], ImmediateBackground()),
        SpanDialog(DateSpan()),
        LabelsDialog("Albums", "New album", [()], []),
    ]


@pytest.mark.parametrize("number", range(4))
def test_u11_the_button_that_does_it_stands_last_and_has_no_icon(
    qtbot, themed, tmp_path: Path, number: int
) -> None:
    dialog = dialogs(tmp_path)[number]
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    box = dialog.findChild(AcceptButtons)
    assert box.stop.x() < box.go.x()
    assert box.go.property("kind") == "primary"
    assert all(button.icon().isNull() for button in dialog.findChildren(QPushButton))

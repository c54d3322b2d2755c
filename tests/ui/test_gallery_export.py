"""Export and contact sheets from the window, to real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from desktop.storage.metadata.reading import read_recipe
from desktop.ui.gallery.export.contact_sheet_dialog import ContactSheetDialog
from desktop.ui.gallery.export.export_dialog import ExportDialog
from desktop.ui.gallery.export.save_picture import save_copy

from .conftest import MakeWindow
from .gallery_window import choose, picture


@pytest.fixture
def three(app_paths) -> list[str]:
    return [picture(app_paths.pictures, number, prompt="apple / pear") for number in range(3)]


@pytest.fixture
def window(qtbot, three, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 3)
    return made


def dialog_of(qtbot, window, kind):
    def found():
        return [one for one in window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def banner_with(qtbot, window, words: str):
    def found():
        return [one for one in window.parts.column.banners.banners if words in one.sentence]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def test_many_are_exported_by_a_template(qtbot, window, three, tmp_path) -> None:
    choose(qtbot, window, *three)
    window.parts.actions["export"].trigger()
    dialog = dialog_of(qtbot, window, ExportDialog)
    qtbot.waitUntil(lambda: "apple-pear-2" in plain(dialog))  # the first one in the gallery
    dialog.format.set_value("jpeg")
    dialog.format.value_changed.emit("jpeg")
    assert dialog.quality.isEnabled()
    dialog.name.field.setText("{nonsense}")
    assert not dialog.export.isEnabled()
    assert "{nonsense}" in dialog.name.example.text()
    dialog.name.field.setText("{prompt}/{number}-{steps}")
    assert plain(dialog).endswith("apple-pear/1-12.jpg")
    dialog.set_folder(str(tmp_path / "out"))
    dialog.export.click()
    banner_with(qtbot, window, "3 pictures exported")
    made = sorted((tmp_path / "out" / "apple-pear").iterdir())
    assert [path.name for path in made] == ["1-12.jpg", "2-12.jpg", "3-12.jpg"]
    read = read_recipe(made[0])
    assert read is not None
    assert read.recipe["prompt"] == "apple / pear"
    kept = window.parts.ui_state.mapping("export")
    assert (kept["format"], kept["template"]) == ("jpeg", "{prompt}/{number}-{steps}")


def plain(dialog: ExportDialog) -> str:
    return dialog.name.example.text().replace("\u200b", "")


def test_without_the_recipe(qtbot, window, three, tmp_path) -> None:
    choose(qtbot, window, three[0])
    window.parts.actions["export"].trigger()
    dialog = dialog_of(qtbot, window, ExportDialog)
    dialog.recipe.setChecked(False)
    assert not dialog.quality.isEnabled(), "PNG has no quality"
    dialog.set_folder(str(tmp_path / "out"))
    dialog.export.click()
    banner_with(qtbot, window, "1 picture exported without settings.")
    (path,) = (tmp_path / "out").iterdir()
    assert read_recipe(path) is None


def test_what_fails_is_named_and_the_rest_goes_on(qtbot, window, three, tmp_path) -> None:
    Path(three[1]).write_bytes(b"no picture")
    choose(qtbot, window, *three)
    from desktop.storage.pictures.export import ExportOptions

    options = ExportOptions(format="webp")
    window.parts.export_actions.export(three, str(tmp_path / "out"), options)
    banner = banner_with(qtbot, window, "1 picture could not be exported")
    assert "2 pictures exported" in banner.sentence
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_contact_sheet_with_its_preview(qtbot, window, three, tmp_path, monkeypatch) -> None:
    choose(qtbot, window, *three)
    window.parts.actions["contact_sheet"].trigger()
    dialog = dialog_of(qtbot, window, ContactSheetDialog)
    qtbot.waitUntil(lambda: dialog.page.image.width() == 1240)
    first = dialog.page.image.copy()
    dialog.columns.box.set_value(2)
    dialog.columns.value_changed.emit(2)
    qtbot.waitUntil(lambda: dialog.page.image != first)
    dialog.format.set_value("png")
    target = tmp_path / "sheet.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    dialog.save.click()
    banner_with(qtbot, window, "contact sheet is saved")
    with Image.open(target) as page:
        assert page.size == (1240, 1754)
        assert page.convert("L").getextrema()[0] < 200


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("webp", "WEBP"), ("tif", "TIFF")])
def test_save_as_follows_the_names_ending(qtbot, window, three, tmp_path, ending, kind) -> None:
    target = tmp_path / f"saved.{ending}"
    save_copy(three[0], str(target))
    with Image.open(target) as image:
        assert image.format == kind


def test_an_unknown_ending_is_refused(qtbot, window, three, tmp_path, monkeypatch) -> None:
    target = tmp_path / "saved.bmp"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    choose(qtbot, window, three[0])
    window.parts.actions["save_as"].trigger()
    banner_with(qtbot, window, ".bmp")
    assert not target.exists()

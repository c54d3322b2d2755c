"""Pictures in the window: gallery, inspector, recipes taken over, drag, copy, drop, Trash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton

from desktop.core.picture_formats import PICTURE_SUFFIXES
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.pictures.picture_files import write_picture
from desktop.ui.gallery.folder_watch import FolderWatch
from desktop.ui.gallery.picture_store import IndexedStore
from desktop.ui.imaging.input_images import picture_file
from desktop.ui.imaging.picture_drag import PictureMime, drag_pixmap, read_whole
from desktop.ui.imaging.thumbnails import Thumbnails, read_scaled
from desktop.ui.shell.drop_handler import dropped_file
from desktop.worker.background import Background
from tests.storage.heic_samples import WITH_EXIF
from tests.storage.test_metadata_comfyui import text_to_image

from .conftest import MakeWindow

RECIPE = {
    "version": 1,
    "prompt": "red apple, on a table",
    "negative_prompt": "blurry",
    "seed": 2**64 - 1,
    "index": 0,
    "width": 320,
    "height": 256,
    "steps": 12,
    "guidance_scale": 3.5,
    "sampler": "euler_ancestral",
    "noise_schedule": "karras",
    "rng": "torch",
    "model": {"name": "Starter (draws icons)", "family": "sd1", "hash": "0"},
    "runtime": "torch",
    "compute_unit": "CPU_ONLY",
    "device": "cpu",
    "precision": "fp32",
    "loras": [],
    "image": None,
    "created": "2026-11-22T10:00:00+00:00",
    "app": "Easel 0.1.0",
}


def picture(folder: Path, number: int = 0, side: int = 64, **changes) -> str:
    """A PNG with its recipe, `number` seconds younger than the first."""
    recipe = {**RECIPE, "width": side, "height": side, "seed": number, **changes}
    colour = bytes((number * 40 % 256, 90, 200 - number * 30 % 200))
    path = write_picture(colour * (side * side), side, side, recipe, folder)
    os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    return str(path)


@pytest.fixture
def four(app_paths) -> list[str]:
    """Four pictures in the output folder, the newest last."""
    return [picture(app_paths.pictures, number) for number in range(4)]


@pytest.fixture
def window(qtbot, four, make_window: MakeWindow):
    made = make_window()
    qtbot.waitUntil(lambda: len(made.parts.pictures.paths) == 4)
    return made


def choose(qtbot, window, *rows: int) -> list[str]:
    model = window.parts.gallery_view.selectionModel()
    model.clear()
    flags = QItemSelectionModel.SelectionFlag
    for row in rows:
        model.setCurrentIndex(window.parts.pictures.index_at(row), flags.Select)
    path = window.parts.pictures.paths[rows[-1]]
    qtbot.waitUntil(
        lambda: (
            window.parts.inspector_controller.path == path
            and window.parts.inspector_controller.recipe is not None
        )
    )
    return window.parts.gallery_view.selected_paths()


def test_the_newest_picture_comes_first(qtbot, window, four) -> None:
    assert list(window.parts.pictures.paths) == four[::-1]
    window.parts.actions["sort_oldest"].trigger()
    qtbot.waitUntil(lambda: list(window.parts.pictures.paths) == four)


def test_search_finds_by_words(qtbot, window) -> None:
    window.parts.toolbar.search.setText("no such thing")
    qtbot.waitUntil(lambda: not window.parts.pictures.paths)
    assert window.parts.column.pages.currentWidget() is window.parts.column.nothing
    window.parts.toolbar.search.setText("app tab")
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 4)


def test_the_inspector_shows_the_whole_recipe(qtbot, window) -> None:
    choose(qtbot, window, 1)
    rows = {key: row.value.text() for key, row in window.parts.inspector.recipe._rows.items()}
    assert rows["prompt"] == "red apple, on a table"
    assert rows["negative_prompt"] == "blurry"
    assert (rows["sampler"], rows["noise_schedule"]) == ("Euler a", "Karras")
    assert rows["seed"] == "2"
    assert rows["steps"] == "12"
    assert rows["guidance"] == "3.5"
    assert rows["unit"] == "CPU only"
    assert rows["ran"] == "PyTorch, cpu, fp32"
    assert not window.parts.inspector.picture.image.isNull()


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ("prompt", "prompt", "red apple, on a table"),
        ("negative_prompt", "negative_prompt", "blurry"),
        ("size", "width", 64),
        ("steps", "steps", 12),
        ("guidance", "guidance_scale", 3.5),
        ("sampler", "sampler", "euler_ancestral"),
        ("noise_schedule", "noise_schedule", "karras"),
        ("seed", "seed", 2),
    ],
)
def test_each_line_can_be_used_alone(qtbot, window, row: str, field: str, value) -> None:
    choose(qtbot, window, 1)
    before = {name: getattr(window.parts.values, name) for name in window.parts.values.names()}
    qtbot.mouseClick(window.parts.inspector.recipe.row(row).button, Qt.MouseButton.LeftButton)
    assert getattr(window.parts.values, field) == value
    together = {"size": {"width", "height"}}
    together["seed"] = {"seed", "keep_seed"}
    for name, old in before.items():
        if name not in together.get(row, {field}):
            assert getattr(window.parts.values, name) == old


def test_all_settings_come_back(qtbot, window) -> None:
    choose(qtbot, window, 3)
    qtbot.mouseClick(window.parts.inspector.use_all, Qt.MouseButton.LeftButton)
    values = window.parts.values
    assert values.prompt == RECIPE["prompt"]
    assert (values.steps, values.guidance_scale) == (12, 3.5)
    assert (values.seed, values.keep_seed) == (0, True)
    assert (values.sampler, values.noise_schedule) == ("euler_ancestral", "karras")


def test_a_model_that_is_not_here_is_said(qtbot, app_paths, make_window: MakeWindow) -> None:
    picture(app_paths.pictures, model={"name": "dreamshaper_8", "family": "sd1", "hash": "1"})
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    choose(qtbot, window, 0)
    window.parts.actions["use_settings"].trigger()
    sentences = [banner.sentence for banner in window.parts.column.banners.banners]
    assert any("dreamshaper_8" in sentence for sentence in sentences)
    assert window.parts.values.prompt == RECIPE["prompt"]


def test_the_recipe_is_copied_as_text(qtbot, window) -> None:
    choose(qtbot, window, 0)
    qtbot.mouseClick(window.parts.inspector.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "Prompt: red apple, on a table" in text
    assert "Sampler: Euler a\nSchedule: Karras" in text


def copied_files() -> list[str]:
    """The files on the clipboard, which another test may have filled or left empty."""
    mime = QGuiApplication.clipboard().mimeData()
    return [] if mime is None else [url.toLocalFile() for url in mime.urls()]


def test_copy_puts_files_and_image_on_the_clipboard(qtbot, window) -> None:
    paths = choose(qtbot, window, 0, 2)
    window.parts.gallery_view.setFocus()
    window.parts.actions["copy"].trigger()
    qtbot.waitUntil(lambda: copied_files() == paths)
    image = QImage(QGuiApplication.clipboard().mimeData().imageData())
    assert (image.width(), image.height()) == (64, 64)


_COPIES = """
from PySide6.QtGui import QGuiApplication, QImage
from desktop.ui.imaging.picture_drag import clipboard_mime
app = QGuiApplication([])
image = QImage(8, 8, QImage.Format.Format_RGB32)
image.fill(0)
app.clipboard().setMimeData(clipboard_mime(["/a.png"], image))
mime = app.clipboard().mimeData()
assert mime.hasUrls() and mime.hasImage()
"""


def test_a_copied_picture_does_not_crash_the_end_of_the_app() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COPIES], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_drag_carries_files_image_and_thumbnail(qapp, four) -> None:
    mime = PictureMime(four[:3])
    assert [url.toLocalFile() for url in mime.urls()] == four[:3]
    assert mime.hasImage()
    assert QImage(mime.imageData()).width() == 64
    pixmap = drag_pixmap([read_scaled(path, 256) for path in four[:3]], 3, 2.0)
    assert pixmap.devicePixelRatio() == 2.0
    image = pixmap.toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() > 200
    assert image.pixelColor(0, 0).alpha() == 0


def drop(window, *paths: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(500, 300), copy, mime, button, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(500, 300), copy, mime, button, none))


def test_a_dropped_picture_offers_its_settings(qtbot, tmp_path, make_window: MakeWindow) -> None:
    window = make_window()
    path = picture(tmp_path / "elsewhere", 9)
    drop(window, path)
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    banner = window.parts.column.banners.banners[0]
    texts = [button.text() for button in banner.findChildren(QPushButton)]
    assert texts == ["Use Its Settings", "Start from It"]
    banner.buttons[0].click()
    assert (window.parts.values.prompt, window.parts.values.seed) == (RECIPE["prompt"], 9)


def test_a_sampler_without_equal_is_taken_over_as_its_nearest_and_said(
    qtbot, tmp_path, make_window: MakeWindow
) -> None:
    window = make_window()
    graph = text_to_image()
    graph["3"]["inputs"] |= {"sampler_name": "exp_heun_2_x0", "scheduler": "karras"}
    info = PngInfo()
    info.add_text("prompt", json.dumps(graph))
    path = tmp_path / "theirs.png"
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    drop(window, str(path))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    window.parts.column.banners.banners[0].buttons[0].click()
    values = window.parts.values
    assert (values.sampler, values.noise_schedule, values.steps) == ("heun", "karras", 20)
    said = [banner.sentence for banner in window.parts.column.banners.banners]
    assert any("no exp_heun_2_x0 here; the nearest is Heun" in sentence for sentence in said)


def test_a_dropped_picture_without_recipe_can_be_a_start(
    qtbot, tmp_path, make_window: MakeWindow
) -> None:
    window = make_window()
    path = tmp_path / "plain.png"
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(path))
    drop(window, str(path))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    banner = window.parts.column.banners.banners[0]
    assert "no settings" in banner.sentence
    banner.buttons[0].click()
    assert window.parts.values.start_image == str(path)


def test_a_heic_is_taken_wherever_the_gallery_shows_one(
    qtbot, app_paths, tmp_path, make_window: MakeWindow
) -> None:
    app_paths.pictures.mkdir(parents=True)
    shown, photo = app_paths.pictures / "shown.heic", tmp_path / "Photo.HEIC"
    shown.write_bytes(WITH_EXIF)
    photo.write_bytes(WITH_EXIF)
    window = make_window()
    qtbot.waitUntil(lambda: list(window.parts.pictures.paths) == [str(shown)])
    drop(window, str(photo))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    use, start = window.parts.column.banners.banners[0].buttons[:2]
    assert [use.text(), start.text()] == ["Use Its Settings", "Start from It"]
    use.click()
    assert window.parts.values.seed == 42
    well = window.parts.panel.start_image.well
    with qtbot.waitSignal(well.shown, timeout=60_000):
        start.click()
    for image in (well.image, read_scaled(str(shown), 8), read_whole(str(shown))):
        assert image.pixelColor(0, 0).red() > 150 > image.pixelColor(0, 0).blue()
    assert read_scaled(str(shown), 8).width() == 8


@pytest.mark.parametrize("suffix", PICTURE_SUFFIXES)
def test_each_kind_of_picture_in_the_gallery_can_be_dropped(tmp_path: Path, suffix: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / f"a{suffix.upper()}"))])
    assert dropped_file(mime) == picture_file(mime) != ""


def test_arrow_keys_walk_and_space_looks(qtbot, window) -> None:
    choose(qtbot, window, 0)
    view = window.parts.gallery_view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    path = window.parts.pictures.paths[1]
    qtbot.waitUntil(
        lambda: (
            window.parts.inspector_controller.path == path
            and not window.parts.inspector_controller.image.isNull()
        )
    )
    qtbot.waitUntil(lambda: window.parts.inspector_controller.recipe is not None)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    look = window.parts.view_actions.viewer
    assert look.isVisible()
    qtbot.keyClick(look, Qt.Key.Key_Right)
    qtbot.waitUntil(
        lambda: window.parts.inspector_controller.path == window.parts.pictures.paths[2]
    )
    qtbot.keyClick(look, Qt.Key.Key_Escape)
    assert not look.isVisible()


def test_the_trash_takes_files_and_undo_brings_them_back(qtbot, window, monkeypatch) -> None:
    home = window.parts.services.app_paths.data / "xdg"
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    chosen = choose(qtbot, window, 0, 1)
    window.parts.actions["trash"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 2)
    assert not any(Path(path).exists() for path in chosen)
    window.parts.gallery_view.setFocus()
    window.parts.actions["undo"].trigger()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 4)
    assert all(Path(path).exists() for path in chosen)


def test_a_damaged_file_is_a_tile_that_says_so(qtbot, app_paths, make_window: MakeWindow) -> None:
    app_paths.pictures.mkdir(parents=True)
    (app_paths.pictures / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    window = make_window()
    qtbot.waitUntil(lambda: len(window.parts.pictures.paths) == 1)
    window.parts.gallery_view.choose_row(0)
    qtbot.waitUntil(window.parts.inspector._no_recipe.isVisible)
    window.parts.gallery_view.viewport().repaint()


def test_thumbnails_come_from_another_thread_and_stay_small(qtbot, tmp_path, qapp) -> None:
    path = picture(tmp_path, 1, side=700)
    thumbnails = Thumbnails(read_scaled)
    with qtbot.waitSignal(thumbnails.ready):
        assert thumbnails.get(path, 200) is None
    image = thumbnails.get(path, 200)
    assert image is not None
    assert max(image.width(), image.height()) == 256
    thumbnails.shutdown()


def test_nothing_is_fetched_once_thumbnails_are_shut_down(qapp) -> None:
    asked: list[str] = []
    thumbnails = Thumbnails(lambda path, _: asked.append(path) or QImage())
    thumbnails.shutdown()
    assert thumbnails.get("a.png", 200) is None
    thumbnails._pool.waitForDone()
    assert asked == []


def test_what_comes_between_the_first_look_and_the_watch_is_seen(qtbot, qapp, app_paths) -> None:
    picture(app_paths.pictures, 1)
    store, background = IndexedStore(app_paths.index, lambda: [app_paths.pictures]), Background()
    watch = FolderWatch(store, background, background)
    came: list[str] = []

    def between(_found: object) -> None:
        if not came:
            came.append(picture(app_paths.pictures, 2))

    watch.looked.connect(between)
    watch.look()
    qtbot.waitUntil(lambda: bool(came) and came[0] in store.paths(GalleryQuery()))
    background.shutdown()
    store.close()


def test_changes_made_outside_are_followed(qtbot, window, four) -> None:
    Path(four[0]).unlink()
    new = picture(window.parts.services.app_paths.pictures, 8)
    qtbot.waitUntil(lambda: new in window.parts.pictures.paths)
    assert four[0] not in window.parts.pictures.paths


def test_the_index_finds_words_of_the_prompt(app_paths) -> None:
    app_paths.pictures.mkdir(parents=True)
    (app_paths.pictures / "note.txt").write_text("x")
    first = picture(app_paths.pictures, 1)
    store = IndexedStore(app_paths.index, lambda: [app_paths.pictures])
    assert store.refresh()
    assert list(store.paths(GalleryQuery())) == [first]
    assert list(store.paths(GalleryQuery(text="table app"))) == [first]
    assert not store.paths(GalleryQuery(text="pear"))
    store.close()

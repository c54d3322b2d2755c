"""Preferences' model folders: what was found, order, other apps' folders, and watching them."""

from __future__ import annotations

import dataclasses
import shutil
import time
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import QCoreApplication, Qt

from desktop.models.downloads.keychain import LIMIT, Keychain
from desktop.models.downloads.tokens import TokenStore
from desktop.models.locations.other_apps import other_places
from desktop.ui.model_list.model_rows import FACTS, MARK, WARNING
from desktop.ui.model_list.token_dialog import TokenField
from desktop.ui.models.model_watch import ModelWatch
from desktop.ui.shell.compose import filled_window
from desktop.ui.shell.main_window import MainWindow
from tests.models.conftest import write_tensors
from tests.models.downloads import test_keychain
from tests.models.test_library import LORA, diffusers_folder
from tests.worker.immediate_background import ImmediateBackground

from .conftest import MakeWindow, close, make_parts
from .test_window import button, sentences

drawer = test_keychain.drawer


@pytest.fixture(autouse=True)
def no_keychain():
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def comfy(tmp_path: Path) -> Path:
    """A home in which ComfyUI has a model and a LoRA; its models folder."""
    models = tmp_path / "user" / "ComfyUI" / "models"
    diffusers_folder(models / "diffusers" / "theirs")
    write_tensors(models / "loras" / "style.safetensors", LORA)
    return models


@pytest.fixture
def window_beside(qtbot, themed, app_paths, tmp_path: Path):
    """Opens a window on a machine whose user's home is `tmp_path/user`."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        parts = dataclasses.replace(
            make_parts(app_paths, "draw"),
            find_others=lambda everywhere: other_places(
                tmp_path / "user", {}, everywhere=everywhere
            ),
        )
        made.append(filled_window(parts))
        made[-1].show()
        qtbot.waitUntil(lambda: made[-1].parts.registry.is_read)
        return made[-1]

    yield make
    for window in made:
        close(window)


def page_of(window):
    window.parts.actions["model_folders"].trigger()
    return window.parts.window_actions._preferences.models


def line(page, row: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    return page.list.model().index(row, 0).data(role)


def test_other_apps_are_offered_once_and_taken_only_when_asked(
    qtbot, comfy: Path, window_beside, app_paths
) -> None:
    window = window_beside()
    offer = ["Models of other apps are on this computer: ComfyUI."]
    qtbot.waitUntil(lambda: sentences(window) == offer)
    assert window.parts.services.settings.values.model_folders == ()
    close(window)
    window = window_beside()
    page = page_of(window)
    qtbot.waitUntil(lambda: len(page.offers.rows) == 1)
    assert sentences(window) == []  # asked once
    assert page.offers.rows[0].place.app == "ComfyUI"
    qtbot.mouseClick(page.offers.rows[0].add, Qt.MouseButton.LeftButton)
    assert window.parts.services.settings.values.model_folders == (str(comfy),)
    assert not page.offers.isVisible()
    found = "1 model  ·  1 LoRA, VAE or the like  ·  "
    qtbot.waitUntil(lambda: line(page, 1, FACTS).startswith(found))
    assert any(model.name == "theirs" for model in window.parts.registry.models)


def test_use_them_adds_the_folders(qtbot, comfy: Path, window_beside) -> None:
    window = window_beside()
    qtbot.waitUntil(lambda: len(sentences(window)) == 1)
    button(window.parts.column.banners.banners[0], "Use Them").click()
    qtbot.waitUntil(lambda: any(model.name == "theirs" for model in window.parts.registry.models))
    assert window.parts.services.settings.values.model_folders == (str(comfy),)


def test_guarded_folders_are_left_alone_until_the_user_asks(comfy: Path, tmp_path: Path) -> None:
    home = tmp_path / "user"
    shutil.copytree(comfy.parent, home / "Documents" / "ComfyUI")
    near = other_places(home, {}, everywhere=False)
    assert [place.path for place in near] == [str(comfy)]
    assert len(other_places(home, {})) == 2


def test_folders_are_ordered_and_removed(
    qtbot, make_window: MakeWindow, app_paths, tmp_path: Path
) -> None:
    first, second = str(tmp_path / "a"), str(tmp_path / "b")
    diffusers_folder(tmp_path / "a" / "mine")
    window = make_window()
    page = page_of(window)
    assert line(page, 0, MARK) == "Easel’s own"
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    assert not page.remove.isEnabled()  # Easel's own folder stays
    page.add_folder(first)
    page.add_folder(second)
    page.add_folder(first)
    assert window.parts.services.settings.values.model_folders == (first, second)
    page.add_folder(second)
    assert page.up.isEnabled()
    assert not page.down.isEnabled()
    qtbot.mouseClick(page.up, Qt.MouseButton.LeftButton)
    assert window.parts.services.settings.values.model_folders == (second, first)
    assert page.list.chosen == second
    qtbot.waitUntil(lambda: line(page, 2, FACTS).startswith("1 model"))
    qtbot.waitUntil(lambda: line(page, 1, WARNING) == "This folder is not there any more.")
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert window.parts.services.settings.values.model_folders == (first,)
    assert (tmp_path / "a" / "mine").is_dir()


def test_an_external_disk_that_is_away_is_kept_and_said(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    page = page_of(window)
    page.add_folder("/Volumes/No Such Disk/models")
    words = "The disk “No Such Disk” is not connected: its models return with it."
    qtbot.waitUntil(lambda: line(page, 1, WARNING) == words)
    assert window.parts.services.settings.values.model_folders == ("/Volumes/No Such Disk/models",)


def test_the_token_says_that_it_is_in_memory_only(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    field = page_of(window).token
    field.field.setText("hf_abcdefgh")
    qtbot.mouseClick(field.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no keychain here" in field.good.text)
    assert field.field.text() == ""
    assert window.parts.services.downloads.tokens.get() == "hf_abcdefgh"
    qtbot.mouseClick(field.forget, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not field.good.isVisible())
    assert window.parts.services.downloads.tokens.get() is None


def test_a_look_that_is_answered_late_hides_nothing_of_what_was_done_since(
    qtbot, make_window: MakeWindow, drawer
) -> None:
    window = make_window()
    drawer.unlocked.clear()
    field = page_of(window).token  # looks, and waits for the keychain
    qtbot.waitUntil(lambda: drawer.asked == 1)
    field.field.setText("two words")
    qtbot.mouseClick(field.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "This is no token" in field.bad.text)
    answered = window.parts.services.background.done
    with qtbot.waitSignal(answered):
        drawer.unlocked.set()
    QCoreApplication.processEvents()
    assert "This is no token" in field.bad.text


def test_a_window_that_closes_does_not_wait_for_the_keychain(
    qtbot, make_window: MakeWindow, drawer
) -> None:
    window = make_window()
    drawer.unlocked.clear()
    page_of(window)
    qtbot.waitUntil(lambda: drawer.asked == 1)
    began = time.monotonic()
    close(window)
    assert time.monotonic() - began < LIMIT / 2


def test_a_keychain_that_does_not_answer_is_said(qtbot, themed, drawer) -> None:
    drawer.unlocked.clear()
    tokens = TokenStore({}, Keychain("Easel", "huggingface.co", 0.2))
    field = TokenField(tokens, ImmediateBackground())
    qtbot.addWidget(field)
    field.field.setText("hf_abcdefgh")
    qtbot.mouseClick(field.save, Qt.MouseButton.LeftButton)
    assert "keychain does not answer: it is kept until Easel quits" in field.good.text
    qtbot.mouseClick(field.forget, Qt.MouseButton.LeftButton)
    assert "may still be in it" in field.bad.text
    assert tokens.get() is None


def test_a_model_that_comes_while_the_app_runs_appears(
    qtbot, make_window: MakeWindow, app_paths
) -> None:
    (app_paths.models / "sub").mkdir(parents=True)
    window = make_window()
    watcher = window.findChild(ModelWatch)._watcher
    qtbot.waitUntil(lambda: str(app_paths.models / "sub") in watcher.directories())
    diffusers_folder(app_paths.models / "sub" / "fresh")
    names = window.parts.registry
    qtbot.waitUntil(lambda: any(m.name == "fresh" for m in names.models))
    shutil.rmtree(app_paths.models / "sub" / "fresh")
    qtbot.waitUntil(lambda: all(m.name != "fresh" for m in names.models))

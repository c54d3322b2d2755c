"""The pages of the models window: which is open, what a search left in the field does to them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.models.downloads import conftest as downloads_conftest
from tests.models.downloads.hub_server import HubServer

from .conftest import MakeWindow
from .test_models_window import LCM, card_of, served

__all__ = ["hub", "served"]
hub = downloads_conftest.hub


@pytest.fixture
def opened(make_window: MakeWindow, served: HubServer):
    window = make_window()
    window.parts.models_controller.open()
    return window.parts.models_controller.models_window


def click(qtbot, opened, page: str) -> None:
    index = opened.sources._item(page).index()
    spot = opened.sources.visualRect(index).center()
    qtbot.mouseClick(opened.sources.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def look_up(qtbot, opened, text: str) -> None:
    opened.search.setText(text)
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.pages.currentWidget() is opened.offer)


@pytest.mark.parametrize("page", ["PyTorch", "VAE", "installed"])
def test_a_click_on_any_page_leaves_the_look_up(qtbot, opened, page: str) -> None:
    look_up(qtbot, opened, LCM)
    assert not opened.sources.currentIndex().isValid(), "no page is marked that isn't shown"
    click(qtbot, opened, page)
    assert opened.pages.currentWidget() is not opened.offer
    assert opened.search.text() == ""
    assert opened.sources.currentIndex() == opened.sources._item(page).index()


def test_a_click_on_the_page_that_is_open_shows_all_of_it_again(qtbot, opened) -> None:
    opened.search.setText("turbo step")
    sd = card_of(opened, "sd-1.5")
    qtbot.waitUntil(lambda: not sd.isVisibleTo(opened))
    click(qtbot, opened, "PyTorch")
    assert sd.isVisibleTo(opened)
    assert opened.search.text() == ""


def test_the_search_for_something_else_does_not_empty_the_installed_page(qtbot, opened) -> None:
    opened.search.setText("lightning")
    click(qtbot, opened, "installed")
    assert opened.installed.list.model().rowCount() > 1
    assert opened.installed.about._full == "1 model"
    opened.search.setText("lightning")
    qtbot.waitUntil(lambda: opened.installed.list.model().rowCount() == 0)
    assert opened.installed.about._full == "0 found for “lightning”"


def test_a_name_is_searched_on_hugging_face_when_asked(qtbot, opened, served: HubServer) -> None:
    served.repositories["someone/anime-lora"] = served.repositories[LCM]
    opened.search.setText("anime")
    qtbot.waitUntil(opened.catalogue.address.isVisible)
    assert opened.catalogue.address.words.text() == "Search Hugging Face for “anime”"
    qtbot.mouseClick(opened.catalogue.address.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened.results.rows) == 1)
    qtbot.mouseClick(opened.results.rows[0].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened.offer.rows) == 1)
    assert opened.offer.title.text() == "someone/anime-lora"


def test_no_connection_is_said_and_can_be_tried_again(
    qtbot, opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    look_up(qtbot, opened, LCM)
    qtbot.waitUntil(lambda: opened.offer.title.text() == "No Connection")
    assert opened.offer.again.isVisible()
    assert "Hugging Face" in opened.offer.note.text
    opened.search_hub("anime")
    qtbot.waitUntil(opened.results.again.isVisible)
    assert "Hugging Face" in opened.results.note.text


def test_a_page_of_civitai_is_looked_up(
    qtbot, opened, served: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVITAI_ENDPOINT", served.address)
    file = {"name": "ink.safetensors", "sizeKB": 4.0, "downloadUrl": f"{served.address}/f"}
    version = {"name": "v2", "files": [file]}
    served.civitai["/api/v1/models/7"] = {"name": "Ink", "modelVersions": [version]}
    look_up(qtbot, opened, f"{served.address}/models/7/ink")
    qtbot.waitUntil(lambda: len(opened.offer.rows) == 1)
    assert opened.offer.title.text() == "Ink"


def test_where_there_is_none_a_link_leads_to_what_can_be_had(make_window: MakeWindow) -> None:
    window = make_window()
    panel, controller = window.parts.panel, window.parts.models_controller
    for group, page, entry in (
        (panel.loras, "LoRA", "lcm-lora-sd15"),
        (panel.controlnets, "ControlNet", "controlnet-sd1-canny"),
    ):
        assert not group.get.isHidden()
        group.get.click()
        shown = controller.models_window
        assert shown.sources.currentIndex() == shown.sources._item(page).index()
        assert card_of(shown, entry).isVisibleTo(shown)
    window.parts.upscale_actions.dialog.open_for(1, [], "")
    window.parts.upscale_actions.dialog.get.click()
    shown = controller.models_window
    assert card_of(shown, "realesrgan-x4plus").isVisibleTo(shown)

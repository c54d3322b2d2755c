"""What has little in it says so, or is no larger than what it holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop.models.catalogue.catalogue import catalogue
from desktop.models.resources import resource
from desktop.ui.controls.column_area import ColumnArea
from desktop.ui.controls.empty_hint import EmptyHint
from desktop.ui.gallery.labels_dialog import LabelsDialog
from desktop.ui.models.conversion.conversion_dialog import ConversionDialog
from desktop.ui.models.info.model_info_dialog import ModelInfoDialog
from desktop.ui.models.sample_strip import SampleStrip
from desktop.ui.models.window.entry_card import EntryCard
from desktop.ui.preferences.preferences_dialog import PreferencesDialog
from desktop.ui.preferences.server_list import ServerList
from desktop.worker.background import Background

from .conftest import MakeWindow


def test_an_empty_list_says_how_something_gets_there(qtbot) -> None:
    dialog = LabelsDialog("Albums", "New album", [()], [])
    qtbot.addWidget(dialog)
    hint = dialog.findChild(EmptyHint)
    assert not hint.isHidden()
    dialog.field.setText("Foxes")
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert hint.isHidden()


def test_an_empty_list_of_servers_says_what_a_server_is(qtbot) -> None:
    servers = ServerList([], lambda: None, Background())
    qtbot.addWidget(servers)
    hint = servers.findChild(EmptyHint)
    assert "ComfyUI" in hint.text()
    assert not hint.isHidden()


def test_model_info_is_as_tall_as_what_it_says(qtbot, make_window: MakeWindow) -> None:
    model = make_window().parts.registry.models[0]
    dialog = ModelInfoDialog(model)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    area = dialog.findChild(QScrollArea)
    content = area.widget().layout()
    spare = area.viewport().height() - content.totalHeightForWidth(area.viewport().width())
    assert 0 <= spare < 60
    assert dialog.findChild(SampleStrip).pictures


def test_a_conversions_dialog_is_as_tall_as_its_options(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.actions["convert_model"].trigger()
    dialog = next(one for one in window.findChildren(ConversionDialog) if one.isVisible())
    area = dialog.findChild(ColumnArea)
    qtbot.waitUntil(lambda: not dialog.needs.isHidden())

    def spare() -> int:
        return area.viewport().height() - area.widget().minimumHeight()

    qtbot.waitUntil(lambda: 0 <= spare() < 40)
    folded = dialog.height()
    qtbot.mouseClick(dialog.options.more.heading, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.height() > folded + 100)
    unfolded = dialog.height()
    qtbot.mouseClick(dialog.options.more.heading, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.height() < unfolded and 0 <= spare() < 40)


@pytest.mark.parametrize("page", range(5))
def test_a_page_of_settings_is_as_tall_as_what_it_holds(
    qtbot, make_window: MakeWindow, page: int
) -> None:
    window = make_window()
    window.parts.actions["preferences"].trigger()
    dialog = next(one for one in window.findChildren(PreferencesDialog) if one.isVisible())
    dialog.show_page(4 - page)
    dialog.show_page(page)
    shown = dialog.pages.currentWidget()

    def spare() -> int:
        layout = shown.layout()
        return shown.height() - max(layout.totalHeightForWidth(shown.width()), 0)

    lowest = dialog.minimumHeight()
    qtbot.waitUntil(lambda: 0 <= spare() < 40 or dialog.height() == lowest <= 300)
    assert dialog.height() == lowest


def test_samples_are_those_of_models_that_ran_here(qtbot, make_window: MakeWindow) -> None:
    ids = {entry.id for entry in catalogue()}
    with_samples = {folder.name for folder in resource("samples").iterdir()}
    assert with_samples == {"starter"} <= ids
    window = make_window()
    window.parts.actions["get_models"].trigger()
    opened = window.parts.models_controller.models_window
    cards = opened.findChildren(EntryCard)
    shown = {card.entry.id for card in cards if not card.samples.isHidden()}
    assert shown == with_samples
    assert all(not picture.isNull() for card in cards for picture in card.samples.pictures)

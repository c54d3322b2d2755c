"""Preferences: what is chosen holds at once, or for the next picture; the page is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from shiboken6 import isValid

from desktop.core.tasks import PictureForm
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.settings_file import Settings, picture_form
from desktop.ui.preferences.preferences_dialog import PreferencesDialog

from .conftest import MakeWindow
from .test_window import draw


def opened(window) -> PreferencesDialog:
    window.parts.window_actions.open_preferences()
    return next(one for one in window.findChildren(PreferencesDialog) if one.isVisible())


def test_the_page_that_was_open_last_opens_again(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    dialog = opened(window)
    assert dialog.pages.currentWidget() is dialog.general
    dialog.pages.setCurrentWidget(dialog.work)
    dialog.close()
    qtbot.waitUntil(lambda: not isValid(dialog))
    again = opened(window)
    assert again.pages.currentWidget() is again.work


def test_each_choice_is_kept(make_window: MakeWindow) -> None:
    window = make_window()
    values = window.parts.services.settings
    dialog = opened(window)
    for popup, value, name in (
        (dialog.general.appearance, "dark", "appearance"),
        (dialog.general.format, "webp", "picture_format"),
    ):
        popup.set_value(value)
        popup.value_changed.emit(value)
        assert getattr(values.values, name) == value
    dialog.general.names.field.setText("{date}/{prompt}")
    assert values.values.picture_name == "{date}/{prompt}"
    dialog.general.names.field.setText("{nothing}")
    assert values.values.picture_name == "{date}/{prompt}", "what can't be used is not kept"
    assert "{nothing}" in dialog.general.names.example.text()
    dialog.work.sound.click()
    dialog.work.previews.click()
    assert values.values.sound
    assert not values.values.previews


@pytest.mark.parametrize(("kind", "ending"), [("jpeg", ".jpg"), ("webp", ".webp")])
def test_new_pictures_have_the_format_and_the_name(
    qtbot, make_window: MakeWindow, app_paths, kind: str, ending: str
) -> None:
    window = make_window()
    settings, session = window.parts.services.settings, window.parts.services.session
    settings.change(picture_format=kind, picture_name="{sampler}/{prompt} {seed}")
    session.picture_form = lambda: picture_form(settings.values)
    draw(qtbot, window, "red apple", steps=1)
    path = Path(window.parts.pictures.paths[0])
    assert path.suffix == ending
    assert path.parent.parent == app_paths.pictures
    assert path.name.startswith("red-apple ")
    with Image.open(path) as picture:
        assert (picture.format or "").lower() == kind
    recipe = read_recipe(path)
    assert recipe is not None
    assert recipe.recipe["prompt"] == "red apple"


def test_a_pattern_that_can_not_be_used_is_left_out() -> None:
    assert picture_form(Settings(picture_name="{what}")) == PictureForm()
    assert picture_form(Settings(picture_name="{date}")) == PictureForm(template="{date}")


def test_without_previews_none_is_sent(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    session = window.parts.services.session
    seen: list[object] = []
    session.preview.connect(seen.append)
    session.previews = lambda: False
    jobs: list[object] = []
    session.job_started.connect(jobs.append)
    draw(qtbot, window, "red apple", steps=3)
    assert not jobs[0].task.previews

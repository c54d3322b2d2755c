"""The prompt's helpers in the window: tokens, earlier prompts, styles, weights, insertions."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent

from desktop.core.prompts.styles import FIRST_STYLES, Style
from desktop.models.requests.token_count import counter_for
from desktop.storage.styles_file import StyleFile, read_csv
from desktop.ui.generate.styles import styles_dialog
from desktop.ui.generate.styles.styles_dialog import StylesDialog
from desktop.worker.background import Background

from .conftest import MakeWindow
from .given_models import give_models

NO_KEY = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: MakeWindow):
    return make_window()


def drawn_prompt(qtbot, window) -> tuple[str, str]:
    """The prompts of the picture that Generate draws."""
    window.parts.values.steps = 1
    with qtbot.waitSignal(window.parts.services.session.picture_finished) as told:
        window.parts.actions["generate"].trigger()
    recipe = told.args[0].recipe
    return recipe["prompt"], recipe["negative_prompt"]


def test_tokens_are_counted_while_typing(qtbot, window) -> None:
    from pathlib import Path

    text = "a (red:1.2) apple, {morning|evening} light"
    qtbot.keyClicks(window.parts.panel.prompts.prompt, text)
    label = window.parts.panel.prompts.heading.tokens
    counter = counter_for(Path(window.parts.values.model))
    qtbot.waitUntil(lambda: label.text() == f"{counter.count(text)} / {counter.room}")
    assert "tokens" in label.accessibleName()
    window.parts.values.prompt = text * 12
    wanted = f"{counter.count(text * 12)} / {counter.room_for(text * 12)}"
    qtbot.waitUntil(lambda: label.text() == wanted)
    assert "chunks" in label.toolTip()
    window.parts.values.prompt = ""
    qtbot.waitUntil(lambda: label.text() == "")


def test_the_syllable_that_an_input_method_still_holds_is_drawn_too(qtbot, window) -> None:
    field = window.parts.panel.prompts.prompt
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for syllable in ("빨", "간"):  # typed, held, then committed by the next one
        QCoreApplication.sendEvent(field, QInputMethodEvent(syllable, []))
        assert syllable not in window.parts.values.prompt
        committed = QInputMethodEvent()
        committed.setCommitString(syllable)
        QCoreApplication.sendEvent(field, committed)
    QCoreApplication.sendEvent(field, QInputMethodEvent("색", []))
    assert window.parts.values.prompt == "빨간"
    assert drawn_prompt(qtbot, window)[0] == "빨간색"
    assert field.toPlainText() == "빨간색"


def test_a_model_that_cannot_be_fed_in_chunks_warns(qtbot, window) -> None:
    import msgspec

    model = window.parts.registry.models[0]
    short = msgspec.structs.replace(model.capabilities, max_tokens=5)
    window.parts.values.prompt = "one two three four five six seven"
    given = msgspec.structs.replace(model, capabilities=short)
    give_models(window.parts.registry, [given])
    window.parts.panel.prompts.follow(given)
    label = window.parts.panel.prompts.heading.tokens
    qtbot.waitUntil(lambda: label.text().endswith("/ 5"))
    assert label.property("tone") == "warning"
    assert "leaves out" in label.toolTip()


def test_styles_act_on_the_picture_and_count(qtbot, window) -> None:
    window.parts.values.prompt = "a fox"
    menu = window.parts.panel.prompts.style_menu
    menu.fill()
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions)[:2] == ["Photograph", "Oil painting"]
    actions["Oil painting"].trigger()
    assert [style.name for style in window.parts.values.styles] == ["Oil painting"]
    prompt, negative = drawn_prompt(qtbot, window)
    assert prompt == "oil painting of a fox, visible brush strokes"
    assert negative == "photograph"
    assert window.parts.values.prompt == "a fox"


def test_the_styles_of_last_time_are_chosen_again(window) -> None:
    window.parts.values.styles = FIRST_STYLES[:2]
    kept = json.loads(json.dumps(window.parts.values.remembered()))
    window.parts.values.styles = ()
    window.parts.values.recall(kept)
    assert window.parts.values.styles == FIRST_STYLES[:2]


def test_a_prompt_becomes_a_style(qtbot, window, app_paths) -> None:
    window.parts.values.prompt, window.parts.values.negative_prompt = (
        "in the style of {prompt}",
        "blurry",
    )
    menu = window.parts.panel.prompts.style_menu
    menu.edit(menu._from_prompt())
    dialog = window.findChild(StylesDialog)
    qtbot.keyClicks(dialog.name, "Mine")
    dialog.accept()
    assert StyleFile(app_paths.styles).named("Mine") == Style(
        "Mine", "in the style of {prompt}", "blurry"
    )


def test_two_styles_of_one_name_are_refused(qtbot, themed) -> None:
    dialog = StylesDialog([Style("A", "x"), Style("B", "y")], Background())
    qtbot.addWidget(dialog)
    dialog.list.setCurrentRow(1)
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "a")
    with qtbot.assertNotEmitted(dialog.saved):
        dialog.accept()
    assert "same name" in dialog.problem.text()
    dialog.remove_style()
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.accept()
    assert told.args[0] == (Style("A", "x"),)


def test_a_styles_csv_is_imported(qtbot, themed, tmp_path, monkeypatch) -> None:
    from PySide6.QtWidgets import QFileDialog

    path = tmp_path / "styles.csv"
    path.write_text("name,prompt,negative_prompt\nFilm,film still,\n")
    background = Background()
    dialog = StylesDialog([], background)
    qtbot.addWidget(dialog)
    read: list[bool] = []

    def read_here(path: Path) -> list[Style]:
        read.append(threading.current_thread() is threading.main_thread())
        return read_csv(path)

    monkeypatch.setattr(styles_dialog, "read_csv", read_here)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.import_styles()
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    assert dialog.list.item(0).text() == "Film"
    path.write_text("nothing")
    dialog.import_styles()
    qtbot.waitUntil(lambda: "holds no styles" in dialog.problem.text())
    assert read == [False, False]
    dialog.import_styles()
    dialog.deleteLater()  # what comes later is for nobody
    background.shutdown()


def test_earlier_prompts_are_found_and_used(qtbot, window, app_paths) -> None:
    for prompt in ("a red bird", "a green fox"):
        window.parts.values.prompt = prompt
        window.parts.values.negative_prompt = "blurry" if "bird" in prompt else ""
        drawn_prompt(qtbot, window)
    prompts = window.parts.panel.prompts
    qtbot.mouseClick(prompts.history_button, Qt.MouseButton.LeftButton)
    panel = prompts.history_panel
    assert panel.isVisible()
    assert [panel.list.item(row).text() for row in range(2)] == ["a green fox", "a red bird"]
    qtbot.keyClicks(panel.search, "bird")
    assert panel.list.count() == 1
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert (window.parts.values.prompt, window.parts.values.negative_prompt) == (
        "a red bird",
        "blurry",
    )
    assert not panel.isVisible()
    kept = app_paths.prompt_history
    qtbot.waitUntil(lambda: kept.is_file() and b"bird" in kept.read_bytes())
    window.activateWindow()
    prompts.prompt.setFocus()
    qtbot.mouseClick(prompts.history_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert window.focusWidget() is prompts.prompt
    qtbot.mouseClick(prompts.history_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.clear, Qt.MouseButton.LeftButton)
    assert panel.list.count() == 0
    qtbot.waitUntil(lambda: b"bird" not in kept.read_bytes())


def test_keys_weigh_words_and_undo_takes_it_back(qtbot, window) -> None:
    box = window.parts.panel.prompts.prompt
    box.insert_words("🍎 red apple")
    qtbot.keyClick(box, Qt.Key.Key_Up, CONTROL)
    qtbot.keyClick(box, Qt.Key.Key_Up, CONTROL)
    assert window.parts.values.prompt == "🍎 red (apple:1.1)"
    qtbot.keyClick(box, Qt.Key.Key_Down, CONTROL)
    assert window.parts.values.prompt == "🍎 red (apple:1.05)"
    box.undo()
    assert window.parts.values.prompt == "🍎 red (apple:1.1)"


def test_insertions_offer_wildcards(qtbot, window, app_paths) -> None:
    (app_paths.wildcards / "sub").mkdir(parents=True)
    (app_paths.wildcards / "sub" / "animal.txt").write_text("fox\n")
    menu = window.parts.panel.prompts.insertions
    qtbot.keyClicks(window.parts.panel.prompts.prompt, "a")
    menu.fill()
    entries = [action for sub in menu.actions() if sub.menu() for action in sub.menu().actions()]
    next(action for action in entries if "animal" in action.text()).trigger()
    assert window.parts.values.prompt == "a __sub/animal__"
    assert any("No embedding" in action.text() for action in entries)


def test_variations_and_noise_reach_the_recipe(qtbot, window) -> None:
    noise = window.parts.panel.noise
    assert not noise.seed.isEnabled()
    noise.strength.slider.setValue(4)
    assert window.parts.values.variation_strength == pytest.approx(0.2)
    assert noise.seed.isEnabled()
    noise.source.setCurrentIndex(2)
    noise.source.activated.emit(2)
    window.parts.values.steps, window.parts.values.count = 1, 2
    recipes = []
    window.parts.services.session.picture_finished.connect(
        lambda event: recipes.append(event.recipe)
    )
    window.parts.actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(recipes) == 2)
    assert {recipe["rng"] for recipe in recipes} == {"nvidia"}
    assert recipes[0]["seed"] == recipes[1]["seed"]
    assert recipes[1]["variation_seed"] == recipes[0]["variation_seed"] + 1
    qtbot.mouseClick(noise.seed.keep, Qt.MouseButton.LeftButton)
    assert noise.seed.edit.text() == str(recipes[0]["variation_seed"])


def test_noise_and_variation_are_taken_from_a_picture(window) -> None:
    from desktop.core.recipe import Recipe
    from desktop.ui.generate.recipes.use_recipe import use_recipe

    recipe = Recipe({"prompt": "x", "rng": "numpy", "variation_seed": 0, "variation_strength": 0.3})
    use_recipe(values=window.parts.values, registry=window.parts.registry, recipe=recipe)
    assert window.parts.values.rng == "numpy"
    assert (window.parts.values.variation_seed, window.parts.values.keep_variation_seed) == (
        0,
        True,
    )
    assert window.parts.values.variation_strength == 0.3
    use_recipe(
        values=window.parts.values, registry=window.parts.registry, recipe=Recipe({"prompt": "y"})
    )
    assert (window.parts.values.rng, window.parts.values.variation_strength) == ("torch", 0.0)

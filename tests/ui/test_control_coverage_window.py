"""Every control of the window changes the pixels, or is off and says why; with the real engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.capabilities import Capabilities, Support
from desktop.core.messages import Message
from desktop.core.prompts.styles import FIRST_STYLES
from desktop.process.supervisor import EngineChild
from desktop.ui.shell.main_window import MainWindow
from desktop.worker.session_state import LoadingModel

from .conftest import close
from .given_models import give_models
from .test_controls import a_model
from .window_harness import WindowHarness

pytestmark = pytest.mark.draws

TABLE = [
    field.name
    for field in msgspec.structs.fields(Capabilities)
    if field.type in (Support, "Support")
]
"""The capabilities that a model has or has not."""
_OF_FLOW_MODELS = {"int8"}
"""Those that this model lacks; `test_flow_controls` and `test_int8_layers` show their effect."""
REASON = "It was fixed when it was converted."


def _nothing(_studio: WindowHarness) -> None:
    """The window stands as it is."""


def number(field: Any, text: str) -> None:
    """Type a number into a slider's box, as a user does."""
    box(field.box, text)


def box(line: Any, text: str) -> None:
    """Type a number into a line."""
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def pick(popup: Any, value: Any) -> None:
    """Choose an entry of a pop-up, as a user does."""
    popup.set_value(value)
    popup.activated.emit(popup.currentIndex())


def words(studio: WindowHarness, text: str) -> None:
    """Type another prompt."""
    box = studio.panel.prompts.prompt
    box.selectAll()
    QTest.keyClicks(box, text)


def start(studio: WindowHarness) -> None:
    studio.panel.start_image.well.chosen.emit(str(studio.picture))


def add_lora(studio: WindowHarness) -> None:
    pick(studio.panel.loras.add, studio.panel.loras.add.itemData(0))


def add_controlnet(studio: WindowHarness) -> None:
    nets = studio.panel.controlnets
    pick(nets.add, nets.add.itemData(0))
    nets.cards[0].well.chosen.emit(str(studio.picture))


def insert_embedding(studio: WindowHarness) -> None:
    menu = studio.panel.prompts.insertions
    menu.fill()
    entries = [action for sub in menu.actions() if sub.menu() for action in sub.menu().actions()]
    next(action for action in entries if action.text() == "ink").trigger()


def preset(studio: WindowHarness, name: str) -> None:
    picker = studio.panel.presets
    picker.fill()
    picker.setCurrentText(name)
    picker.activated.emit(picker.findText(name))


def mask(studio: WindowHarness) -> None:
    studio.values.mask = str(studio.mask)  # painting it is test_mask's


def masked(studio: WindowHarness) -> None:
    start(studio)
    mask(studio)


def large(studio: WindowHarness) -> None:
    studio.values.width = studio.values.height = 128


def strict(studio: WindowHarness) -> None:
    studio.use_model(str(studio.app_paths.models / "strict"))


Move = Callable[[WindowHarness], object]
ABLE: dict[str, tuple[Move, Move]] = {
    "negative_prompt": (_nothing, lambda s: QTest.keyClicks(s.panel.prompts.negative, "blue")),
    "guidance": (_nothing, lambda s: number(s.panel.guidance, "9")),
    "starting_image": (_nothing, start),
    "inpainting": (start, mask),
    "loras": (_nothing, add_lora),
    "vae_override": (_nothing, lambda s: pick(s.panel.more.vae, s.panel.more.vae.itemData(1))),
    "vae_tiling": (large, lambda s: pick(s.panel.more.tiling, "on")),
    "controlnet": (_nothing, add_controlnet),
    "clip_skip": (_nothing, lambda s: number(s.panel.more.clip_skip, "1")),
    "textual_inversion": (_nothing, insert_embedding),
    "high_res_fix": (_nothing, lambda s: s.panel.high_res.on.click()),
    "safety_checker": (strict, lambda s: s.panel.more.safety.click()),
    "precision": (_nothing, lambda s: pick(s.panel.more.precision, "bf16")),
}
"""For each capability: how the window stands before, and how its control is moved."""
ALWAYS: dict[str, tuple[Move, Move]] = {
    "prompt": (_nothing, lambda s: words(s, "a blue bird")),
    "weight": (_nothing, lambda s: s.panel.prompts.prompt.weigh(0.5)),
    "chunk": (_nothing, lambda s: words(s, "a red BREAK apple")),
    "choice": (_nothing, lambda s: words(s, "a {blue|green} tree")),
    "wildcard": (_nothing, lambda s: words(s, "a __animal__")),
    "lora_tag": (_nothing, lambda s: words(s, "a red apple <lora:tone:0.7>")),
    "style": (_nothing, lambda s: setattr(s.values, "styles", FIRST_STYLES[:1])),
    "seed": (_nothing, lambda s: box(s.panel.seed.edit, "8")),
    "width": (_nothing, lambda s: box(s.panel.size_control.width_box, "72")),
    "steps": (_nothing, lambda s: number(s.panel.steps, "5")),
    "sampler": (_nothing, lambda s: pick(s.panel.sampler.sampler, "euler_ancestral")),
    "noise_schedule": (_nothing, lambda s: pick(s.panel.sampler.schedule, "karras")),
    "dialect": (
        lambda s: words(s, "a (red:1.4) apple"),
        lambda s: pick(s.panel.more.dialect, "a1111"),
    ),
    "noise": (_nothing, lambda s: pick(s.panel.noise.source, "nvidia")),
    "variation": (_nothing, lambda s: number(s.panel.noise.strength, "0.4")),
    "preset": (_nothing, lambda s: preset(s, "SDXL-Turbo, 1 step")),
    "strength": (start, lambda s: number(s.panel.start_image.strength, "0.4")),
    "counting": (start, lambda s: pick(s.panel.start_image.counting, "denoise")),
    "feather": (masked, lambda s: number(s.panel.start_image.mask_row.feather, "9")),
    "inverted": (masked, lambda s: s.panel.start_image.mask_row.invert.click()),
}


def _embeddings(window: MainWindow) -> tuple[Any, str]:
    """The only entry of the menu of embeddings."""
    menu = window.parts.panel.prompts.insertions
    menu.fill()
    entries = next(sub for sub in menu.actions() if sub.text() == "Embeddings").menu().actions()
    (entry,) = entries
    return entry, entry.text()


def _int8(window: MainWindow) -> tuple[Any, str]:
    """The entry of the precision."""
    precision = window.parts.panel.more.precision
    entry = precision.entry(precision.findData("int8"))
    return entry, entry.toolTip()


Shown = Callable[[MainWindow], tuple[Any, str]]
OFF: dict[str, Shown] = {
    "negative_prompt": lambda w: (
        w.parts.panel.prompts.negative,
        w.parts.panel.prompts.reason.text(),
    ),
    "guidance": lambda w: (w.parts.panel.guidance, w.parts.panel.guidance.toolTip()),
    "starting_image": lambda w: (
        w.parts.panel.start_image.well,
        w.parts.panel.start_image.reason.text(),
    ),
    "inpainting": lambda w: (
        w.parts.panel.start_image.mask_row.paint,
        w.parts.panel.start_image.mask_row.reason.text(),
    ),
    "loras": lambda w: (w.parts.panel.loras.add, w.parts.panel.loras.reason.text()),
    "vae_override": lambda w: (w.parts.panel.more.vae, w.parts.panel.more.vae.toolTip()),
    "vae_tiling": lambda w: (w.parts.panel.more.tiling, w.parts.panel.more.tiling.toolTip()),
    "controlnet": lambda w: (
        w.parts.panel.controlnets.add,
        w.parts.panel.controlnets.reason.text(),
    ),
    "clip_skip": lambda w: (w.parts.panel.more.clip_skip, w.parts.panel.more.clip_skip.toolTip()),
    "textual_inversion": _embeddings,
    "high_res_fix": lambda w: (w.parts.panel.high_res.on, w.parts.panel.high_res.reason.text()),
    "safety_checker": lambda w: (
        w.parts.panel.more.safety,
        w.parts.panel.more.safety_reason.text(),
    ),
    "precision": lambda w: (w.parts.panel.more.precision, w.parts.panel.more.precision.toolTip()),
    "int8": _int8,
}
"""For each capability: the control that is off without it, and what says why."""


@pytest.fixture(scope="module")
def studio(
    themed, tmp_path_factory: pytest.TempPathFactory, engine_child: EngineChild
) -> Iterator[WindowHarness]:
    made = WindowHarness(tmp_path_factory.mktemp("studio"), engine_child)
    yield made
    close(made.window)


def test_no_capability_is_forgotten() -> None:
    assert set(ABLE) | _OF_FLOW_MODELS == set(OFF) == set(TABLE)


def test_untouched_controls_draw_the_same_again(studio: WindowHarness) -> None:
    studio.reset()
    first, recipe = studio.draw()
    again, _ = studio.draw()
    assert np.array_equal(first, again)
    assert (recipe["seed"], recipe["model"]["family"]) == (7, "sd1")


@pytest.mark.parametrize("name", [*ABLE, *ALWAYS])
def test_it_changes_the_pixels(studio: WindowHarness, name: str) -> None:
    before, move = (ABLE | ALWAYS)[name]
    plain = studio.plain(before)
    move(studio)
    changed, _ = studio.draw()
    assert plain.shape != changed.shape or not np.array_equal(plain, changed)


def weigh_lora(studio: WindowHarness) -> None:
    box(studio.panel.loras.rows[0].weight, "0.4")


def test_what_is_changed_often_loads_nothing(studio: WindowHarness) -> None:
    loads: list[str] = []

    def note(state: Any) -> None:
        if isinstance(state, LoadingModel):
            loads.append(str(state.what))

    studio.reset()
    add_lora(studio)
    studio.draw()
    studio.window.parts.services.session.state_changed.connect(note)
    often = ("seed", "steps", "sampler", "starting_image", "prompt")
    for move in (*((ABLE | ALWAYS)[name][1] for name in often), weigh_lora):
        move(studio)
        studio.draw()
    studio.window.parts.services.session.state_changed.disconnect(note)
    assert set(loads) <= {"ready"}, "engine and model are there already"


@pytest.mark.parametrize("name", TABLE)
def test_or_it_is_off_and_says_why(studio: WindowHarness, name: str) -> None:
    studio.reset()
    window, registry = studio.window, studio.window.parts.registry
    models, assets = list(registry.models), list(registry._assets)
    lacking = a_model(
        "lacking", like=registry.at(studio.model), **{name: Support(False, Message(REASON))}
    )
    give_models(registry, [*models, lacking], assets)
    try:
        studio.use_model(lacking.path)
        control, said = OFF[name](window)
        assert not control.isEnabled()
        assert said == REASON
    finally:
        studio.use_model(studio.model)
        give_models(registry, models, assets)

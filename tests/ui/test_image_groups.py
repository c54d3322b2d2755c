"""The panel's groups about pictures: ControlNet, VAE, second pass, safety; always or folded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import torch
from PIL import Image
from PySide6.QtCore import QRect
from safetensors.torch import save_file

from desktop.core.capabilities import Support
from desktop.core.messages import Message
from desktop.core.recipe import Recipe
from desktop.core.request import ControlNetUse, LoraUse
from desktop.models.asset import Asset
from desktop.ui.controls.column_area import ColumnArea
from desktop.ui.generate.recipes.use_recipe import use_recipe

from .conftest import MakeWindow
from .given_models import give_models
from .test_controls import a_model


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "lines.png"
    Image.new("RGB", (64, 64), "white").save(path)
    return path


@pytest.fixture
def window(make_window: MakeWindow, tmp_path: Path):
    """A window with a ControlNet, a VAE and a depth model in its folders."""
    window = make_window(threads=False)
    family = window.parts.registry.models[0].family
    files = {name: tmp_path / f"{name}.safetensors" for name in ("canny", "soft", "maker")}
    for path in files.values():
        path.write_bytes(b"")
    assets = [
        Asset(name="canny", path=str(files["canny"]), kind="controlnet", family=family),
        Asset(name="soft", path=str(files["soft"]), kind="vae", family=family),
        Asset(name="maker", path=str(files["maker"]), kind="depth"),
    ]
    give_models(window.parts.registry, window.parts.registry.models, assets)
    return window


@pytest.fixture
def choose(window, tmp_path: Path):
    def do(**capabilities) -> None:
        starter, *_ = window.parts.registry.models
        model = a_model("other", like=starter, **capabilities)
        model = msgspec.structs.replace(model, path=str(tmp_path))
        assets = list(window.parts.registry._assets)
        give_models(window.parts.registry, [*window.parts.registry.models, model], assets)
        window.parts.panel.model_row.choose(model.path)

    return do


def submitted(window):
    """The request that Generate makes of the controls."""
    window.parts.generate_actions.generate()
    banners = [banner.sentence for banner in window.parts.column.banners.banners]
    running = window.parts.services.session.running
    assert running is not None, banners
    return running.task


def pick(popup, value) -> None:
    """Choose an entry of a pop-up as a user does."""
    popup.set_value(value)
    popup.activated.emit(popup.currentIndex())


def test_a_controlnet_is_added_and_set(window, picture: Path) -> None:
    nets = window.parts.panel.controlnets
    pick(nets.add, nets.add.itemData(0))
    (card,) = nets.cards
    card.well.chosen.emit(str(picture))
    assert card.use.preprocessor == "canny", "its name says what it follows"
    card.weight.value_changed.emit(0.6)
    card.start.value_changed.emit(0.1)
    card.end.value_changed.emit(0.8)
    (use,) = submitted(window).controlnets
    assert (use.name, use.image) == ("canny", str(picture))
    assert (use.weight, use.start, use.end) == (0.6, 0.1, 0.8)
    assert window.parts.panel.groups["controlnet"].summary.text() == "canny"
    card.remove.click()
    assert window.parts.values.controlnets == ()
    assert nets.cards == []


def test_depth_is_offered_where_a_model_makes_it_and_pose_says_what_is_missing(window) -> None:
    nets = window.parts.panel.controlnets
    pick(nets.add, nets.add.itemData(0))
    popup = nets.cards[0].preprocessor
    entries = {popup.itemText(k): popup.model().item(k) for k in range(popup.count())}
    assert entries["Depth: maker"].isEnabled()
    missing = next(item for text, item in entries.items() if text.startswith("Pose"))
    assert not missing.isEnabled()
    assert "ViTPose" in missing.toolTip()
    maker = window.parts.registry.assets("depth", "sd1")[0].path
    pick(popup, ("depth", maker))
    assert window.parts.values.controlnets[0].preprocessor_model == maker


def test_a_controlnet_without_a_picture_is_refused_in_a_sentence(window) -> None:
    nets = window.parts.panel.controlnets
    pick(nets.add, nets.add.itemData(0))
    window.parts.generate_actions.generate()
    assert "needs a picture" in window.parts.column.banners.banners[-1].sentence


def test_a_core_ml_model_offers_its_own_controlnets(window, choose) -> None:
    choose(sizes=((512, 512),), own_controlnets=("Canny",))
    nets = window.parts.panel.controlnets
    assert [nets.add.itemText(k) for k in range(nets.add.count())] == ["Canny"]
    assert nets.add.itemData(0) == ControlNetUse(name="Canny", path="", image="")


def test_what_a_model_cannot_honour_is_off_with_the_reason_and_left_out(window, choose) -> None:
    vae = window.parts.registry.assets("vae", "sd1")[0].path
    window.parts.values.vae, window.parts.values.high_res, window.parts.values.clip_skip = (
        vae,
        True,
        2,
    )
    no = Support(False, Message("It was fixed when it was converted."))
    choose(controlnet=no, vae_override=no, vae_tiling=no, high_res_fix=no, clip_skip=no)
    panel = window.parts.panel
    for control in (
        panel.controlnets.add,
        panel.more.vae,
        panel.more.tiling,
        panel.more.clip_skip,
        panel.high_res.on,
        panel.more.safety,
    ):
        assert not control.isEnabled(), control
    assert panel.controlnets.reason.text() == str(no.reason)
    assert panel.high_res.reason.text() == str(no.reason)
    assert panel.more.vae.toolTip() == str(no.reason)
    request = submitted(window)
    assert (request.vae, request.high_res_fix, request.clip_skip) == (None, None, 0)


def test_the_safety_checker_can_be_switched_off_where_there_is_one(window, choose) -> None:
    safety = window.parts.panel.more.safety
    assert not safety.isEnabled()
    choose(safety_checker=Support())
    assert safety.isEnabled()
    safety.click()
    assert submitted(window).safety_checker is False


def test_the_second_pass_and_another_vae(window) -> None:
    high, more = window.parts.panel.high_res, window.parts.panel.more
    assert not high.form.isVisibleTo(high)
    high.on.click()
    high.scale.value_changed.emit(1.5)
    high.strength.value_changed.emit(0.4)
    high.steps.value_changed.emit(12)
    assert "384 × 384" in high.result.text()
    vae = window.parts.registry.assets("vae", "sd1")[0].path
    pick(more.vae, vae)
    pick(more.tiling, "on")
    request = submitted(window)
    fix = request.high_res_fix
    assert (fix.scale, fix.strength, fix.steps) == (1.5, 0.4, 12)
    assert (request.vae, request.vae_tiling) == (vae, "on")
    assert window.parts.panel.groups["high_res"].summary.text() == "× 1.5"


def test_only_loras_of_the_models_family_are_offered_several_at_once(window) -> None:
    registry, loras = window.parts.registry, window.parts.panel.loras
    found = [
        Asset(name=name, path=f"/loras/{name}.safetensors", kind="lora", family=family)
        for name, family in (("ink", "sd1"), ("glow", "sd1"), ("wide", "sdxl"), ("any", "unknown"))
    ]
    give_models(registry, registry.models, found)
    loras.follow(registry.models[0])
    names = [loras.add.itemText(row) for row in range(loras.add.count())]
    assert sorted(names) == ["any", "glow", "ink"]
    for name in ("ink", "glow"):
        pick(loras.add, loras.add.itemData(names.index(name)))
    loras.rows[1].weight.value_changed.emit(0.4)
    uses = [(use.name, use.weight) for use in window.parts.values.loras]
    assert uses == [("ink", 1.0), ("glow", 0.4)]
    assert window.parts.panel.groups["loras"].summary.text() == "2"
    loras.rows[0].remove.click()
    assert [use.name for use in window.parts.values.loras] == ["glow"]


def test_denoise_and_strength_are_both_said_plainly(window, picture: Path) -> None:
    window.parts.values.start_image, window.parts.values.steps = str(picture), 20
    start = window.parts.panel.start_image
    start.strength.value_changed.emit(0.5)
    assert start.steps.text() == "10 of 20 steps run."
    pick(start.counting, "denoise")
    assert start.steps.text() == "20 of 40 steps run."
    request = submitted(window)
    assert (request.steps, int(request.steps * request.starting_image.strength)) == (40, 20)


def test_a_model_that_needs_a_mask_says_so(window, choose) -> None:
    choose(needs_mask=True)
    assert "masked part" in window.parts.panel.start_image.reason.text()


def test_everything_is_taken_over_from_a_recipe(window, picture: Path) -> None:
    use = ControlNetUse(name="canny", path="", image=str(picture), weight=0.7, end=0.5)
    entry = msgspec.to_builtins(use)
    del entry["path"]
    recipe = Recipe(
        {
            "prompt": "x",
            "controlnets": [entry, {"name": "unknown"}],
            "vae": "/somewhere/else/soft.safetensors",
            "vae_tiling": "on",
            "high_res_fix": {"scale": 1.5, "strength": 0.4, "steps": 9},
            "safety_checker": False,
            "image": {"path": str(picture), "strength": 0.3, "fit": "fit", "mask": str(picture)},
        }
    )
    notices = use_recipe(values=window.parts.values, registry=window.parts.registry, recipe=recipe)
    values = window.parts.values
    assert any("unknown" in notice for notice in notices)
    (taken,) = values.controlnets
    assert (taken.weight, taken.end, Path(taken.path).stem) == (0.7, 0.5, "canny")
    assert Path(values.vae).stem == "soft"
    assert (values.vae_tiling, values.safety_checker) == ("on", False)
    assert (values.high_res, values.high_res_scale, values.high_res_steps) == (True, 1.5, 9)
    assert (values.mask, values.start_fit) == (str(picture), "fit")
    use_recipe(values=values, registry=window.parts.registry, recipe=Recipe({"prompt": "plain"}))
    assert values.controlnets == ()
    assert (values.vae, values.high_res, values.start_image, values.mask) == ("", False, "", "")
    assert values.safety_checker


@pytest.mark.parametrize(
    "damaged",
    [
        {"controlnets": "x", "vae": 3, "high_res_fix": [], "image": 7},
        {"controlnets": [1, {"name": "canny", "weight": "much"}], "high_res_fix": {"scale": "x"}},
        {"image": {"path": 4, "mask": []}, "high_res_fix": {"scale": 99, "steps": -4}},
    ],
)
def test_damaged_recipes_change_nothing_badly(window, damaged) -> None:
    use_recipe(values=window.parts.values, registry=window.parts.registry, recipe=Recipe(damaged))
    assert window.parts.values.controlnets == ()
    assert 1 <= window.parts.values.high_res_scale <= 4


def test_values_are_there_again_after_a_restart(window, picture: Path) -> None:
    values = window.parts.values
    values.controlnets = (ControlNetUse(name="n", path="/n", image=str(picture), weight=0.5),)
    values.high_res, values.vae_tiling = True, "off"
    plain = msgspec.json.decode(msgspec.json.encode(values.remembered()))
    before = values.controlnets
    values.controlnets, values.high_res, values.vae_tiling = (), False, "auto"
    values.recall(plain)
    assert values.controlnets == before
    assert (values.high_res, values.vae_tiling) == (True, "off")


@pytest.mark.parametrize("name", ["sampling", "grid", "more"])
def test_an_opened_group_is_scrolled_into_view(qtbot, window, name: str) -> None:
    panel = window.parts.panel
    panel.set_open_groups(dict.fromkeys(panel.groups, False))
    qtbot.settle()
    area, group = panel.findChild(ColumnArea), panel.groups[name]
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    group.heading.click()
    qtbot.waitUntil(lambda: group.heading.visibleRegion().boundingRect() == group.heading.rect())
    bottom = group.content.mapTo(area.viewport(), group.content.rect().bottomLeft()).y()
    top = group.mapTo(area.viewport(), group.rect().topLeft()).y()
    assert bottom <= area.viewport().height() or top <= 2


@pytest.mark.parametrize("size", [(1120, 670), (880, 560)])
def test_generate_never_scrolls_away_and_all_else_can_be_reached(
    qtbot, window, size: tuple[int, int]
) -> None:
    window.resize(*size)
    panel = window.parts.panel
    for group in panel.groups.values():
        group.set_open(True)
    qtbot.settle()
    area = panel.findChild(ColumnArea)
    bar = area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert area.height() >= 400, "all of the column is for the settings"
    for control in (panel.bar.count, panel.bar.generate):
        whole = QRect(control.mapTo(window, control.rect().topLeft()), control.size())
        assert window.rect().contains(whole), control
        assert control.visibleRegion().boundingRect() == control.rect(), control


def test_a_loras_trigger_words_are_added_to_the_prompt(
    qtbot, make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window()
    values, loras = window.parts.values, window.parts.panel.loras
    path = tmp_path / "ink.safetensors"
    notes = {"modelspec.trigger_phrase": "inkstyle, wash"}
    save_file({"x": torch.zeros(1)}, path, metadata=notes)
    values.prompt, registry = "a fox", window.parts.registry
    ink = Asset(name="ink", path=str(path), kind="lora", family=registry.models[0].family)
    give_models(registry, registry.models, [ink])
    values.loras = (LoraUse(name="ink", path=str(path)),)
    button = loras.rows[0].words
    qtbot.waitUntil(lambda: not button.isHidden())
    assert "inkstyle, wash" in button.accessibleName()
    button.click()
    assert values.prompt == "a fox, inkstyle, wash"
    assert button.isHidden()
    window.parts.gallery_view.setFocus()
    window.parts.actions["undo"].trigger()
    assert values.prompt == "a fox"
    values.prompt = "a fox, Wash"
    assert "inkstyle" in loras.rows[0].words.accessibleName()
    assert "wash" not in loras.rows[0].words.accessibleName()

"""Models opened from the Finder or dropped on the window: said what they are, used where wished."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.core.errors import EaselError
from desktop.core.recipe import Recipe
from desktop.models.asset import Asset, AssetKind
from desktop.models.hashing import sha256_of
from desktop.models.locations.import_model import import_model
from desktop.models.loras.lora_hashes import hashes_of
from desktop.storage.app_paths import AppPaths
from desktop.ui.generate.recipes.use_recipe import use_recipe
from desktop.ui.model_list.model_kinds import group_of
from desktop.ui.models.other_apps_banner import OtherAppsBanner
from desktop.ui.preferences.folder_list import FolderList
from desktop.ui.shell.connections.connect_models import add_model_folder
from desktop.ui.shell.main_window import MainWindow
from tests.cli.test_preset_model import picture
from tests.models.conftest import write_tensors
from tests.models.test_library import LORA, diffusers_folder
from tests.models.test_lora_hashes import lora

from .conftest import MakeWindow
from .test_pictures import drop
from .test_window import button, sentences


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


def offered(qtbot, window: MainWindow) -> list[str]:
    """What can be done, once a banner says it."""
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    banner = window.parts.column.banners.banners[0]
    return [choice.text() for choice in banner.findChildren(QPushButton)]


def test_a_dropped_model_is_used_where_it_is(qtbot, window: MainWindow, tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "Downloads" / "dream")
    drop(window, str(folder))
    assert offered(qtbot, window) == ["Move to Easel’s Models", "Use It Where It Is"]
    assert "dream" in sentences(window)[0]
    button(window.parts.column.banners, "Use It Where It Is").click()
    qtbot.waitUntil(lambda: window.parts.values.model == str(folder))
    assert window.parts.services.settings.values.model_folders == (str(folder.parent),)
    drop(window, str(folder))
    qtbot.waitUntil(lambda: "Use It" in offered(qtbot, window))


def test_a_folder_is_added_once_wherever_it_is_added(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    folder = diffusers_folder(tmp_path / "mine" / "dream").parent
    (tmp_path / "link").symlink_to(folder)
    settings = window.parts.services.settings
    add_model_folder(window.parts, str(tmp_path / "link"))
    window.findChild(OtherAppsBanner)._add(
        [str(folder), str(window.parts.services.app_paths.models)]
    )
    page = FolderList(
        str(window.parts.services.app_paths.models),
        settings.values.model_folders,
        window.parts.registry,
    )
    qtbot.addWidget(page)
    page.add(str(folder))
    assert page.chosen == str(tmp_path / "link")
    drop(window, str(folder / "dream"))
    assert offered(qtbot, window)[-1] == "Use It Where It Is"
    button(window.parts.column.banners, "Use It Where It Is").click()
    assert settings.values.model_folders == page.folders == (str(tmp_path / "link"),)
    qtbot.waitUntil(lambda: Path(window.parts.values.model).name == "dream")


def test_what_is_not_found_is_said_and_not_chosen_an_hour_later(
    qtbot, window: MainWindow, app_paths: AppPaths
) -> None:
    late, chosen = app_paths.models / "late", window.parts.values.model
    window.parts.registry.choose_when_known(str(late))
    qtbot.waitUntil(lambda: sentences(window) == ["“late” was not found in any model folder."])
    diffusers_folder(late)
    window.parts.registry.refresh()
    qtbot.waitUntil(lambda: window.parts.registry.at(str(late)) is not None)
    assert window.parts.values.model == chosen


def test_what_the_user_chooses_meanwhile_stays_chosen(
    qtbot, window: MainWindow, app_paths: AppPaths
) -> None:
    wanted, other = app_paths.models / "wanted", app_paths.models / "other"
    diffusers_folder(other)
    window.parts.registry.choose_when_known(str(other))
    qtbot.waitUntil(lambda: window.parts.values.model == str(other))
    diffusers_folder(wanted)
    for choose in (
        lambda: window.parts.panel.model_row.picker.chosen.emit(str(other)),
        lambda: use_recipe(
            values=window.parts.values,
            registry=window.parts.registry,
            recipe=Recipe({"model": {"name": "other"}}),
            only="model",
        ),
    ):
        window.parts.registry._models = tuple(
            m for m in window.parts.registry.models if m.path != str(wanted)
        )
        window.parts.registry.choose_when_known(str(wanted))
        choose()
        qtbot.waitUntil(lambda: window.parts.registry.at(str(wanted)) is not None)
        assert window.parts.values.model == str(other)
    window.parts.registry.choose_when_known(str(wanted))
    assert window.parts.values.model == str(wanted)


def test_settings_of_a1111_find_their_model_by_its_hash(
    qtbot, window: MainWindow, app_paths: AppPaths, tmp_path: Path
) -> None:
    folder = diffusers_folder(app_paths.models / "mine")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes() + b" ")
    window.parts.registry.choose_when_known(str(folder))
    qtbot.waitUntil(lambda: window.parts.values.model == str(folder))
    window.parts.panel.model_row.choose(window.parts.registry.models[0].path)
    digest = sha256_of(weights)[:10]
    theirs = picture(tmp_path, f", Model: v1-5, Model hash: {digest}")
    drop(window, str(theirs))
    offered(qtbot, window)
    button(window.parts.column.banners, "Use Its Settings").click()
    assert any("“v1-5” is not among yours" in said for said in sentences(window))
    found = "“mine” is the model of these settings: its hash is the same."
    qtbot.waitUntil(lambda: found in sentences(window))
    window.parts.values.steps = 3
    button(window.parts.column.banners, "Use It").click()
    assert (window.parts.values.model, window.parts.values.steps) == (str(folder), 4)
    window.parts.panel.model_row.choose(window.parts.registry.models[0].path)
    use_recipe(
        values=window.parts.values,
        registry=window.parts.registry,
        recipe=Recipe({"model": {"name": "", "hash": digest}}),
        only="model",
    )
    assert window.parts.values.model == str(folder), "the hash is known now"


def test_the_loras_of_settings_are_found_by_their_hashes(
    qtbot, window: MainWindow, app_paths: AppPaths, tmp_path: Path
) -> None:
    values, registry = window.parts.values, window.parts.registry
    mine = lora(app_paths.models / "mine.safetensors", 0.1)
    theirs = lora(app_paths.models / "theirs.safetensors", 0.2)
    with qtbot.waitSignal(registry.changed):
        registry.refresh()
    digits = hashes_of(mine)[1][:12]
    said = f', Lora hashes: "theirs: {digits}, gone: 0123456789ab"'
    drop(window, str(picture(tmp_path, said, " <lora:theirs:0.5><lora:gone:1>")))
    offered(qtbot, window)
    button(window.parts.column.banners, "Use Its Settings").click()
    assert [use.path for use in values.loras] == [str(theirs)], "by its name until it is known"
    found = "By their hashes, these settings’ LoRAs are: “mine”."
    qtbot.waitUntil(lambda: found in sentences(window))
    values.steps = 3
    button(window.parts.column.banners, "Use Them").click()
    assert [(use.name, use.path, use.weight) for use in values.loras] == [("mine", str(mine), 0.5)]
    assert values.steps == 3, "nothing else is set again"
    assert "Not among your LoRAs: gone." in sentences(window)


def test_a_lora_of_the_same_name_but_another_hash_is_told(
    qtbot, window: MainWindow, app_paths: AppPaths
) -> None:
    path = lora(app_paths.models / "ink.safetensors", 0.1)
    registry = window.parts.registry
    with qtbot.waitSignal(registry.changed):
        registry.refresh()
    entry = {"name": "ink", "weight": 0.5, "hash": "0123456789ab"}
    other = "LoRAs with the names of these settings, but other hashes: “ink”."
    for _ in range(2):  # computed, then known
        window.parts.generate_actions.use_recipe(Recipe({"loras": [entry]}), "loras")
        qtbot.waitUntil(lambda: other in sentences(window))
        assert [use.path for use in window.parts.values.loras] == [str(path)]
        for banner in window.parts.column.banners.banners:
            banner.dismiss()


def test_a_search_for_a_hash_ends_when_the_user_chooses(
    qtbot, window: MainWindow, app_paths: AppPaths
) -> None:
    folder = diffusers_folder(app_paths.models / "mine")
    window.parts.registry.choose_when_known(str(folder))
    qtbot.waitUntil(lambda: window.parts.values.model == str(folder))
    found: list[object] = []
    window.parts.registry.hash_search.found.connect(lambda *args: found.append(args))
    digest = sha256_of(folder / "unet" / "diffusion_pytorch_model.safetensors")
    window.parts.registry.hash_search.look(Recipe({"model": {"name": "x", "hash": digest}}), list)
    window.parts.panel.model_row.picker.chosen.emit(window.parts.registry.models[0].path)
    window.parts.registry.refresh()
    with qtbot.waitSignal(window.parts.registry.changed):
        pass
    with qtbot.waitSignal(window.parts.registry.changed):
        window.parts.registry.refresh()
    assert found == []


def test_the_last_wish_counts_and_a_model_that_cannot_draw_is_refused(
    qtbot, window: MainWindow, app_paths: AppPaths
) -> None:
    app_paths.models.mkdir(exist_ok=True)
    (app_paths.models / "old.ckpt").write_bytes(b"\x80\x02")
    diffusers_folder(app_paths.models / "first")
    diffusers_folder(app_paths.models / "last")
    for name in ("first", "last"):
        window.parts.registry.choose_when_known(str(app_paths.models / name))
    qtbot.waitUntil(lambda: window.parts.values.model == str(app_paths.models / "last"))
    window.parts.registry.choose_when_known(str(app_paths.models / "old.ckpt"))
    assert "old.ckpt: " in sentences(window)[0]
    assert "pickle" in sentences(window)[0]
    assert window.parts.values.model == str(app_paths.models / "last")


def test_a_dropped_model_moves_in_if_wished(qtbot, window: MainWindow, tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "Downloads" / "dream")
    drop(window, str(folder))
    offered(qtbot, window)
    button(window.parts.column.banners, "Move to Easel’s Models").click()
    inside = window.parts.services.app_paths.models / "dream"
    qtbot.waitUntil(lambda: window.parts.values.model == str(inside))
    assert not folder.exists()
    assert (inside / "model_index.json").is_file()
    assert window.parts.services.settings.values.model_folders == ()


def test_a_folder_of_several_is_taken_as_a_whole(qtbot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for name in ("one", "two"):
        diffusers_folder(folder / name)
    drop(window, str(folder))
    assert offered(qtbot, window) == ["Use This Folder"]
    assert sentences(window) == ["2 models are in “mine”."]
    button(window.parts.column.banners, "Use This Folder").click()
    qtbot.waitUntil(lambda: window.parts.registry.at(str(folder / "two")) is not None)


def test_a_dropped_lora_is_added_where_it_fits(qtbot, window: MainWindow, tmp_path: Path) -> None:
    lora = write_tensors(tmp_path / "style.safetensors", LORA)
    drop(window, str(lora))
    offered(qtbot, window)
    assert "LoRA" in sentences(window)[0]
    button(window.parts.column.banners, "Use It Where It Is").click()
    qtbot.waitUntil(lambda: [use.path for use in window.parts.values.loras] == [str(lora)])


def test_a_lora_for_other_models_says_so(qtbot, window: MainWindow, tmp_path: Path) -> None:
    shapes = dict.fromkeys(LORA, (8, 2048))
    lora = write_tensors(tmp_path / "large.safetensors", shapes)
    drop(window, str(lora))
    offered(qtbot, window)
    button(window.parts.column.banners, "Use It Where It Is").click()
    qtbot.waitUntil(lambda: any("doesn’t fit" in said for said in sentences(window)))
    assert window.parts.values.loras == ()


@pytest.mark.parametrize(
    ("name", "said"), [("old.ckpt", "pickle"), ("torn.safetensors", "safetensors")]
)
def test_what_is_never_loaded_is_refused_in_a_sentence(
    qtbot, window: MainWindow, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    drop(window, str(tmp_path / name))
    assert "Move to Easel’s Models" not in offered(qtbot, window)
    assert said in sentences(window)[0]


def test_an_empty_folder_holds_no_model(qtbot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    drop(window, str(tmp_path / "empty"))
    offered(qtbot, window)
    assert "no model" in sentences(window)[0]


def test_moving_in_never_overwrites(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / "a.safetensors").write_bytes(b"mine")
    (tmp_path / "a.safetensors").write_bytes(b"other")
    with pytest.raises(EaselError, match="already"):
        import_model(tmp_path / "a.safetensors", models)
    assert (models / "a.safetensors").read_bytes() == b"mine"
    assert (tmp_path / "a.safetensors").is_file()


def test_every_kind_has_its_group() -> None:
    groups = [group_of(Asset(name="a", path="/a", kind=kind)) for kind in get_args(AssetKind)]
    assert len(set(groups)) == len(get_args(AssetKind))


def test_a_pickles_notice_has_the_details_it_speaks_of(qtbot, window: MainWindow, tmp_path) -> None:
    (tmp_path / "old.ckpt").write_bytes(b"\x80\x02")
    window.parts.drop_handler.offer(str(tmp_path / "old.ckpt"))
    qtbot.waitUntil(lambda: bool(window.parts.column.banners.banners))
    banner = window.parts.column.banners.banners[0]
    assert "see the details" in banner.sentence
    assert banner.buttons[0].text() == "Details"
    assert "convert" in banner.details.lower()

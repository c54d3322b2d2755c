"""The models window against a real hub on loopback: browse, look up, download, pause, fail."""

from __future__ import annotations

import os
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox

from desktop.app.app_controller import install_language
from desktop.models.catalogue.catalogue import catalogue
from desktop.models.catalogue.catalogue_cards import cards_of, found_here, obstacle
from desktop.models.families.known_families import FAMILIES
from desktop.models.machine import Machine
from desktop.ui.controls.breakable_label import BreakableLabel
from desktop.ui.model_list.token_dialog import TokenDialog
from desktop.ui.models.window.entry_card import EntryCard
from tests.decomposed import decomposed
from tests.models.conftest import LINUX, write_tensors
from tests.models.downloads import conftest as downloads_conftest
from tests.models.downloads.hub_server import HubServer
from tests.models.test_library import LORA, diffusers_folder

from .conftest import MakeWindow, close
from .test_languages import FOLDER, messages
from .test_window import button, clipped, sentences

hub = downloads_conftest.hub
LCM = "latent-consistency/lcm-lora-sdxl"


@pytest.fixture(autouse=True)
def no_keychain():
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def served(hub: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubServer:
    """The hub with one LoRA, and the window told to ask it."""
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    lora = write_tensors(tmp_path / "lora.safetensors", LORA).read_bytes()
    hub.repositories[LCM] = {"pytorch_lora_weights.safetensors": lora}
    return hub


def card_of(opened, entry_id: str) -> EntryCard:
    card = next(
        c for c in opened.catalogue.entry_cards if entry_id in {e.id for e in c.card.entries}
    )
    card.choose(entry_id)
    return card


def states(window) -> list[str]:
    return [status.state for status in window.parts.services.downloads.statuses]


def part_size(window) -> int:
    """How many bytes of the one download are on the disk."""
    parts = list(window.parts.services.app_paths.models.glob(".downloads/*/files/*.part"))
    assert len(parts) == 1
    return parts[0].stat().st_size


def test_the_catalogue_is_shown_without_asking_the_network(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.actions["get_models"].trigger()
    opened = window.parts.models_controller.models_window
    assert opened.isVisible()
    shown = [card for card in opened.catalogue.entry_cards if card.isVisibleTo(opened)]
    assert [card.title.text() for card in shown][:2] == ["Starter", "SDXL-Turbo"]
    assert {card.card.group for card in shown} == {"PyTorch"}
    turbo = card_of(opened, "sdxl-turbo")
    assert turbo.facts.text().startswith("6.94 GB")
    assert turbo.area.button.text() == "Get"
    starter = card_of(opened, "starter")
    assert starter.area.button.text() == "Use"
    opened.show_page("VAE")
    assert not turbo.isVisibleTo(opened)
    opened.search.setText("turbo step")
    qtbot.waitUntil(lambda: turbo.isVisibleTo(opened))
    assert not card_of(opened, "sd-1.5").isVisibleTo(opened)


def test_one_click_gets_what_the_catalogue_offers(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    window = make_window()
    window.parts.models_controller.open("LoRA")
    opened = window.parts.models_controller.models_window
    card = card_of(opened, "lcm-lora-sdxl")
    qtbot.mouseClick(card.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.area.words.text() == "Installed")
    file = window.parts.services.app_paths.models / "lcm-lora-sdxl.safetensors"
    assert file.read_bytes() == served.repositories[LCM]["pytorch_lora_weights.safetensors"]
    qtbot.waitUntil(lambda: sentences(window) == ["LCM LoRA for SDXL is ready."])
    assert any(asset.path == str(file) for asset in window.parts.registry.everything())
    opened.show_page("downloads")
    row = next(iter(opened.downloads.rows.values()))
    assert row.reveal.isVisible()
    assert not row.use.isVisible()  # a LoRA is no model to choose
    qtbot.mouseClick(opened.downloads.clear, Qt.MouseButton.LeftButton)
    assert opened.downloads.rows == {}
    assert opened.downloads.empty.isVisible()


def test_a_download_is_paused_and_goes_on_where_it_was(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    name = "pytorch_lora_weights.safetensors"
    served.repositories[LCM][name] += os.urandom(1 << 20)
    served.troubles.append(("slow", 10_000))
    window = make_window()
    window.parts.models_controller.open("LoRA")
    opened = window.parts.models_controller.models_window
    card = card_of(opened, "lcm-lora-sdxl")
    qtbot.mouseClick(card.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.area.pause.isVisible() and card.area.words.text() > "0 %")
    assert window.parts.models_controller.button.isVisible()
    opened.show_page("downloads")
    row = next(iter(opened.downloads.rows.values()))
    qtbot.waitUntil(lambda: "/s" in row.words.text() and "left" in row.words.text())
    qtbot.mouseClick(row.pause, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == ["paused"])
    assert row.words.text().startswith("Paused  ·  ")
    assert 0 < row.bar.value() < row.bar.maximum()
    assert card.area.button.text() == "Resume"
    kept = part_size(window)
    qtbot.mouseClick(row.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == ["done"])
    assert served.ranges == ["", f"bytes={kept}-"]  # nothing that had come was asked for again
    qtbot.waitUntil(lambda: not window.parts.models_controller.button.isVisible())


def test_a_failed_download_says_why_and_tries_again(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    served.troubles.append(("status", (403, {})))
    window = make_window()
    window.parts.models_controller.open("LoRA")
    opened = window.parts.models_controller.models_window
    card = card_of(opened, "lcm-lora-sdxl")
    qtbot.mouseClick(card.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == ["failed"])
    assert card.area.button.text() == "Try Again"
    assert "accept its terms" in card.trouble.text
    assert card.token.isVisible()
    opened.show_page("downloads")
    row = next(iter(opened.downloads.rows.values()))
    assert row.trouble.text == card.trouble.text
    assert "HTTP 403" in row.details.text()
    qtbot.mouseClick(row.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == ["done"])
    assert not row.trouble.isVisible()


def test_a_cancelled_download_leaves_nothing(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    served.repositories[LCM]["pytorch_lora_weights.safetensors"] += os.urandom(1 << 20)
    served.troubles.append(("slow", 10_000))
    window = make_window()
    window.parts.models_controller.open("downloads")
    opened = window.parts.models_controller.models_window
    qtbot.mouseClick(card_of(opened, "lcm-lora-sdxl").area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == ["running"])
    row = next(iter(opened.downloads.rows.values()))
    qtbot.mouseClick(row.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states(window) == [])
    assert opened.downloads.rows == {}
    assert not list(window.parts.services.app_paths.models.glob(".downloads/*/plan.json"))


def test_a_hub_that_cannot_be_reached_is_said_on_the_card(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    served.api_status = 500
    window = make_window()
    window.parts.models_controller.open("VAE")
    card = card_of(window.parts.models_controller.models_window, "taesd")
    qtbot.mouseClick(card.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "problem of its own (500)" in card.trouble.text)
    assert card.area.button.text() == "Get"
    assert states(window) == []


def test_a_pasted_address_offers_what_is_in_it(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    served.repositories["some/lora"] = served.repositories[LCM] | {"README.md": b"x"}
    served.gated.add("some/lora")
    served.token = "hf_good"
    window = make_window()
    window.parts.models_controller.open()
    opened = window.parts.models_controller.models_window
    opened.search.setText("some/lora")
    qtbot.waitUntil(opened.catalogue.address.isVisible)
    qtbot.mouseClick(opened.catalogue.address.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened.offer.rows) == 1)
    assert opened.offer.title.text() == "some/lora"
    assert "accept the terms" in opened.offer.gated.text
    about = opened.offer.about.text().replace("\N{WORD JOINER}", "")
    assert about == "1 model that Easel can use  ·  License: openrail++"
    qtbot.mouseClick(opened.offer.token, Qt.MouseButton.LeftButton)
    dialog = opened.findChild(TokenDialog)
    dialog.token.field.setText("two words")
    qtbot.mouseClick(dialog.token.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "This is no token" in dialog.token.bad.text)
    dialog.token.field.setText("hf_good")
    qtbot.mouseClick(dialog.token.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "until Easel quits" in dialog.token.good.text)
    dialog.close_button.click()
    row = opened.offer.rows[0]
    qtbot.mouseClick(row.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: row.area.words.text() == "Installed")
    assert (window.parts.services.app_paths.models / "lora.safetensors").exists()
    qtbot.mouseClick(opened.offer.back, Qt.MouseButton.LeftButton)
    assert opened.pages.currentWidget() is opened.catalogue


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nobody/nothing", "Hugging Face has no model nobody/nothing"),
        ("https://example.org/x.ckpt", "must end in .safetensors"),
        ("../../etc/passwd", "is no model"),
    ],
)
def test_an_address_without_a_model_says_why(
    qtbot, served: HubServer, make_window: MakeWindow, text: str, words: str
) -> None:
    window = make_window()
    window.parts.models_controller.open()
    opened = window.parts.models_controller.models_window
    opened.search.setText(text)
    qtbot.keyClick(opened.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words in opened.offer.note.text)
    assert not opened.offer.again.isVisible(), "it would come to the same"


def test_a_download_left_by_an_earlier_run_is_offered(
    qtbot, served: HubServer, make_window: MakeWindow
) -> None:
    name = "pytorch_lora_weights.safetensors"
    served.repositories[LCM][name] += os.urandom(1 << 20)
    served.troubles.append(("slow", 10_000))
    first = make_window()
    first.parts.models_controller.open("LoRA")
    card = card_of(first.parts.models_controller.models_window, "lcm-lora-sdxl")
    qtbot.mouseClick(card.area.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: served.sent.get(name, 0) > 50_000)
    close(first)
    kept = part_size(first)
    second = make_window()
    assert sentences(second) == ["The download of LCM LoRA for SDXL is not finished."]
    assert states(second) == ["paused"]  # nothing goes on unasked
    button(second.parts.column.banners.banners[0], "Resume").click()
    qtbot.waitUntil(lambda: states(second) == ["done"])
    assert served.ranges == ["", f"bytes={kept}-"]


def test_installed_models_are_listed_with_their_details(
    qtbot, make_window: MakeWindow, app_paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    diffusers_folder(app_paths.models / "mine")
    (app_paths.models / "old.ckpt").write_bytes(b"\x80\x02")
    window = make_window()
    window.parts.actions["installed_models"].trigger()
    opened = window.parts.models_controller.models_window
    page = opened.installed
    page.choose(str(app_paths.models / "old.ckpt"))
    assert "pickle" in page.details.problem.text
    assert not page.details.use.isVisible()
    page.choose(str(app_paths.models / "mine"))
    assert page.details.title.text() == "mine"
    qtbot.mouseClick(page.details.use, Qt.MouseButton.LeftButton)
    assert window.parts.values.model == str(app_paths.models / "mine")
    qtbot.mouseClick(page.details.verify, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.details.verify.isEnabled() and bool(page.details.outcome.text))
    trash = _trash_in(tmp_path, monkeypatch)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    page.choose(str(app_paths.models / "old.ckpt"))
    qtbot.mouseClick(page.details.trash, Qt.MouseButton.LeftButton)
    qtbot.waitUntil((trash / "files" / "old.ckpt").exists)
    qtbot.waitUntil(
        lambda: all("old.ckpt" not in t.path for t in window.parts.registry.everything())
    )


def test_a_model_named_in_decomposed_hangul_is_found(make_window: MakeWindow, app_paths) -> None:
    path = diffusers_folder(app_paths.models / decomposed("수채화"))
    window = make_window()
    registry = window.parts.registry
    assert registry.meant("수채화").path == registry.best("수채화").path == str(path)
    window.parts.actions["installed_models"].trigger()
    page = window.parts.models_controller.models_window.installed
    page.search("수채")
    rows = page.list.model()
    shown = [rows.index(row, 0).data() for row in range(rows.rowCount())]
    assert shown[1:] == [decomposed("수채화")]  # below the title of its group


def test_a_path_is_copied_as_it_is(qtbot, make_window: MakeWindow, app_paths) -> None:
    long = app_paths.models / ("a_long-name.with.dots" * 4) / "old.ckpt"
    long.parent.mkdir(parents=True)
    long.write_bytes(b"\x80\x02")
    window = make_window()
    window.parts.actions["installed_models"].trigger()
    page = window.parts.models_controller.models_window.installed
    page.choose(str(long))
    labels = page.details.findChildren(BreakableLabel)
    shown = next(label for label in labels if label.text().replace("\u200b", "") == str(long))
    assert "\u200b" in shown.text()  # or the pane would be as wide as the path
    shown.setFocus()
    shown.setSelection(0, len(shown.text()))
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == str(long)


def _trash_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import send2trash.plat_other as platform

    monkeypatch.setattr(platform, "HOMETRASH_B", str(folder / "Trash").encode())
    return folder / "Trash"


def test_cards_put_the_variant_that_suits_first() -> None:
    def best(machine: Machine) -> str:
        card = next(c for c in cards_of(catalogue(), machine) if c.entries[0].badge == "1.5")
        core_ml = [c for c in cards_of(catalogue(), machine) if c.group == "Core ML"]
        card = next(c for c in core_ml if c.title == "Stable Diffusion 1.5")
        assert len(card.entries) == 8
        return card.entries[0].variant

    laptop = Machine(system="Darwin", arm=True, memory_bytes=8 * 2**30, performance_cores=4)
    studio = Machine(system="Darwin", arm=True, memory_bytes=64 * 2**30, performance_cores=12)
    assert best(laptop) == "Neural Engine, 6 bits, compiled"
    assert best(studio) == "GPU, compiled"
    assert best(LINUX) == "Neural Engine, packages"
    turbo = next(entry for entry in catalogue() if entry.id == "sdxl-turbo")
    assert str(obstacle(turbo, laptop) or "") == "Needs 16 GB of memory; this Mac has 8 GB."
    assert str(obstacle(turbo, studio) or "") == ""
    assert found_here(turbo, []) == ""


def test_the_texts_of_the_data_files_are_translated() -> None:
    translated = messages(FOLDER / "easel_ko.ts")
    said = {text for entry in catalogue() for text in (entry.good_at, entry.suits, entry.needs)}
    said |= {part for entry in catalogue() for part in entry.variant.split(", ")}
    said |= {
        str(traits.good_at or "")
        for family in FAMILIES.values()
        for traits in family.variants.values()
    }
    assert [text for text in sorted(said - {""}) if ("Messages", text) not in translated] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_is_clipped_at_the_smallest_size(
    qtbot, qapp, served: HubServer, make_window: MakeWindow, app_paths, language: str
) -> None:
    install_language(qapp, language)
    diffusers_folder(app_paths.models / "a-model-with-a-rather-long-name-indeed-v1.0")
    window = make_window()
    window.parts.models_controller.open()
    opened = window.parts.models_controller.models_window
    opened.resize(opened.minimumSize())
    served.troubles.append(("status", (404, {})))
    card_of(opened, "lcm-lora-sdxl").area.button.click()
    qtbot.waitUntil(lambda: states(window) == ["failed"])
    for page in ("PyTorch", "Core ML", "LoRA", "installed", "downloads"):
        opened.show_page(page)
        opened.installed.choose(
            str(app_paths.models / "a-model-with-a-rather-long-name-indeed-v1.0")
        )

        def everything_fits() -> None:
            assert clipped(opened) == []

        qtbot.waitUntil(everything_fits)
    assert nameless(opened) == []
    install_language(qapp, "en")


def nameless(parent) -> list[str]:
    """Controls that a screen reader could not name."""
    found = []
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in parent.findChildren(kind):
            inner = isinstance(widget.parentWidget(), QLineEdit | QComboBox)
            named = widget.accessibleName() or (
                isinstance(widget, QAbstractButton) and widget.text()
            )
            if not inner and not named and widget.objectName()[:3] != "qt_":
                found.append(f"{widget!r}")
    return found

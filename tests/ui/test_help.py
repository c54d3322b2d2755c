"""Help: manual in both languages, welcome, diagnostics, logs, the check for updates."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox

from desktop import __version__
from desktop.app.app_controller import install_language
from desktop.core.errors import EaselError
from desktop.models.catalogue.catalogue import recommended_entry
from desktop.models.machine import this_machine
from desktop.models.resources import resource
from desktop.ui.help.manual_window import ManualWindow, manual_file, with_keys
from desktop.ui.help.welcome import Welcome
from desktop.ui.menus.menu_bar import SPECS

from .conftest import MakeWindow, close
from .test_window import button, draw, is_idle, sentences

LANGUAGES = ("en", "ko")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_names_only_what_is_there(language: str) -> None:
    text = (resource("manual") / f"manual_{language}.md").read_text(encoding="utf-8")
    names = {spec.name: spec for spec in SPECS}
    used = re.findall(r"\{(\w+)\}", text)
    assert used
    assert all(names[name].keys for name in used)


def test_the_manuals_have_the_same_chapters() -> None:
    texts = [
        (resource("manual") / f"manual_{language}.md").read_text(encoding="utf-8")
        for language in LANGUAGES
    ]
    shape = [re.findall(r"^(#+|-|\|)", text, re.MULTILINE) for text in texts]
    assert shape[0] == shape[1]
    keys = [sorted(re.findall(r"\{(\w+)\}", text)) for text in texts]
    assert keys[0] == keys[1]


def test_the_manual_shows_keys_and_chapters(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.actions["manual"].trigger()
    manual = window.findChild(ManualWindow)
    assert "{generate}" not in manual.page.toPlainText()
    assert "Ctrl+Return" in manual.page.toPlainText()
    last = manual.chapters.count() - 1
    assert last >= 7
    manual.chapters.setCurrentRow(last)
    shown = manual.page.textCursor().block().text()
    assert shown == manual.chapters.item(last).text()
    assert manual.page.verticalScrollBar().value() > 0
    manual.close()


def test_a_language_without_a_manual_gets_the_english_one() -> None:
    assert manual_file(QLocale("ko_KR")).name == "manual_ko.md"
    assert manual_file(QLocale("fi_FI")).name == "manual_en.md"


def test_diagnostics_hold_no_prompt_and_no_user(
    qtbot, make_window: MakeWindow, monkeypatch, easel_home: Path
) -> None:
    monkeypatch.setenv("HOME", str(easel_home.parent))
    window = make_window()
    draw(qtbot, window, "my secret prompt", steps=1)
    window.parts.column.banners.show_error(
        EaselError("“/Users/somebody/private/picture.png” is damaged.")
    )
    window.parts.services.app_paths.engine_log.write_text(
        "truncated: my secret prompt\nTraceback:\nRuntimeError: my secret prompt is too long\n"
    )
    QGuiApplication.clipboard().clear()
    window.parts.actions["copy_diagnostics"].trigger()
    qtbot.waitUntil(lambda: "easel:" in QGuiApplication.clipboard().text())
    report = QGuiApplication.clipboard().text()
    assert f"easel: {__version__}" in report
    assert "torch: 2." in report
    assert "RuntimeError" in report
    assert "picture.png" in report  # the last error that was shown
    assert "secret" not in report
    assert "somebody" not in report
    assert str(easel_home.parent) not in report
    assert any("clipboard" in sentence for sentence in sentences(window))


class _Releases(BaseHTTPRequestHandler):
    answer: tuple[int, object] = (200, {})
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        code, body = self.answer
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def releases(monkeypatch) -> Iterator[type[_Releases]]:
    server = HTTPServer(("127.0.0.1", 0), _Releases)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    _Releases.asked = 0
    monkeypatch.setenv("EASEL_UPDATES", f"http://127.0.0.1:{server.server_port}/latest")
    yield _Releases
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((200, {"tag_name": "v99.0", "html_url": "https://x.test/99"}), "Easel 99.0 is available"),
        ((200, {"tag_name": f"v{__version__}", "html_url": "https://x.test/1"}), "is up to date"),
        ((200, {"tag_name": "v99.0", "html_url": "file:///etc/passwd"}), "not understood"),
        ((200, {"tag": 1}), "not understood"),
        ((404, {}), "answered 404"),
    ],
)
def test_updates_are_asked_for_only_when_the_user_does(
    qtbot, make_window: MakeWindow, releases, answer, sentence: str
) -> None:
    releases.answer = answer
    window = make_window()
    assert releases.asked == 0
    window.parts.actions["check_updates"].trigger()
    assert not window.parts.actions["check_updates"].isEnabled()
    qtbot.waitUntil(lambda: bool(sentences(window)))
    assert sentence in sentences(window)[0]
    assert releases.asked == 1
    assert window.parts.actions["check_updates"].isEnabled()


def test_an_easel_from_source_says_where_updates_come_from(
    qtbot, make_window: MakeWindow, monkeypatch
) -> None:
    monkeypatch.delenv("EASEL_UPDATES", raising=False)
    window = make_window()
    window.parts.actions["check_updates"].trigger()
    qtbot.waitUntil(lambda: bool(sentences(window)))
    assert "source" in sentences(window)[0]


def test_the_first_start_welcomes_once_and_draws_nothing(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.welcome.show_once()
    card = window.findChild(Welcome)
    assert card is not None
    qtbot.waitUntil(lambda: window.parts.column.pages.currentWidget() is window.parts.column.empty)
    assert is_idle(window)
    assert window.parts.values.prompt == ""
    window.parts.welcome.show_once()
    assert len(window.findChildren(Welcome)) == 1
    close(window)
    again = make_window()
    again.parts.welcome.show_once()
    assert again.findChild(Welcome) is None


def test_models_of_other_apps_are_offered_and_used(
    qtbot, make_window: MakeWindow, monkeypatch, tmp_path: Path
) -> None:
    home = tmp_path / "somebody"
    folder = home / "MochiDiffusion" / "models"
    shutil.copytree(resource("starter"), folder / "dream")
    monkeypatch.setenv("HOME", str(home))
    window = make_window()
    card = window.parts.welcome.show()
    qtbot.waitUntil(lambda: any(b.text() == "Use" for b in card.buttons))
    button(card, "Use").click()
    assert window.parts.services.settings.values.model_folders == (str(folder),)
    qtbot.waitUntil(lambda: window.parts.registry.at(str(folder / "dream")) is not None)
    card.dismiss()


def test_the_card_gets_the_one_model_that_it_offers(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    card = window.parts.welcome.show()
    button(card, "Get").click()
    opened = window.parts.models_controller.models_window
    assert opened.isVisible()
    name = opened.search.text()
    assert name in button(card, "Get").accessibleName()
    entry, fetcher = recommended_entry(this_machine()), window.parts.models_controller._fetcher
    assert fetcher.is_busy(entry) or fetcher.trouble(entry) or fetcher.status(entry)
    qtbot.waitUntil(lambda: name in [label.text() for label in opened.findChildren(QLabel)])
    opened.close()


def test_keys_in_korean_text_are_the_same(qtbot, qapp, make_window: MakeWindow) -> None:
    window = make_window()
    install_language(qapp, "ko")
    try:
        text = with_keys("({generate})", window.parts.actions)
    finally:
        install_language(qapp, "en")
    assert text == "(Ctrl+Return)"


def test_about_says_what_it_is_whose_and_under_which_licence(
    qtbot, make_window: MakeWindow
) -> None:
    window = make_window()
    window.parts.actions["about"].trigger()
    box = window.findChild(QMessageBox)
    text = f"{box.text()} {box.informativeText()}"
    assert all(word in text for word in ("Easel", __version__, "MIT", "©", "diffusers"))
    assert not box.iconPixmap().isNull()
    assert not box.isModal()
    box.close()


def test_close_goes_to_the_window_in_front(qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.actions["manual"].trigger()
    manual = window.findChild(ManualWindow)
    manual.activateWindow()
    qtbot.waitUntil(manual.isActiveWindow)
    with qtbot.waitSignal(manual.destroyed):
        window.parts.actions["close"].trigger()
    assert window.isVisible()


def test_help_is_searched(qtbot, make_window) -> None:
    window = make_window()
    window.parts.actions["manual"].trigger()
    manual = next(one for one in window.findChildren(ManualWindow) if one.isVisible())
    manual.search.setText("wildcards")
    first = manual.page.textCursor()
    assert first.selectedText().lower() == "wildcards"
    manual.search.setText("the")
    app_paths = []
    for _ in range(3):
        app_paths.append(manual.page.textCursor().selectionStart())
        manual.search.returnPressed.emit()
    assert app_paths == sorted(set(app_paths))
    manual.search.setText("nothing of this")
    assert not manual.page.textCursor().hasSelection()
    manual.close()

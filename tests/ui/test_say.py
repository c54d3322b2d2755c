"""Sentences from below the window are said in its language, with what was filled in."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app.app_controller import install_language
from desktop.core.errors import BadInput
from desktop.files.disk_errors import disk_error
from desktop.models.requests.value_checks import whole
from desktop.ui.i18n.sentence_table import TEMPLATES
from desktop.ui.i18n.translate_message import translate_message

from .conftest import MakeWindow
from .test_languages import FOLDER, ROOT, messages

sys.path.insert(0, str(ROOT / "packaging"))
import sentences


@pytest.fixture
def korean(qapp) -> Iterator[None]:
    install_language(qapp, "ko")
    yield
    install_language(qapp, "en")


def holes(text: str) -> set[str]:
    return set(re.findall(r"%\d", text))


def test_every_error_below_the_window_is_among_the_templates() -> None:
    missing = []
    for layer in sentences.LAYERS:
        for path in (ROOT / "desktop" / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                if sentences._name(node.func) not in ("EaselError", "BadInput"):
                    continue
                text = sentences._text(node.args[0])
                if text is not None and re.search("[a-z]{2}", text):
                    template = sentences._numbered(text)
                    if template not in TEMPLATES:
                        missing.append(f"{path.name}: {template}")
    assert missing == []


def test_the_table_is_up_to_date() -> None:
    assert sorted(TEMPLATES) == sentences.collect(), "run packaging/translations.py"


def test_translations_keep_what_is_filled_in() -> None:
    for (context, source), forms in messages(FOLDER / "easel_ko.ts").items():
        if context == "Sentences":
            assert all(holes(form) == holes(source) for form in forms), source


def test_every_template_is_recognised(korean) -> None:
    left = []
    for template in TEMPLATES:
        text = re.sub(r"%(\d)", r"qq\1", template)
        spoken = translate_message(text)
        if spoken == text and re.search("[가-힣]", translation(template)):
            left.append(template)
    assert left == []


def translation(template: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("Sentences", template)


def test_arguments_are_said_too(korean) -> None:
    with pytest.raises(BadInput) as caught:
        whole("number of steps", 0, 1, 200)
    assert (
        translate_message(caught.value.sentence)
        == "단계 수: 1~200 사이의 정수여야 합니다. 지금은 0입니다."
    )


def test_sentences_in_a_row_are_said_one_by_one(korean) -> None:
    error = disk_error(OSError(28, "No space left on device"), Path("/x/a.png"), "save the queue")
    spoken = translate_message(error.sentence)
    assert spoken.startswith("작업을 마치지 못했습니다(대기열 저장)")
    assert "“/x”" in spoken
    assert not re.search("[a-z]{3}", spoken)
    assert translate_message("What is this? The model is no longer loaded.").endswith(
        "메모리에 없습니다."
    )


def test_other_words_stay_as_they_are(korean) -> None:
    assert translate_message("") == ""
    assert translate_message("/Users/me/my model.safetensors") == "/Users/me/my model.safetensors"
    assert translate_message("KeyError: 'x'") == "KeyError: 'x'"


def test_english_stays_english() -> None:
    for template in TEMPLATES[:50]:
        assert translate_message(template) == template


def test_a_refusal_in_a_korean_window_is_korean(qtbot, korean, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.values.start_image = "/nowhere/picture.png"
    window.parts.actions["generate"].trigger()
    sentence = window.parts.column.banners.banners[0].sentence
    assert "/nowhere/picture.png" in sentence
    assert "없습니다" in sentence

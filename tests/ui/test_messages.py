"""Every message has its Korean, with the same values, and is no built string."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.app.app_controller import install_language
from desktop.core.errors import BadInput
from desktop.core.messages import Message, english, placeholders
from desktop.files.disk_errors import disk_error
from desktop.models.requests.value_checks import whole
from desktop.ui.i18n.translate_message import translate_message

from .conftest import MakeWindow
from .test_languages import FOLDER, ROOT, messages

sys.path.insert(0, str(ROOT / "packaging"))
import message_templates


@pytest.fixture
def korean(qapp) -> Iterator[None]:
    install_language(qapp, "ko")
    yield
    install_language(qapp, "en")


def test_each_message_is_made_from_a_literal_template_and_its_values() -> None:
    uses = list(message_templates.uses())
    assert len(uses) > 600
    built = [use.place for use in uses if use.template is None]
    assert built == [], "a template is a literal string: what changes goes into the values"
    wrong = [
        (use.place, use.template)
        for use in uses
        if use.template is not None and placeholders(use.template) != use.values
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        'raise BadInput(f"{name} is wrong.")',
        'raise BadInput(f"{name} is wrong.", name=name)',
        'raise EaselError("wrong: " + name)',
        'raise EaselError("{} is wrong".format(name))',
        'raise BadInput(f"{a}" if a else Message("x"))',
        "Message(text)",
        'class Odd(EaselError):\n    """Odd."""\nraise Odd(f"{name}")',
    ],
)
def test_a_built_template_is_found(source: str) -> None:
    assert [use.template for use in message_templates.uses_in(source)][:1] == [None]


def test_an_error_that_is_handed_a_message_is_no_template() -> None:
    source = 'raise BadInput(problem)\nraise BadInput(_not_found(f"{name}"))\nNeedsToken("")'
    assert message_templates.uses_in(source) == []


def test_each_message_has_its_korean_with_the_same_values() -> None:
    known = messages(FOLDER / "easel_ko.ts")
    missing, wrong = [], []
    for template in message_templates.collect():
        forms = known.get((message_templates.CONTEXT, template), [])
        if not forms:
            missing.append(template)
        wrong += [form for form in forms if placeholders(form) != placeholders(template)]
    assert missing == [], "run packaging/translations.py, and translate them"
    assert wrong == []


def test_the_compiled_translation_speaks_each_message(korean) -> None:
    left = []
    for template, forms in (
        (source, forms)
        for (context, source), forms in messages(FOLDER / "easel_ko.ts").items()
        if context == message_templates.CONTEXT
    ):
        if QCoreApplication.translate(message_templates.CONTEXT, template) != forms[0]:
            left.append(template)
    assert left == []


def test_values_that_are_messages_are_translated_too(korean) -> None:
    with pytest.raises(BadInput) as caught:
        whole(Message("number of steps"), 0, 1, 200)
    assert (
        translate_message(caught.value.message)
        == "단계 수: 1~200 사이의 정수여야 합니다. 지금은 0입니다."
    )


def test_a_message_within_a_message_is_korean_throughout(korean) -> None:
    full = OSError(28, "No space left on device")
    error = disk_error(full, Path("/x/a.png"), Message("save the queue"))
    spoken = translate_message(error.message)
    assert spoken.startswith("작업을 마치지 못했습니다(대기열 저장)")
    assert "“/x”" in spoken
    assert not re.search("[a-z]{3}", spoken)


def test_what_was_written_by_people_stays_as_it_is(korean) -> None:
    assert translate_message(None) == ""
    assert translate_message("The model is no longer loaded.") == "The model is no longer loaded."
    named = translate_message(Message("ControlNet {name}", name="The connection broke off."))
    assert named == "ControlNet The connection broke off."


def test_a_long_value_costs_no_search(korean) -> None:
    """What is filled in is never looked through, however long it is."""
    long = "a. B" * 250_000
    error = BadInput("“{name}” can’t be used. {problem}", name=long, problem=english(long))
    assert translate_message(error.message).count(long) == 2


def test_a_refusal_in_a_korean_window_is_korean(qtbot, korean, make_window: MakeWindow) -> None:
    window = make_window()
    window.parts.values.start_image = "/nowhere/picture.png"
    window.parts.actions["generate"].trigger()
    sentence = window.parts.column.banners.banners[0].sentence
    assert "/nowhere/picture.png" in sentence
    assert "없습니다" in sentence

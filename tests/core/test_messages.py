"""Messages are data: English as text, encodable, translated template by template."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message, alternatives, in_english, joined, message_of

INNER = Message("the disk of “{folder}” is full", folder=Path("/Volumes/Big"))
OUTER = Message(
    "{what}, {count} of {size}: {names}", what=INNER, count=3, size=2.5, names=("a", "b")
)


def test_the_text_is_english_with_the_values_filled_in() -> None:
    assert str(OUTER) == "the disk of “/Volumes/Big” is full, 3 of 2.5: a, b"
    assert str(alternatives(["a", "b", "c"])) == "a or b or c"
    assert str(alternatives(["a"])) == "a"
    assert str(joined([Message("x"), "y"])) == "x, y"


def test_each_template_is_translated_and_values_stay() -> None:
    words = {"UNet": "유넷", "no {part} in {files}": "{files}에 {part} 없음", ", ": "、"}
    message = Message("no {part} in {files}", part=Message("UNet"), files=("UNet", "b{c}"))
    assert message.render(lambda text: words.get(text, text)) == "UNet、b{c}에 유넷 없음"


@given(st.text(), st.integers(-(2**63), 2**63 - 1), st.lists(st.text(max_size=5), max_size=3))
def test_messages_cross_msgpack_and_json(text: str, number: int, names: list[str]) -> None:
    message = Message("{a} {b} {c}", a=Message("{text}", text=text), b=number, c=tuple(names))
    packed = msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=Message)
    assert packed == message
    if text.isprintable() and all(name.isprintable() for name in names):
        assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message
    assert hash(packed) == hash(message)
    assert str(packed) == str(message)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"template": "{x}", "values": []}',
        b'{"template": "x", "values": [["y", 1]]}',
        b'{"template": "{x", "values": []}',
        b'{"template": "{x:>999999999}", "values": [["x", "a"]]}',
        b'{"template": "{x.__class__}", "values": [["x.__class__", "a"]]}',
        b'{"template": "{}", "values": [["", "a"]]}',
        b'{"template": "{x}", "values": [["x", null]]}',
    ],
)
def test_what_was_damaged_outside_is_refused_when_read(raw: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(raw, type=Message)


def test_untyped_data_gives_messages_back_and_old_words_stay() -> None:
    data = msgspec.msgpack.decode(msgspec.msgpack.encode({"note": OUTER, "old": "as before"}))
    assert message_of(data["note"]) == OUTER
    assert message_of(data["old"]) == "as before"
    assert str(message_of({"template": "{x}", "values": []})).startswith("{")  # damaged: as it is
    assert in_english(data) == {"note": str(OUTER), "old": "as before"}


def test_an_error_carries_its_message() -> None:
    error = BadInput("“{name}” is no {what}.", "why", name="x", what=Message("sampler"))
    assert isinstance(error, EaselError)
    assert error.message == Message("“{name}” is no {what}.", name="x", what=Message("sampler"))
    assert (str(error), error.details) == ("“x” is no sampler.", "why")
    assert EaselError(error.message).message is error.message

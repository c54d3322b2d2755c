"""User-visible messages as data: an English template and the values for its placeholders.

Errors, events and reasons carry a `Message`; the window translates its template, everything else
(command line, logs) takes its English with `str()`. Templates are literal strings, so that
packaging/translations.py finds them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any, LiteralString, cast

import msgspec

SEPARATOR = ", "
"""Separator between the items of a list; translated like a template."""


@dataclass(frozen=True, init=False)
class Message:
    """A sentence or phrase: `template` with `{name}` placeholders, `values` as (name, value) pairs.

    A value that is a message is translated too; a tuple is a list, joined as the language does.
    """

    template: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, template: LiteralString, /, **values: Value | Path) -> None:
        kept = {name: _plain(value) for name, value in values.items()}
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple(sorted(kept.items())))

    def __post_init__(self) -> None:
        """Validate decoded data. Raises ValueError where template and values don't agree."""
        names = {name for name, _ in self.values}
        if names != placeholders(self.template):
            raise ValueError(f"the values of {self.template!r} are {sorted(names)}")

    def __str__(self) -> str:
        return self.render(lambda text: text)

    def render(self, translate: Callable[[str], str]) -> str:
        """Return the text, with each template passed through `translate`."""
        shown = {name: _shown(value, translate) for name, value in self.values}
        return translate(self.template).format(**shown)


Item = str | int | float | Message
Value = Item | tuple[Item, ...]
Text = Message | str
"""A message, or text that is the same in every language (names, paths, numbers)."""


def placeholders(template: str) -> set[str]:
    """Return the names in braces in `template`.

    Raises ValueError where the braces don't pair, or hold more than a name: a format width in a
    file from elsewhere could exhaust the memory.
    """
    names: set[str] = set()
    for _, name, form, conversion in Formatter().parse(template):
        if form or conversion or not (name is None or name.isidentifier()):
            raise ValueError(f"{template!r} holds more than names in braces")
        names |= {name} if name is not None else set()
    return names


def english(text: str) -> Message:
    """Wrap a text of Easel's own resources (the catalog), which has no placeholders."""
    return Message(cast(LiteralString, text.replace("{", "{{").replace("}", "}}")))


def message_of(value: object) -> Text:
    """Return the message, or plain text, from untyped data such as a report's JSON."""
    if isinstance(value, str):
        return value
    with contextlib.suppress(msgspec.ValidationError, RecursionError):
        return msgspec.convert(value, Message)
    return str(value)


def in_english(value: Any) -> Any:
    """Return untyped data (a report) with each message as English text, for JSON on a terminal."""
    if isinstance(value, Message):
        return str(value)
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        if found.keys() == {"template", "values"}:
            return str(message_of(found))
        return {key: in_english(inner) for key, inner in found.items()}
    if isinstance(value, list | tuple):
        return [in_english(inner) for inner in cast("list[Any]", value)]
    return value


def joined(items: Iterable[Item]) -> Message:
    """Return a list as a message, joined as the language does."""
    return Message("{items}", items=tuple(items))


def alternatives(items: Sequence[Item]) -> Message:
    """Return `items` (at least one) joined with "or"."""
    first, *others = items
    whole = first if isinstance(first, Message) else joined([first])
    for other in others:
        whole = Message("{first} or {second}", first=whole, second=other)
    return whole


def _plain(value: Value | Path) -> Value:
    """Return `value` as data, without lone surrogates: file names can have them, frames can't."""
    if isinstance(value, tuple):
        return tuple(cast("Item", _plain(item)) for item in value)
    if isinstance(value, str | Path):
        return str(value).encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _shown(value: Value, translate: Callable[[str], str]) -> str:
    if isinstance(value, Message):
        return value.render(translate)
    if isinstance(value, tuple):
        return translate(SEPARATOR).join(_shown(item, translate) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)

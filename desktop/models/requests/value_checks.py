"""Checks of single values, each with one sentence that gives the allowed range."""

from __future__ import annotations

import math
from typing import TypeGuard

from desktop.core.errors import BadInput
from desktop.core.messages import Message, Text

MAX_PROMPT = 100_000


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether `value` is a finite number (True and False are none)."""
    if isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, float) and math.isfinite(value)


def number(what: Message, value: object, low: float, high: float) -> float:
    """Return `value` as a float in low..high. Raises BadInput."""
    if not is_number(value) or not low <= value <= high:
        raise BadInput(
            "The {what} must be a number from {low} to {high}; it is {value}.",
            what=what,
            low=low,
            high=high,
            value=shown(value),
        )
    return float(value)


def whole(what: Message, value: object, low: int, high: int) -> int:
    """Return `value` as an int in low..high. Raises BadInput."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadInput(
            "The {what} must be a whole number from {low} to {high}; it is {value}.",
            what=what,
            low=f"{low:,}",
            high=f"{high:,}",
            value=shown(value),
        )
    return value


def word(what: Message, value: object) -> str:
    """Return `value` as a string that is not empty. Raises BadInput."""
    if not isinstance(value, str) or not value:
        raise BadInput("The {what} must be a name; it is {value}.", what=what, value=shown(value))
    return value


def one_of(what: Message, value: object, allowed: tuple[str, ...]) -> str:
    """Return `value`, where it is one of `allowed`. Raises BadInput."""
    if not isinstance(value, str) or value not in allowed:
        raise BadInput(
            "“{value}” is no {what}: choose one of {choices}.",
            value=shown(value),
            what=what,
            choices=tuple(allowed),
        )
    return value


def shown(value: object) -> Text:
    """Return `value` as a short text for a sentence."""
    if isinstance(value, int) and abs(value) >= 10**39:
        return Message("far more")
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def prompt_text(what: Message, text: str) -> str:
    """Return `text`, if it is a valid prompt: a string, and not too long. Raises BadInput."""
    if len(text) > MAX_PROMPT:
        raise BadInput(
            "The {what} has {count} characters: at most {most} are allowed.",
            what=what,
            count=f"{len(text):,}",
            most=f"{MAX_PROMPT:,}",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            "The {what} holds bytes that are no text: type it again.", what=what
        ) from error
    if "\0" in text:
        raise BadInput("The {what} holds a NUL character: type it again.", what=what)
    return text

"""The settings that a grid can vary, and the syntax of their values.

Values are separated by commas; a value that contains a comma is put in quotation marks. Numeric
ranges are those of A1111: `1-5`, `1-10 (+3)` in steps of three, `1-10 [4]` as four evenly spaced
values.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable
from typing import Any

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.core.sampling.samplers import (
    NOISE_SCHEDULES,
    a1111_name,
    noise_schedule_named,
    parse_scheduler,
)

MOST_VALUES = 100
MOST_LETTERS = 60
"""Longest text of a range, in characters; anything longer is not a range."""
_NUMBER = r"[+-]?(?:\d{1,20}+(?:\.\d{1,20}+)?|\.\d{1,20}+)(?:e[+-]?\d{1,3})?"
_RANGE = re.compile(
    rf"({_NUMBER})\s*-\s*({_NUMBER})\s*(?:\(\s*\+?({_NUMBER})\s*\)|\[\s*(\d{{1,9}})\s*\])?", re.I
)


class Value(msgspec.Struct, frozen=True):
    """One value and its label."""

    value: Any
    words: str


class Axis(msgspec.Struct, frozen=True):
    """A setting (a key of KINDS) and its values, at least one; `text` is the values as typed."""

    kind: str
    values: tuple[Value, ...]
    text: str


class Kind(msgspec.Struct, frozen=True):
    """One setting: its label, its other names, and the parser of its values."""

    label: Message
    also: tuple[str, ...]
    read: Callable[[str], Value]
    example: str


def _whole(text: str) -> Value:
    value = float(text)
    if not value.is_integer():
        raise ValueError(text)
    return Value(int(value), str(int(value)))


def _seed(text: str) -> Value:
    return Value(int(text), str(int(text)))


def _number(text: str) -> Value:
    value = float(text)
    return Value(value, f"{value:g}")


def _text(text: str) -> Value:
    return Value(text, text)


def _sampler(text: str) -> Value:
    sampler, schedule = parse_scheduler(text)
    if sampler is None:
        raise BadInput("“{text}” is a schedule: choose Schedule as the grid’s setting.", text=text)
    return Value((sampler, schedule), a1111_name(sampler, schedule or "default"))


def _schedule(text: str) -> Value:
    schedule = noise_schedule_named(text)
    return Value(schedule, NOISE_SCHEDULES[schedule].label)


KINDS: dict[str, Kind] = {
    "prompt": Kind(Message("Prompt"), ("prompt part", "words"), _text, "red, green, blue"),
    "seed": Kind(Message("Seed"), (), _seed, "1-4"),
    "steps": Kind(Message("Steps"), ("num inference steps",), _whole, "4, 8, 20"),
    "guidance": Kind(Message("Guidance"), ("guidance scale", "cfg"), _number, "1, 4, 7.5"),
    "sampler": Kind(Message("Sampler"), ("scheduler",), _sampler, "euler, dpmpp_2m"),
    "noise_schedule": Kind(Message("Schedule"), ("schedule",), _schedule, "karras, normal"),
    "model": Kind(Message("Model"), (), _text, ""),
    "clip_skip": Kind(Message("Clip skip"), (), _whole, "0, 1"),
    "strength": Kind(Message("Strength"), ("denoise",), _number, "0.3, 0.5, 0.7"),
    "variation": Kind(Message("Variation"), ("variation strength",), _number, "0, 0.1, 0.2"),
}
"""The settings by name, in the order in which they are offered."""


def parse_axis(kind: str, text: str) -> Axis:
    """Return the axis over setting `kind` with the values in `text`. Raises BadInput."""
    name = kind_named(kind)
    words = split_values(text)
    if name in ("seed", "steps", "guidance", "clip_skip", "strength", "variation"):
        words = [number for word in words for number in _spread(word, whole=_is_whole(name))]
    if not words:
        raise BadInput(
            "The grid’s setting “{setting}” needs values, separated by commas.",
            setting=KINDS[name].label,
        )
    if len(words) > MOST_VALUES:
        raise BadInput("A grid takes {most} values of a setting at most.", most=MOST_VALUES)
    values: list[Value] = []
    for word in words:
        try:
            values.append(KINDS[name].read(word))
        except (ValueError, OverflowError) as error:
            raise BadInput(
                "“{word}” is no value of the grid’s {setting}.",
                word=word[:40],
                setting=KINDS[name].label,
            ) from error
    return Axis(name, tuple(values), text)


def kind_named(name: str) -> str:
    """Return the key of KINDS that `name` means. Raises BadInput."""
    wanted = _folded(name)
    for key, kind in KINDS.items():
        if wanted in {_folded(key), *map(_folded, kind.also)}:
            return key
    raise BadInput(
        "A grid can’t go over “{name}”: choose one of {choices}.",
        name=name[:40],
        choices=tuple(KINDS),
    )


def parse_option(text: str) -> Axis:
    """Parse a command-line axis such as `steps=4,8,20`. Raises BadInput."""
    name, equals, values = text.partition("=")
    if not equals:
        raise BadInput(
            "--grid {text}: write a setting and its values, as in steps=4,8,20.", text=text[:40]
        )
    return parse_axis(name, values)


def split_values(text: str) -> list[str]:
    """Return the values of `text`, separated by commas or line breaks, without empty ones."""
    lines = text.replace("\0", "").splitlines()
    try:
        rows = list(csv.reader(lines, skipinitialspace=True))
    except csv.Error:
        rows = [line.split(",") for line in lines]
    return [value.strip() for row in rows for value in row if value.strip()]


def joined(values: list[str]) -> str:
    """Return the text that `split_values` parses back into `values`."""
    return ", ".join(f'"{value}"' if "," in value else value for value in values)


def _is_whole(kind: str) -> bool:
    return kind in ("seed", "steps", "clip_skip")


def _spread(word: str, *, whole: bool) -> list[str]:
    """Return the numbers of a range, or `word` itself if it is not a range."""
    match = _RANGE.fullmatch(word.strip()) if len(word) <= MOST_LETTERS else None
    if match is None:
        return [word]
    low, high = float(match[1]), float(match[2])
    if not (math.isfinite(low) and math.isfinite(high)):
        return [word]
    if match[4]:
        count = min(int(match[4]), MOST_VALUES + 1)
        gap = (high - low) / (count - 1) if count > 1 else 0.0
        numbers = [low + gap * place for place in range(count)]
    else:
        gap = abs(float(match[3])) if match[3] else 1.0
        if gap == 0:
            return [word]
        steps = min(int(abs(high - low) / gap + 1e-9), MOST_VALUES)
        sign = 1 if high >= low else -1
        numbers = [low + sign * gap * place for place in range(steps + 1)]
    return [str(round(number)) if whole else f"{number:.6g}" for number in numbers]


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-]+", "", name_key(name))

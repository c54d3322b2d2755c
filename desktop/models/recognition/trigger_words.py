"""A LoRA's trigger words, as its trainer, Civitai or A1111 has recorded them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from desktop.files.bounded import UnreadableError, parse_json, read_struct
from desktop.files.json_coerce import as_mapping

from .safetensors_header import HeaderError, read_header

_MOST_WORDS = 8
_MOST_TAGS = 3
_MOST_LETTERS = 300
_ALWAYS = 0.95
"""Share of the training pictures from which a tag counts as trained."""


class _A1111Notes(msgspec.Struct, frozen=True):
    words: str = msgspec.field(default="", name="activation text")


class _CivitaiNotes(msgspec.Struct, frozen=True):
    words: tuple[str, ...] = msgspec.field(default=(), name="trainedWords")


def trigger_words(lora: Path) -> tuple[str, ...]:
    """Return the trigger words of the file `lora`, () where none are recorded. Never raises.

    A1111's notes (`name.json`, its user's own) come before Civitai's (`name.civitai.info`), those
    before the file's `modelspec.trigger_phrase`, and last kohya's count of tags.
    """
    for found in (_a1111(lora), _civitai(lora), _own(lora)):
        words = tuple(dict.fromkeys(word for part in found for word in _split(part)))
        if words:
            return words[:_MOST_WORDS]
    return ()


def _split(words: str) -> Iterable[str]:
    return (word.strip() for word in words[:_MOST_LETTERS].split(",") if word.strip())


def _a1111(lora: Path) -> Iterable[str]:
    try:
        return (read_struct(lora.with_suffix(".json"), _A1111Notes).words,)
    except (OSError, UnreadableError):
        return ()


def _civitai(lora: Path) -> Iterable[str]:
    try:
        return read_struct(lora.with_suffix(".civitai.info"), _CivitaiNotes).words
    except (OSError, UnreadableError):
        return ()


def _own(lora: Path) -> Iterable[str]:
    try:
        notes = read_header(lora).metadata
    except (OSError, HeaderError):
        return ()
    phrase = notes.get("modelspec.trigger_phrase", "")
    return (phrase,) if phrase.strip() else _taught(notes.get("ss_tag_frequency", ""))


def _taught(counts: str) -> Iterable[str]:
    """Return the tags of nearly all training pictures, by kohya's count per folder."""
    try:
        folders = parse_json(counts) if counts else None
    except UnreadableError:
        return ()
    total = Counter[str]()
    for tags in as_mapping(folders).values():
        for tag, count in as_mapping(tags).items():
            if isinstance(count, int):
                total[tag.strip()] += count
    most = max(total.values(), default=0)
    return [tag for tag, count in total.most_common(_MOST_TAGS) if count >= _ALWAYS * most]

"""The words that wake a LoRA, from its notes and its header."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from desktop.models.recognition.trigger_words import trigger_words


def lora(folder: Path, **notes: str) -> Path:
    path = folder / "ink.safetensors"
    save_file({"x": torch.zeros(1)}, path, metadata=notes or None)
    return path


def test_the_users_own_notes_come_first(tmp_path: Path) -> None:
    path = lora(tmp_path, **{"modelspec.trigger_phrase": "file's"})
    assert trigger_words(path) == ("file's",)
    (tmp_path / "ink.civitai.info").write_text(json.dumps({"trainedWords": ["ink, wash", "ink"]}))
    assert trigger_words(path) == ("ink", "wash")
    (tmp_path / "ink.json").write_text(json.dumps({"activation text": "mine"}))
    assert trigger_words(path) == ("mine",)


def test_a_tag_of_every_training_picture_counts(tmp_path: Path) -> None:
    counts = {"10_ink": {"inkstyle": 40, "tree": 12}, "5_more": {"inkstyle": 20, "house": 3}}
    assert trigger_words(lora(tmp_path, ss_tag_frequency=json.dumps(counts))) == ("inkstyle",)


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", "7", '{"a": 3}', '{"a": {"b": "c"}}', '{"a": {"b": null}}', "{}", "{" * 9000],
)
def test_damaged_notes_say_nothing(tmp_path: Path, said: str) -> None:
    path = lora(tmp_path, ss_tag_frequency=said)
    for name in ("ink.json", "ink.civitai.info"):
        (tmp_path / name).write_text(said)
    assert trigger_words(path) == ()


def test_a_file_that_is_gone_says_nothing(tmp_path: Path) -> None:
    assert trigger_words(tmp_path / "gone.safetensors") == ()


def test_long_notes_are_cut(tmp_path: Path) -> None:
    many = ", ".join(f"word{number}" for number in range(1000))
    assert len(trigger_words(lora(tmp_path, **{"modelspec.trigger_phrase": many}))) == 8

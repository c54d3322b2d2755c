"""What the READMEs tell people to type is what the command line takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from desktop.cli.parser import build_parser
from desktop.models.catalogue.catalogue import find_entry

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = ("README.md", "README.ko.md")


def commands(text: str) -> list[list[str]]:
    """The words after `easel` of each line of a code block that calls it."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    calls = [shlex.split(line, comments=True) for line in lines if line]
    return [call[1:] for call in calls if call and Path(call[0]).name == "easel"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_is_taken(name: str) -> None:
    for words in commands((ROOT / name).read_text(encoding="utf-8")):
        options = build_parser().parse_args(words)
        if words[:2] == ["models", "download"]:
            assert find_entry(options.name) is not None, words


def test_both_readmes_tell_the_same() -> None:
    english, korean = (commands((ROOT / name).read_text("utf-8")) for name in TEXTS)
    assert english == korean
    assert len(english) >= 8
    for name in TEXTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", text)
        assert len(pictures) >= 3
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert (ROOT / link).is_file(), link
        for target in re.findall(r"`?make (\w+)", text):
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

"""One word for one setting, in every string that a person reads: window, messages, Help, terminal.

English is spelled as macOS spells it: American, with ’ for an apostrophe.

The glossary in Help names what other programs call the same things.
"""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cli.parser import build_parser

ROOT = Path(__file__).parents[2]
OTHER_WORDS = re.compile(r"schedulers?\b|noise schedules?\b|guidance scale|\bcfg\b", re.IGNORECASE)
OTHER_KOREAN = re.compile("스케줄러|노이즈 스케줄|가이던스 스케일|(?<!타임)스텝")
OPTIONS = re.compile(r"--[\w-]+|\b[A-Z_]{3,}\b")
"""What the command line also takes, for people who come from elsewhere."""
BRITISH = re.compile(
    r"\b\w*(?:colour|neighbour|behaviour|favour|licence|catalogue)\w*|\bgrey\w*|\bcentred?\b"
    r"|\btowards\b|\bcancell(?:ed|ing)\b|\blabell(?:ed|ing)\b|\bdialogue\b"
    r"|\b(?:organ|recogn|normal|optim|minim|maxim|quant|custom|initial|real|local)is(?:e[ds]?|ing)\b",
    re.IGNORECASE,
)
_GLOSSARY = {"en": "## Words", "ko": "## 용어"}


def translations(language: str) -> list[tuple[str, str]]:
    tree = ET.parse(ROOT / "resources" / "translations" / f"easel_{language}.ts")
    return [
        (message.findtext("source") or "", "".join(message.find("translation").itertext()))
        for message in tree.iter("message")
    ]


def chapters(language: str) -> str:
    """The manual without its glossary."""
    text = (ROOT / "resources" / "manual" / f"manual_{language}.md").read_text(encoding="utf-8")
    before, _, after = text.partition(_GLOSSARY[language])
    assert after, "the glossary is gone"
    return before + after.partition("\n## ")[2]


def test_no_string_has_another_word() -> None:
    wrong = [source for source, _ in translations("ko") if OTHER_WORDS.search(source)]
    assert wrong == []


def test_no_korean_string_has_another_word() -> None:
    wrong = [korean for _, korean in translations("ko") if OTHER_KOREAN.search(korean)]
    assert wrong == []


@pytest.mark.parametrize(("language", "other"), [("en", OTHER_WORDS), ("ko", OTHER_KOREAN)])
def test_the_manual_has_no_other_word(language: str, other: re.Pattern[str]) -> None:
    assert other.findall(chapters(language)) == []


def test_the_readme_has_no_other_word() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert OTHER_WORDS.findall(OPTIONS.sub("", text)) == []


def test_the_help_of_the_command_line_has_no_other_word() -> None:
    wrong = [OTHER_WORDS.findall(OPTIONS.sub("", text)) for text in terminal_help(build_parser())]
    assert [found for found in wrong if found] == []


def terminal_help(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The `--help` of a command and of all below it."""
    yield parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from terminal_help(command)


@pytest.fixture(scope="module")
def english() -> list[str]:
    """Every English text for people, without names of files and commands."""
    manual = (ROOT / "resources" / "manual" / "manual_en.md").read_text(encoding="utf-8")
    strings = (source for source, _ in translations("ko"))
    texts = [*strings, *terminal_help(build_parser()), manual]
    return [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]


def test_an_apostrophe_is_apples(english: list[str]) -> None:
    straight = [re.findall(r"\w+'\w+|\w+s' \w+", text) for text in english]
    assert [found for found in straight if found] == []


def test_english_is_american(english: list[str]) -> None:
    assert {word for text in english for word in BRITISH.findall(text)} == set()

"""One word for one setting, in every string that a person reads: window, messages, Help, terminal.

The glossary in Help names what other programs call the same things.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop.cli.parser import build_parser

ROOT = Path(__file__).parents[2]
OTHER_WORDS = re.compile(r"schedulers?\b|noise schedules?\b|guidance scale|\bcfg\b", re.IGNORECASE)
OTHER_KOREAN = re.compile("스케줄러|노이즈 스케줄|가이던스 스케일|(?<!타임)스텝")
OPTIONS = re.compile(r"--[\w-]+|\b[A-Z_]{3,}\b")
"""What the command line also takes, for people who come from elsewhere."""
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
    parser = build_parser()
    commands = parser._subparsers._group_actions[0].choices.values()
    texts = [parser.format_help(), *(command.format_help() for command in commands)]
    wrong = [OTHER_WORDS.findall(OPTIONS.sub("", text)) for text in texts]
    assert [found for found in wrong if found] == []

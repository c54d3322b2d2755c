"""The files of styles and earlier prompts: written whole, read back, damaged ones set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import BadInput, EaselError
from desktop.core.prompts.styles import FIRST_STYLES, Style
from desktop.storage.prompt_history import MOST, PromptEntry, PromptHistory
from desktop.storage.styles_file import StyleFile, read_csv
from tests.decomposed import decomposed


def test_styles_are_there_from_the_start_and_kept(tmp_path: Path) -> None:
    file = StyleFile(tmp_path / "styles.json")
    assert file.load() == FIRST_STYLES
    file.save([Style("수채화", "watercolour", "photo")])
    assert StyleFile(file.path).load() == (Style("수채화", "watercolour", "photo"),)
    file.save([])
    assert file.load() == ()


@pytest.mark.expects_warnings("set aside")
def test_a_damaged_file_of_styles_is_set_aside(tmp_path: Path) -> None:
    file = StyleFile(tmp_path / "styles.json")
    file.path.write_text('{"version": 1, "styles": [3]}')
    assert file.load() == FIRST_STYLES
    assert [path.name[:15] for path in tmp_path.iterdir()] == ["styles.damaged-"]


def test_a_style_is_found_by_name_whatever_the_case(tmp_path: Path) -> None:
    file = StyleFile(tmp_path / "styles.json")
    assert file.named("pixel ART").name == "Pixel art"
    with pytest.raises(BadInput, match="There is no style “nothing”"):
        file.named("nothing")


def test_a1111s_styles_are_read(tmp_path: Path) -> None:
    path = tmp_path / "styles.csv"
    path.write_text(
        "\ufeffname,prompt,negative_prompt\n"
        'Film,"film still, {prompt}",blurry\n'
        "None,,\n,no name,\n"
        "Short,only\n",
        encoding="utf-8",
    )
    assert read_csv(path) == [
        Style("Film", "film still, {prompt}", "blurry"),
        Style("Short", "only"),
    ]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0\0", b"a,b\n1,2\n", b"\xff\xfe\0\0"])
def test_what_is_no_file_of_styles_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(EaselError, match=r"holds no styles|no file of styles"):
        read_csv(path)


def test_earlier_prompts_stand_once_newest_first(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "prompts.json")
    for prompt in ("a fox", "a red bird", "a fox"):
        assert history.add(PromptEntry(prompt))
    assert not history.add(PromptEntry("  "))
    assert not history.add(PromptEntry("x" * 30_000))
    history.save()
    assert [entry.prompt for entry in PromptHistory(history.path).entries()] == [
        "a fox",
        "a red bird",
    ]
    for number in range(MOST + 5):
        history.add(PromptEntry(str(number)))
    assert len(history.entries()) == MOST


def test_earlier_prompts_are_searched_by_all_words(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "prompts.json")
    history.add(PromptEntry("a Red bird", "blurry"))
    history.add(PromptEntry("빨간 사과"))
    assert [entry.prompt for entry in history.find("BIRD red")] == ["a Red bird"]
    assert [entry.prompt for entry in history.find("blurry")] == ["a Red bird"]
    assert [entry.prompt for entry in history.find("사과")] == ["빨간 사과"]
    assert history.find("fox") == []
    history.clear()
    assert history.find("") == []


@pytest.mark.expects_warnings("set aside")
def test_a_damaged_history_starts_anew(tmp_path: Path) -> None:
    history = PromptHistory(tmp_path / "prompts.json")
    history.path.write_text("[")
    assert history.entries() == []
    history.add(PromptEntry("x"))
    history.save()
    assert PromptHistory(history.path).entries() == [PromptEntry("x")]


def test_names_and_words_are_found_in_both_compositions(tmp_path: Path) -> None:
    file = StyleFile(tmp_path / "styles.json")
    file.save([Style(decomposed("수채화"), "watercolour")])
    assert file.named("수채화").prompt == "watercolour"
    history = PromptHistory(tmp_path / "prompts.json")
    history.add(PromptEntry(decomposed("빨간 사과")))
    assert len(history.find("사과")) == len(history.find(decomposed("사과"))) == 1

"""The prompt as bare words, and many prompts from a file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from desktop.cli.parser import build_parser
from desktop.cli.prompt_lines import each_prompt

QUICK = ("--steps", "1", "--seed", "7")
BARE = [
    (("a red apple",), "a red apple"),
    (("a", "red", "apple"), "a red apple"),
    (("--steps", "2", "a red apple"), "a red apple"),
    (("a", "red", "--steps", "2", "apple"), "a red apple"),
    (("",), ""),
    (("--prompt", "a red apple"), "a red apple"),
]


def prompts(*words: str | Path) -> list[str | None]:
    options = build_parser().parse_args(["generate", *map(str, words)])
    return [one.prompt for one in each_prompt(options)]


@pytest.mark.parametrize(("words", "prompt"), BARE, ids=[" ".join(words) for words, _ in BARE])
def test_bare_words_are_the_prompt_wherever_they_stand(words, prompt: str) -> None:
    assert prompts(*words) == [prompt]


def test_a_file_has_a_prompt_in_each_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\ufeffred apple\n\n# a note\n  빨간 사과 \n"
    (tmp_path / "prompts.txt").write_text(text, encoding="utf-8")
    assert prompts("--prompts", tmp_path / "prompts.txt") == ["red apple", "빨간 사과"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert prompts("--prompts", "-") == ["red apple", "빨간 사과"]


@pytest.mark.draws
def test_all_prompts_of_a_file_are_drawn(easel, tmp_path: Path) -> None:
    (tmp_path / "prompts.txt").write_text("red apple\ngreen pear\n")
    run = easel("generate", "--prompts", tmp_path / "prompts.txt", *QUICK, "-o", tmp_path, "--json")
    assert run.code == 0, run.err
    assert [found["prompt"] for found in run.objects] == ["red apple", "green pear"]
    assert {found["seed"] for found in run.objects} == {7}


REFUSED = [
    (("x", "--prompt", "y"), "twice"),
    (("x", "--prompts", "{file}"), "--prompts"),
    (("--prompts", "{empty}"), "no prompt in it"),
    (("--prompts", "{binary}"), "NUL"),
    (("--prompts", "nowhere.txt"), "nowhere.txt"),
    (("--prompts", "{folder}"), "there is no file"),
    (("--prompts", "{file}", "-o", "one.png"), "2 to draw"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_can_not_be_is_refused_before_anything_is_drawn(
    easel, tmp_path: Path, words, said: str
) -> None:
    files = {"file": b"a\nb\n", "empty": b"# nothing\n\n", "binary": b"\xff\xfe\x00a"}
    paths = {name: tmp_path / name for name in (*files, "folder")}
    for name, data in files.items():
        paths[name].write_bytes(data)
    paths["folder"].mkdir()
    output = () if "-o" in words else ("-o", tmp_path)
    run = easel("generate", *(word.format(**paths) for word in words), *output)
    assert run.code == 2
    assert said.lower() in run.err.lower()
    assert len(run.err.splitlines()) == 1


def locked(tmp_path: Path) -> Path:
    """A place where nothing can be made, also by root."""
    (tmp_path / "file").write_text("in the way")
    return tmp_path / "file" / "out"


@pytest.mark.parametrize("name", ["", "apple.png"])
@pytest.mark.parametrize("command", [("generate", "red apple"), ("upscale", "{picture}")])
def test_the_place_is_tried_before_anything_is_drawn(
    easel, tmp_path: Path, command: tuple[str, str], name: str
) -> None:
    (tmp_path / "picture.png").write_bytes(b"any")
    words = [word.format(picture=tmp_path / "picture.png") for word in command]
    run = easel(*words, "-o", locked(tmp_path) / name)
    assert run.code == 1
    assert "couldn’t save the picture" in run.err
    assert "file" in run.err
    run = easel(*words, "-o", tmp_path / ("x" * 300) / name)
    assert "too long" in run.err


def test_the_other_commands_try_their_place_too(easel, tmp_path: Path) -> None:
    for words in (
        ("models", "convert", "Starter (draws icons)", "-o", locked(tmp_path)),
        ("doctor", "--prove", "--output", locked(tmp_path) / "proof.json"),
    ):
        run = easel(*words)
        assert run.code == 1
        assert "is a file, not a folder" in run.err


def test_nothing_stays_of_the_trial(easel, tmp_path: Path) -> None:
    run = easel("generate", "x", "--steps", "0", "-o", tmp_path / "new" / "folder")
    assert run.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.draws
def test_bench_needs_no_prompt(easel) -> None:
    run = easel("bench", "--runs", "1", "--steps", "1")
    assert run.code == 0, run.err
    assert "median of 1" in run.out

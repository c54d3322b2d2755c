"""What the command line says where it is asked for help, or is not understood."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import pytest

import desktop
from desktop.cli.command_parser import CommandParser
from desktop.cli.parser import build_parser


def parsers(parser: CommandParser) -> Iterator[CommandParser]:
    yield parser
    for command in parser.commands.values():
        yield from parsers(command)


ALL = list(parsers(build_parser()))
MISTYPED = [
    (("--prompt", "x"), "easel", "`easel generate --prompt`"),
    (("gnerate", "x"), "easel", "did you mean generate?"),
    (("--versoin",), "easel", "did you mean --version?"),
    (("a red apple",), "easel", "`easel generate 'a red apple'`"),
    (("빨간사과",), "easel", "easel generate"),
    (("generate", "--promt", "x"), "easel generate", "did you mean --prompt?"),
    (("generate", "--prompt", "x", "--step", "many"), "easel generate", "--steps"),
    (("generate", "x", "--rng", "nvdia"), "easel generate", "did you mean nvidia?"),
    (("models",), "easel models", "list, browse"),
    (("models", "lits"), "easel models", "did you mean list?"),
    (("models", "--json"), "easel models", "`easel models list --json`"),
    (("models", "list", "x"), "easel models list", "“x”"),
    (("models", "convert", "x", "--ouput", "y", "-o", "z"), "easel models convert", "--output"),
    (("help", "genrate"), "easel", "did you mean generate?"),
    (("help", "doctor", "all"), "easel doctor", "no commands"),
]


@pytest.mark.parametrize(("words", "speaker", "said"), MISTYPED, ids=lambda value: str(value)[:40])
def test_what_is_mistyped_names_the_nearest_and_the_right_help(easel, words, speaker, said) -> None:
    run = easel(*words)
    assert run.code == 2
    assert run.out == ""
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith(f"{speaker}: ")
    assert said in run.err
    assert f"See `{speaker} --help`." in run.err


@pytest.mark.parametrize("parser", ALL, ids=lambda parser: parser.prog)
def test_every_help_has_examples_that_are_taken(parser: CommandParser) -> None:
    examples = [
        line.strip() for line in parser.format_help().partition("\nexamples:\n")[2].splitlines()
    ]
    assert examples
    for example in examples:
        program, *words = shlex.split(example.partition(" >")[0])
        assert program == "easel"
        build_parser().parse_args(words)
    if not parser.commands:
        assert any(example.startswith(parser.prog) for example in examples)


@pytest.mark.parametrize("parser", ALL, ids=lambda parser: parser.prog)
def test_help_as_a_command_and_as_an_option_is_the_same(easel, parser: CommandParser) -> None:
    words = parser.prog.split()[1:]
    asked = easel("help", *words)
    assert asked.code == 0
    assert asked.out == easel(*words, "--help").out
    assert "usage: easel" in asked.out


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version(easel, word: str) -> None:
    run = easel(word)
    assert (run.code, run.out.strip()) == (0, f"Easel {desktop.__version__}")

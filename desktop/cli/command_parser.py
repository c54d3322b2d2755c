"""The parser of one command: examples in its help, one sentence for each wrong argument."""

from __future__ import annotations

import argparse
import difflib
import shlex
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

_REFUSED, _CHOICES = "invalid choice: ", " (choose from "
"""argparse's wording for a value outside an option's choices: before and after the value."""
_SHORT = 60


class CommandParser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest word and the right help, and exit with 2."""

    def __init__(self, *, examples: Sequence[str] = (), **keywords: Any) -> None:
        super().__init__(**keywords)
        self._examples = tuple(examples)
        self._words: str | None = None
        self.commands: dict[str, CommandParser] = {}

    def command_adder(self, *, title: str, metavar: str) -> CommandAdder:
        """Return an adder for this parser's commands, one of which is then required."""
        actions: Any = self.add_subparsers(title=title, required=True, metavar=metavar)
        return CommandAdder(self, actions)

    def takes_words(self, dest: str, metavar: str, help_text: str) -> None:
        """Accept bare words anywhere between the options, as the list `dest`."""
        self._words = dest
        self.add_argument(dest, nargs="*", metavar=metavar, help=help_text)

    def format_help(self) -> str:
        """Return argparse's help with the examples below it."""
        text = super().format_help()
        if self._examples:
            text += "\nexamples:\n" + "".join(f"  {example}\n" for example in self._examples)
        return text

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse `args`; end the process on leftovers, with this parser's message, not its root's.

        Before Python 3.13 argparse leaves over bare words between options.
        """
        given = list(sys.argv[1:] if args is None else args)
        self._check_command(given)
        found, left = super().parse_known_args(given, namespace)
        options = [word for word in left if word.startswith("-") and word != "-"]
        if options:
            self.error(self._no_option(options[0].partition("=")[0]))
        if left and self._words is None:
            self.error(f"“{_shortened(left[0])}” is more than this command takes")
        if left and self._words is not None:
            setattr(found, self._words, [*getattr(found, self._words), *left])
        return found, []

    def error(self, message: str) -> NoReturn:
        """Print `message` and end the process, as argparse requires."""
        head, refused, rest = message.partition(_REFUSED)
        given, listed, choices = rest.rpartition(_CHOICES)
        if refused and listed and choices.endswith(")"):
            known = [word.strip().strip("'\"") for word in choices[:-1].split(",")]
            given = given.strip("'\"")
            near = nearest(given, known)
            if near:
                message = f"{head}there is no “{_shortened(given)}”: did you mean {near}?"
        end = "" if message.endswith("?") else "."
        print(f"{self.prog}: {message}{end} See `{self.prog} --help`.", file=sys.stderr)
        raise SystemExit(2)

    def command(self, word: str) -> CommandParser:
        """Return the parser of the command `word`; end the process if there is none."""
        if word not in self.commands:
            self.error(self._no_command(word))
        return self.commands[word]

    @property
    def option_names(self) -> list[str]:
        """All names of this parser's options, `--like-this` and `-s`."""
        return list(self._option_string_actions)

    @property
    def visible_options(self) -> list[str]:
        """The names of this parser's options that its help shows."""
        return [
            name
            for action in self._actions
            if action.help != argparse.SUPPRESS
            for name in action.option_strings
        ]

    @property
    def option_choices(self) -> dict[str, tuple[str, ...]]:
        """The allowed values of options with a fixed set."""
        return {
            name: tuple(str(choice) for choice in action.choices)
            for action in self._actions
            if action.choices and action.help != argparse.SUPPRESS
            for name in action.option_strings
        }

    def _check_command(self, given: Sequence[str]) -> None:
        """Reject a first word that is no command; argparse would take a later word for it."""
        if not self.commands:
            return
        if not given:
            self.error(f"name one of these: {', '.join(self.commands)}")
        first = given[0]
        name = first.partition("=")[0]
        if first.startswith("-"):
            if not any(own.startswith(name) for own in self.option_names):
                self.error(self._no_option(name))
        elif first not in self.commands:
            self.error(self._no_command(first))

    def _no_option(self, name: str) -> str:
        near = nearest(name, self.option_names)
        if near:
            return f"there is no option {name}: did you mean {near}?"
        for command in self.commands.values():
            if name in command.option_names:
                return f"{name} belongs to a command: `{command.prog} {name}`"
        return f"there is no option {name}"

    def _no_command(self, word: str) -> str:
        if not self.commands:
            return f"there are no commands below {self.prog}"
        near = nearest(word, self.commands)
        if near:
            return f"there is no command “{_shortened(word)}”: did you mean {near}?"
        drawing = [name for name, command in self.commands.items() if command.draws_words]
        if drawing and (" " in word or not word.isascii()):
            call = f"{self.prog} {drawing[0]} {shlex.quote(_shortened(word))}"
            return f"“{_shortened(word)}” is no command; to draw it: `{call}`"
        return f"there is no command “{_shortened(word)}”, only {', '.join(self.commands)}"

    @property
    def draws_words(self) -> bool:
        """Whether this command accepts bare words."""
        return self._words is not None


class CommandAdder:
    """Adds commands to a parser and registers their names."""

    def __init__(self, parser: CommandParser, actions: Any) -> None:
        self._parser, self._actions = parser, actions

    def add_parser(
        self, name: str, *, text: str, about: str = "", examples: Sequence[str] = ()
    ) -> CommandParser:
        """Add the command `name`: `text` for the list of commands, `about` for its own help."""
        parser: CommandParser = self._actions.add_parser(
            name,
            help=text,
            description=about or f"{text[:1].upper()}{text[1:]}.",
            examples=examples,
        )
        self._parser.commands[name] = parser
        return parser


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the one of `known` that `word` is probably meant to be; "" if none is near."""
    folded = {name.lower().lstrip("-"): name for name in known}
    found = difflib.get_close_matches(word.lower().lstrip("-"), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else ""


def _shortened(word: str) -> str:
    return word if len(word) <= _SHORT else f"{word[:_SHORT]}…"

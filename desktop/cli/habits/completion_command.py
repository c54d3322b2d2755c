"""`easel completion zsh|bash|fish`: print the shell's completion script for Easel."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder, CommandParser


class CompletedCommand(NamedTuple):
    """A command for the shell: `path`, such as `easel generate`, and the `words` after it."""

    path: str
    words: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    """The allowed values of options with a fixed set."""


def add_completion(commands: CommandAdder, root: CommandParser) -> None:
    """Add the command, which completes all commands of `root`."""
    parser = commands.add_parser(
        "completion",
        text="print a shell’s completion",
        about="Prints a script that completes commands and options: for zsh, bash or fish.",
        examples=(
            "easel completion zsh > ~/.zfunc/_easel",
            "easel completion bash >> ~/.bashrc",
            "easel completion fish > ~/.config/fish/completions/easel.fish",
        ),
    )
    parser.add_argument("shell", choices=list(_SCRIPTS), help="which shell")

    def show(options: argparse.Namespace, _: CliContext) -> int:
        print(_SCRIPTS[options.shell](list(commands_of(root, root.prog))), end="")
        return 0

    parser.set_defaults(run=show)


def commands_of(parser: CommandParser, path: str) -> Iterator[CompletedCommand]:
    """Yield `parser` and all commands below it."""
    options = [name for name in parser.visible_options if name.startswith("--")]
    yield CompletedCommand(path, (*parser.commands, *options), parser.option_choices)
    for name, inner in parser.commands.items():
        yield from commands_of(inner, f"{path} {name}")


def _bash(commands: list[CompletedCommand]) -> str:
    cases = "".join(
        f'    "{command.path}") words="{" ".join(command.words)}" ;;\n' for command in commands
    )
    values = "".join(
        f'    "{name}") words="{" ".join(found)}" ;;\n'
        for name, found in _all_values(commands).items()
    )
    return f"""_easel() {{
  local words="" path="easel" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    case "$word" in -*) ;; *) case " {_paths(commands)} " in *" ${{path// /_}}_$word "*)
      path="$path $word" ;; esac ;; esac
  done
  case "$path" in
{cases}  esac
  case "${{COMP_WORDS[COMP_CWORD-1]}}" in
{values}  esac
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _easel easel
"""


def _zsh(commands: list[CompletedCommand]) -> str:
    return f"#compdef easel\nautoload -U +X bashcompinit && bashcompinit\n{_bash(commands)}"


def _fish(commands: list[CompletedCommand]) -> str:
    lines = ["complete -c easel -f\n"]
    for command in commands:
        path = command.path.split()[1:]
        seen = " ".join(f"and __fish_seen_subcommand_from {word};" for word in path)
        when = seen.removeprefix("and ").rstrip(";") or "__fish_use_subcommand"
        for word in command.words:
            if word.startswith("--"):
                found = command.values.get(word, ())
                given = f" -xa '{' '.join(found)}'" if found else ""
                lines.append(f"complete -c easel -n '{when}' -l {word[2:]}{given}\n")
            else:
                lines.append(f"complete -c easel -n '{when}' -a {word}\n")
    return "".join(lines)


def _paths(commands: list[CompletedCommand]) -> str:
    return " ".join(command.path.replace(" ", "_") for command in commands)


def _all_values(commands: list[CompletedCommand]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for command in commands:
        for name, values in command.values.items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
    return found


_SCRIPTS = {"zsh": _zsh, "bash": _bash, "fish": _fish}

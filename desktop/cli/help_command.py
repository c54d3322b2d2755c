"""`easel help [COMMAND]`: the help of the whole command line, or of one command."""

from __future__ import annotations

import argparse

from .cli_context import CliContext
from .command_parser import CommandAdder, CommandParser


def add_help_command(commands: CommandAdder, root: CommandParser) -> None:
    """Add `help` to the parser `root`."""
    parser = commands.add_parser(
        "help",
        text="show the help of a command",
        examples=("easel help", "easel help generate", "easel help models convert"),
    )
    parser.add_argument("command", nargs="*", metavar="COMMAND", help="whose help; or none")

    def show(options: argparse.Namespace, _: CliContext) -> int:
        shown = root
        for word in options.command:
            shown = shown.command(word)
        print(shown.format_help(), end="")
        return 0

    parser.set_defaults(run=show)

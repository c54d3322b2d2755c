"""Decides by argv what this process is: the window, a command, or the engine child.

Its imports are absolute: in the bundle it is a script, without a package around it.
"""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run Easel with `argv` (without the program's name) and return the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["engine"]:
        from desktop.process.child import main as run_child

        return run_child()
    if arguments and not _is_for_window(arguments):
        try:
            from desktop.cli import main as run_command

            return run_command(arguments)
        except KeyboardInterrupt:  # before the command could take care of it itself
            return INTERRUPTED
    from desktop.app import main as run_window

    return run_window(arguments)


def _is_for_window(arguments: list[str]) -> bool:
    """Files that the Finder hands over, and its process serial number, mean a window."""
    return all(
        argument.startswith("-psn_") or (not argument.startswith("-") and _is_there(argument))
        for argument in arguments
    )


def _is_there(argument: str) -> bool:
    """Whether it names a file or a folder; `models` is the command, also beside such a folder."""
    from pathlib import Path

    path = Path(argument)
    return path.is_file() or (path.is_dir() and path.name != argument)


if __name__ == "__main__":
    sys.exit(main())

"""The command line: the same core as the window, with no Qt."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error
from desktop.process.supervisor import EngineChild
from desktop.storage.logs import close_log, log_to_stderr

from .cli_context import CliContext, OpenChild
from .plain_output import allow_any_terminal

INTERRUPTED = 130


def main(arguments: Sequence[str], open_child: OpenChild = EngineChild) -> int:
    """Run one command and return its exit code.

    0 for success, 1 for a failure, 2 for bad input, 130 after Ctrl-C.
    """
    from .parser import build_parser

    log = log_to_stderr(logging.ERROR)  # bugs: everything else a command says itself
    allow_any_terminal()
    try:
        options = build_parser().parse_args(arguments)
        code = options.run(options, CliContext.find(open_child))
        sys.stdout.flush()
        return code
    except EaselError as error:
        print(f"easel: {error.message}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("easel: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads any more: no traceback about it either
        return 1
    except OSError as error:
        print(f"easel: {_what_failed(error)}", file=sys.stderr)
        _drop_output()
        return 1
    finally:
        close_log(log)


def _what_failed(error: OSError) -> Message:
    """Return a sentence for a system error that no command foresaw: a full disk, a long name."""
    if error.filename is None:
        return Message(
            "The output can’t be written: {reason}.", reason=error.strerror or str(error)
        )
    return disk_error(error, Path(str(error.filename)), Message("go on")).message


def _drop_output() -> None:
    """Discard unwritten stdout: Python would write it again as it ends, with a traceback."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)

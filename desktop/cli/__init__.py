"""The command line: the same core as the window, with no Qt."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from desktop.core.errors import EaselError
from desktop.process.supervisor import EngineChild
from desktop.storage.logs import close_log, log_to_stderr

from .cli_context import CliContext, OpenChild

INTERRUPTED = 130


def main(arguments: Sequence[str], open_child: OpenChild = EngineChild) -> int:
    """Run one command; 0, 1 for a failure, 2 for bad input, 130 after Ctrl-C."""
    from .parser import build_parser

    log = log_to_stderr(logging.ERROR)  # bugs: everything else a command says itself
    try:
        options = build_parser().parse_args(arguments)
        return options.run(options, CliContext.find(open_child))
    except EaselError as error:
        print(f"easel: {error.message}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("easel: stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads any more: no traceback about it either
        return 1
    finally:
        close_log(log)

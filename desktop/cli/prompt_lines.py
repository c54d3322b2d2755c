"""The prompts of a command line: bare words, `--prompt`, or the lines of a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop.core.errors import BadInput
from desktop.files.bounded import UnreadableError, decoded, read_bytes

from .asset_lookup import file_path

_MOST_BYTES = 4_000_000


def given_prompt(options: argparse.Namespace) -> str | None:
    """Return the prompt of the bare words or of `--prompt`. Raise BadInput if both are given."""
    if not options.words:
        return options.prompt
    words = " ".join(options.words)
    if options.prompt is not None:
        raise BadInput(
            "The prompt is given twice: as “{words}” and with --prompt.", words=words[:60]
        )
    return words


def each_prompt(options: argparse.Namespace) -> list[argparse.Namespace]:
    """Return `options` once per prompt: one for each line of `--prompts`, else one.

    Empty lines and those that start with # are skipped. Raise BadInput.
    """
    prompt = given_prompt(options)
    if options.prompts is None:
        return [_with_prompt(options, prompt)]
    if prompt is not None:
        raise BadInput("--prompts and a prompt don’t go together: put it into the file.")
    lines = [line.strip() for line in _text(options.prompts).splitlines()]
    prompts = [line for line in lines if line and not line.startswith("#")]
    if not prompts:
        raise BadInput("--prompts {file}: there is no prompt in it.", file=options.prompts)
    return [_with_prompt(options, line) for line in prompts]


def _with_prompt(options: argparse.Namespace, prompt: str | None) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(options), "prompt": prompt, "words": []})


def _text(name: str) -> str:
    if name == "-":
        return decoded(sys.stdin.buffer.read(_MOST_BYTES))
    path = Path(file_path(name, "--prompts"))
    try:
        return decoded(read_bytes(path, _MOST_BYTES))
    except UnreadableError as error:
        raise BadInput("--prompts {file}: it can’t be read.", str(error), file=name) from error

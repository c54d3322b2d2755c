"""Errors that carry one message for a person, and the details for whoever asks."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import LiteralString

import msgspec

from .messages import Message, Value

_PACKAGE = Path(__file__).resolve().parent.parent


class UnsavedPicture(msgspec.Struct, frozen=True):
    """A finished picture that could not be saved: its name, and what its file would hold."""

    name: str
    data: bytes


class EaselError(Exception):
    """A known failure; `message` says what and what to do, `details` is for a bug report.

    Made from a message, or from a message's template and values. Exit code 1 on the command line.
    """

    exit_code = 1

    def __init__(
        self, message: Message | LiteralString, /, details: str = "", **values: Value | Path
    ) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        self.details = details
        self.unsaved: UnsavedPicture | None = None
        super().__init__(str(self.message))


class BadInput(EaselError):
    """What the user asked for can't be done as asked; nothing was started. Exit code 2."""

    exit_code = 2


class InternalError(EaselError):
    """A bug: an exception that nobody foresaw. `details` is its traceback.

    `origin` tells one bug from another: the kind of exception and the line that it came from.
    """

    def __init__(
        self,
        message: Message | LiteralString,
        /,
        details: str = "",
        origin: str = "",
        **values: Value | Path,
    ) -> None:
        super().__init__(message, details, **values)
        self.origin = origin or str(self)

    @classmethod
    def of(cls, error: BaseException) -> InternalError:
        """Wrap an unforeseen exception; one that is wrapped already comes back as it is."""
        if isinstance(error, InternalError):
            return error
        return cls(
            "An unexpected error occurred in Easel ({kind}).",
            "".join(traceback.format_exception(error)).strip(),
            origin_of(error),
            kind=type(error).__name__,
        )


class JobCancelled(Exception):
    """Raised inside an engine where it notices that its job was cancelled; a state, no error."""


def origin_of(error: BaseException) -> str:
    """The exception's kind and the line that it came from, of Easel's own code where possible."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents]
    place = (own or frames)[-1:]
    where = f" at {Path(place[0].filename).name}:{place[0].lineno}" if place else ""
    return f"{type(error).__name__}{where}"

"""Errors that carry one message for the user, and details for a bug report."""

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
    """A known failure: `message` names the problem and the remedy, `details` is for a bug report.

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
    """The user's request can't be carried out as given; nothing was started. Exit code 2."""

    exit_code = 2


class InternalError(EaselError):
    """A bug: an unforeseen exception, with its traceback in `details`.

    `origin` identifies the bug: the exception's type and the source line that raised it.
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
        """Wrap an unforeseen exception; return an InternalError unchanged."""
        if isinstance(error, InternalError):
            return error
        return cls(
            "An unexpected error occurred in Easel ({kind}).",
            "".join(traceback.format_exception(error)).strip(),
            origin_of(error),
            kind=type(error).__name__,
        )


class JobCancelled(Exception):
    """Raised inside an engine once it notices that its job was cancelled; a state, not an error."""


def origin_of(error: BaseException) -> str:
    """Return the exception's type and source line, of Easel's own code where possible."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents]
    place = (own or frames)[-1:]
    where = f" at {Path(place[0].filename).name}:{place[0].lineno}" if place else ""
    return f"{type(error).__name__}{where}"

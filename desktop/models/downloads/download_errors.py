"""Download errors, by the required reaction."""

from __future__ import annotations

import errno
from typing import LiteralString

import httpx

from desktop.core.errors import EaselError
from desktop.core.messages import Message, Value


class NeedsToken(EaselError):
    """The hub wants a token; `repository` is 'org/name' where its terms are known to need
    acceptance.
    """

    def __init__(self, repository: str, details: str = "") -> None:
        message = Message(
            "The server asks for a login: set a token in Settings (in a terminal: HF_TOKEN)."
        )
        if repository:
            message = Message(
                "{repository} asks you to accept its terms: do so at huggingface.co/{repository}, "
                "then set a token of yours in Settings (in a terminal: HF_TOKEN).",
                repository=repository,
            )
        super().__init__(message, details)
        self.repository = repository


class Unreachable(EaselError):
    """A site is unreachable now, perhaps not later; `offline`: no site responded at all."""

    def __init__(
        self,
        message: Message | LiteralString,
        /,
        details: str = "",
        *,
        offline: bool = False,
        **values: Value,
    ) -> None:
        super().__init__(message, details, **values)
        self.offline = offline


def unreachable(site: str, error: Exception) -> Unreachable:
    """Return the error for a site that did not respond."""
    return Unreachable(
        "{site} can’t be reached. Check the connection to the internet and try again.",
        f"{type(error).__name__}: {error}",
        offline=True,
        site=site,
    )


class DownloadStopped(Exception):
    """The download was paused or canceled; a state, no error."""


class TransientError(EaselError):
    """A transient fault: the next attempt continues where this one ended.

    `wait` is the number of seconds that the server asked for, None where not given.
    """

    def __init__(
        self,
        message: Message | LiteralString,
        /,
        wait: float | None = None,
        details: str = "",
        *,
        slow: bool = False,
        **values: Value,
    ) -> None:
        super().__init__(message, details, **values)
        self.wait = wait
        self.slow = slow
        """Whether the server sends next to nothing: the received bytes then don't count as
        progress.
        """


def raise_for_status(response: httpx.Response, repository: str) -> None:
    """Turn an HTTP error into TransientError or EaselError."""
    status = response.status_code
    if status < 400:
        return
    details = f"HTTP {status} from {response.request.url.host}"
    if status == 429 or status in {408, 425, 500, 502, 503, 504}:
        message = Message("The server asks for a pause (too many requests).")
        if status != 429:
            message = Message("The server has a problem of its own ({status}).", status=status)
        raise TransientError(message, _retry_after(response), details)
    if status == 401:
        raise NeedsToken("", details)
    if status == 403 and repository:
        raise NeedsToken(repository, details)
    if status == 403:
        message = Message("The server refuses this file.")
    elif status in {404, 410}:
        message = Message("The file is no longer there: look the model up again.")
    else:
        message = Message("The server refuses this file ({status}).", status=status)
    raise EaselError(message, details)


def disk_error(error: OSError, folder: str) -> EaselError:
    """Return the error for a disk that can't be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return EaselError(
            "The disk with {folder} is full: free some space, then resume.",
            str(error),
            folder=folder,
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return EaselError("Easel is not allowed to write into {folder}.", str(error), folder=folder)
    return EaselError(
        "Writing into {folder} failed: {reason}.",
        str(error),
        folder=folder,
        reason=error.strerror or str(error),
    )


def _retry_after(response: httpx.Response) -> float | None:
    """Return a Retry-After header's seconds; None for a date or an invalid value."""
    said = response.headers.get("Retry-After", "")
    whole = said.isascii() and said.isdecimal() and len(said) < 10
    return min(float(said), 3600.0) if whole else None

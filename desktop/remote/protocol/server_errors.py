"""Server errors, each in one sentence."""

from __future__ import annotations

import ssl

import httpx

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message

_MOST_SAID = 300
"""Maximum characters shown of a server's own text."""


class ServerError(EaselError):
    """Base error of a server's failures."""


class ServerGone(ServerError):
    """The server is unreachable, or the connection broke: the job itself may be fine."""


class ServerRefused(ServerError):
    """The server responds and refuses: retrying is useless."""


class WrongProtocol(ServerRefused):
    """What responds speaks another protocol."""


def connection_error(name: str, error: Exception) -> ServerError:
    """Return the error for an exception of httpx, or of the socket."""
    details = repr(error)
    if _is_certificate(error):
        return ServerRefused(
            "The certificate of “{server}” can’t be trusted: it is self-signed or for another "
            "address. You can allow it in Settings > Servers.",
            details,
            server=name,
        )
    if isinstance(error, ssl.SSLError) or "SSL" in details:
        return ServerRefused(
            "“{server}” does not speak https at this address: try http.", details, server=name
        )
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return ServerGone("“{server}” does not answer.", details, server=name)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return ServerRefused("The address of “{server}” is not one.", details, server=name)
    return ServerGone(
        "“{server}” can’t be reached: is it running, and is its address right?",
        details,
        server=name,
    )


def status_error(name: str, status: int, body: bytes, program: str) -> ServerError:
    """Return the error for an unsuccessful response; `program` was expected."""
    details = f"{status}: {said(body)}"
    if status in (401, 407):
        return ServerRefused(
            "“{server}” wants a token, or another one than was given.", details, server=name
        )
    if status == 403:
        return ServerRefused("“{server}” refuses Easel’s requests.", details, server=name)
    if status in (404, 405):
        return wrong_protocol(name, program, details)
    if status == 413:
        return ServerRefused(
            "The picture is too large for “{server}” to take.", details, server=name
        )
    if status in (502, 503, 504):
        return ServerGone(
            "“{server}” is not ready ({status}).", details, server=name, status=status
        )
    return ServerError("“{server}” failed ({status}).", details, server=name, status=status)


def wrong_protocol(name: str, program: str, details: str = "") -> WrongProtocol:
    """Return the error for an address that belongs to something other than `program`."""
    return WrongProtocol(
        "“{server}” is no {program} server.", details, server=name, program=program
    )


def no_known_server(name: str, details: str = "") -> WrongProtocol:
    """Return the error for an address whose protocol Easel doesn't speak."""
    return WrongProtocol(
        "“{server}” is neither a ComfyUI server nor an A1111 one with its API on.",
        details,
        server=name,
    )


def nonsense(name: str, details: str) -> ServerError:
    """Return the error for an invalid response."""
    return ServerError("“{server}” answers what Easel can’t read.", details, server=name)


def unknown_server(name: str) -> BadInput:
    """Return the error for a server name that was never added."""
    return BadInput("There is no server “{server}”: add it in Settings > Servers.", server=name)


def drawing_failed(name: str, node: str, words: str, details: str = "") -> ServerError:
    """Return the error for a node that raised; `words` is its exception's text."""
    if "out of memory" in words.lower() or "OutOfMemory" in details:
        return ServerError(
            "“{server}” ran out of memory: choose a smaller size or a smaller model.",
            details or words,
            server=name,
        )
    return ServerError(
        "“{server}” failed at {node}: {words}",
        details or words,
        server=name,
        node=node,
        words=shortened(words) or Message("it doesn’t say why"),
    )


def said(body: bytes) -> str:
    """Return the start of a response's text, for the details."""
    return shortened(body[:2000].decode("utf-8", "replace"))


def shortened(text: str) -> str:
    """Return `text` on one line, shortened."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _MOST_SAID else f"{line[: _MOST_SAID - 1]}…"


def _is_certificate(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return "CERTIFICATE_VERIFY_FAILED" in repr(error)

"""Check for a newer Easel; only when the user asks, and only at its own source.

A released app carries `updates.json` with the address of its newest release, written by the build
(`packaging/build.sh`); an Easel from source has none, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx
import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.files.bounded import UnreadableError, first_bytes, parse_struct

from .resources import resource

VARIABLE = "EASEL_UPDATES"
"""The environment variable that overrides the file's address."""
_SECONDS = 15.0
_MOST_BYTES = 2 * 2**20


class Release(msgspec.Struct, frozen=True):
    """A published Easel: its version ("1.2.0") and its download page."""

    version: str
    page: str


class _Source(msgspec.Struct, frozen=True):
    latest: str


class _Answer(msgspec.Struct, frozen=True):
    tag_name: str
    html_url: str


def updates_address(environment: Mapping[str, str]) -> str:
    """Return the address to ask. Raises BadInput where this Easel is no release."""
    named = environment.get(VARIABLE, "").strip()
    if named:
        return named
    try:
        return msgspec.json.decode(resource("updates.json").read_bytes(), type=_Source).latest
    except (EaselError, OSError, msgspec.MsgspecError):
        raise BadInput(
            "This Easel was built from its source, so updates come with the source, not from here."
        ) from None


def newest_release(address: str) -> Release:
    """Return the newest release at `address` (GitHub's form). Uses the network. Raises
    EaselError.
    """
    try:
        with httpx.Client(timeout=_SECONDS, follow_redirects=True) as client:
            found = parse_struct(_answer(client, address), _Answer, _MOST_BYTES)
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        raise EaselError(
            "The update server answered {code}: try again later.", str(error), code=code
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EaselError(
            "The update server can’t be reached: check the connection.", str(error)
        ) from error
    except UnreadableError as error:
        raise EaselError("The update server’s answer was not understood.", str(error)) from error
    if not found.html_url.startswith("https://"):
        raise EaselError("The update server’s answer was not understood.", found.html_url[:200])
    return Release(found.tag_name.removeprefix("v"), found.html_url)


def _answer(client: httpx.Client, address: str) -> bytes:
    """Return the server's response body, of which `_MOST_BYTES` are read."""
    headers = {"Accept": "application/vnd.github+json"}
    with client.stream("GET", address, headers=headers) as response:
        response.raise_for_status()
        return first_bytes(response.iter_bytes(), _MOST_BYTES)


def is_newer(version: str, than: str) -> bool:
    """Return whether `version` is newer than `than`; a release is newer than its previews
    (1.2.0rc1).
    """
    return _order(version) > _order(than)


def _order(version: str) -> tuple[list[int], bool, str]:
    found = re.match(r"(\d{1,9}(?:\.\d{1,9}){0,9})(.*)", version)
    if found is None:
        return [], False, version
    numbers = [int(part) for part in found[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers, not found[2], found[2]

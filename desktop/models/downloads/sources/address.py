"""Parse a user's address: a hub address, org/name, or a direct link to a file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from desktop.core.errors import BadInput

DEFAULT_ENDPOINT = "https://huggingface.co"
_HUB_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_REPOSITORY = re.compile(r"[\w][\w.-]{0,95}/[\w][\w.-]{0,95}")
_DIRECT = (".safetensors", ".zip", ".sft")


class HubAddress(msgspec.Struct, frozen=True, kw_only=True):
    """A repository on the hub, or one file or folder in it."""

    repository: str
    revision: str = "main"
    path: str = ""


class DirectLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link to one .safetensors file or one zip of a Core ML model."""

    url: str
    filename: str


def endpoint(environment: Mapping[str, str] | None = None) -> str:
    """Return the hub's address: `HF_ENDPOINT` where set. Raises BadInput for an invalid URL."""
    environment = os.environ if environment is None else environment
    said = environment.get("HF_ENDPOINT", "").strip().rstrip("/")
    if not said:
        return DEFAULT_ENDPOINT
    if urlsplit(said).scheme not in {"http", "https"}:
        raise BadInput(
            "HF_ENDPOINT is {address}, which is no web address: correct or unset it.",
            address=f"{said!r}",
        )
    return said


def parse_address(text: str, hub: str = DEFAULT_ENDPOINT) -> HubAddress | DirectLink:
    """Return the target of `text`; `hub` is the hub's address. Raises BadInput for anything
    else.
    """
    text = text.strip()
    if _REPOSITORY.fullmatch(text):
        return HubAddress(repository=_checked(text))
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        raise _not_understood(text) from None
    if parts.scheme not in {"http", "https"} or not host:
        raise _not_understood(text)
    own = urlsplit(hub)
    path = unquote(parts.path).strip("/")
    if host in _HUB_HOSTS or (host, parts.port) == (own.hostname, own.port):
        prefix = own.path.strip("/")
        return _hub_address(path.removeprefix(prefix).strip("/"), text)
    name = path.rpartition("/")[2]
    if not name.lower().endswith(_DIRECT):
        raise BadInput(
            "A direct link must end in .safetensors (a model) or .zip (a Core ML model)."
        )
    if name.lower().endswith(".sft"):  # the same format, by an ending that few programs know
        name = f"{name[:-4]}.safetensors"
    return DirectLink(url=text, filename=safe_name(name))


def safe_name(name: str) -> str:
    """Return `name` as a safe file name on every disk. Raises BadInput where nothing is left."""
    cleaned = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]", "_", name).strip(" .")
    if not cleaned:
        raise BadInput("This link names no file.")
    stem, dot, suffix = cleaned.rpartition(".")
    return f"{stem[:150]}{dot}{suffix}" if dot and len(suffix) < 16 else cleaned[:180]


def origin_of(url: str) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of a web address, None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts.scheme, parts.hostname.lower(), port


def is_plain_path(path: str) -> bool:
    """Return whether a path from the network stays inside its target folder."""
    parts = path.split("/")
    strange = any(part in {"", ".", ".."} for part in parts)
    return not strange and not path.startswith("/") and not re.search(r"[\\\x00-\x1f:]", path)


def _hub_address(path: str, text: str) -> HubAddress:
    pieces = path.split("/")
    if pieces and pieces[0] in {"models"}:
        pieces = pieces[1:]
    if len(pieces) < 2 or pieces[0] in {"datasets", "spaces", "collections", "docs"}:
        raise _not_understood(text)
    repository = _checked("/".join(pieces[:2]))
    if len(pieces) >= 4 and pieces[2] in {"tree", "blob", "resolve"}:
        return HubAddress(repository=repository, revision=pieces[3], path="/".join(pieces[4:]))
    return HubAddress(repository=repository)


def _checked(repository: str) -> str:
    if not _REPOSITORY.fullmatch(repository) or ".." in repository or "--" in repository:
        raise BadInput(
            "“{repository}” is no repository’s name: it looks like org/name.",
            repository=repository[:100],
        )
    return repository


def _not_understood(text: str) -> BadInput:
    shown = text if len(text) <= 80 else text[:77] + "..."
    return BadInput(
        "“{address}” is no model’s address. Paste org/name, a page of huggingface.co or "
        "civitai.com, or a link to a .safetensors or .zip file.",
        address=shown,
    )

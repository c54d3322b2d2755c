"""Normalize a server's address as typed by people."""

from __future__ import annotations

from urllib.parse import urlsplit

from desktop.core.errors import BadInput
from desktop.core.server import Server

_PORT = 8188
"""ComfyUI's default port."""


def checked_server(
    name: str, address: str, taken: tuple[str, ...] = (), *, any_certificate: bool = False
) -> Server:
    """Return a valid server. Raises BadInput, in one sentence, for a bad name or address."""
    name = " ".join(name.split())
    if not name or len(name) > 60 or "/" in name or ":" in name or not name.isprintable():
        raise BadInput("A server’s name has up to 60 letters, and neither / nor : in it.")
    if name.casefold() in {other.casefold() for other in taken}:
        raise BadInput("There is a server “{server}” already: choose another name.", server=name)
    return Server(name=name, address=checked_address(address), any_certificate=any_certificate)


def checked_address(text: str) -> str:
    """Return `192.168.1.5`, `box:8188` or `https://host/path` as a full URL. Raises BadInput."""
    wanted = text.strip()
    has_scheme = "://" in wanted
    try:
        parts = urlsplit(wanted if has_scheme else f"http://{wanted}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or not _is_plain(wanted):
        raise BadInput(
            "“{address}” is no address of a server: give one like 192.168.1.5:8188 or "
            "https://example.com/comfy.",
            address=text[:100],
        )
    if parts.username or parts.password:
        raise BadInput("An address has no user name and no password in it: give them as the token.")
    if ":" in host:
        host = f"[{host}]"
    if port is None and not has_scheme:
        port = _PORT
    shown = f":{port}" if port is not None else ""
    return f"{parts.scheme}://{host}{shown}{parts.path.rstrip('/')}"


def _is_plain(text: str) -> bool:
    return text.isprintable() and not any(c.isspace() for c in text) and len(text) <= 2000

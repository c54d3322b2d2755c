"""The credentials sent to servers, kept in the system's keychain."""

from __future__ import annotations

import base64
import re

from desktop.core.errors import BadInput
from desktop.models.downloads.keychain import Keychain, KeychainError, NoKeychain

_SERVICE = "Easel ComfyUI"
_MOST = 4000
_PASSWORD = re.compile(r"[^\s:]{1,200}:[^\s:]\S{0,400}")
"""A user and a password as A1111's `--api-auth` takes them; a header has a space behind its colon.
"""


class Credentials:
    """The servers' tokens by address; read once each, then cached.

    Callable from any thread.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def token(self, address: str) -> str:
        """Return the token for the server at `address`, "" without one.

        Raises KeychainError where the keychain does not respond.
        """
        if address not in self._known:
            try:
                self._known[address] = Keychain(_SERVICE, address).read()
            except NoKeychain:  # then none was kept there either
                self._known[address] = ""
        return self._known[address]

    def keep(self, address: str, token: str) -> None:
        """Store `token` for the server at `address`; "" removes it.

        Raises KeychainError where the keychain fails; the token is then kept until Easel quits.
        Raises BadInput for a token that can't be sent.
        """
        token = token.strip()
        headers_of(token)
        self._known[address] = token
        keychain = Keychain(_SERVICE, address)
        if token:
            keychain.write(token)
            return
        try:
            keychain.remove()
        except KeychainError:
            return  # nothing was kept


def headers_of(token: str) -> dict[str, str]:
    """Return the HTTP headers for `token`: a bare token, `user:password`, or lines `Name: value`.

    Raises BadInput for text that no header can hold.
    """
    lines = [line.strip() for line in token.splitlines() if line.strip()]
    headers: dict[str, str] = {}
    if len(lines) == 1 and _PASSWORD.fullmatch(lines[0]):
        basic = base64.b64encode(lines[0].encode()).decode("ascii")
        return {"Authorization": f"Basic {basic}"}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or " " in name.strip():
            name, value = "Authorization", f"Bearer {line}"
        name, value = name.strip(), value.strip()
        if not _fits(name) or not value.isascii() or not value.isprintable() or len(value) > _MOST:
            raise BadInput(
                "A token is one line of plain letters, user:password, or lines like Name: value."
            )
        headers[name] = value
    return headers


def _fits(name: str) -> bool:
    return bool(name) and name.isascii() and all(c.isalnum() or c in "-_" for c in name)

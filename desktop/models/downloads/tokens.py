"""Keeps the hub's token in the Keychain, or in memory where there is none; never in a file."""

from __future__ import annotations

import os
from collections.abc import Mapping

from desktop.core.errors import BadInput

_SERVICE = "Easel"
_ACCOUNT = "huggingface.co"


class TokenStore:
    """The user's token for gated models. `in_memory` says that it is lost when the app ends."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._kept = ""
        self.in_memory = False

    def get(self) -> str | None:
        """The token: this session's, the Keychain's, or HF_TOKEN; None without one."""
        return self._kept or self._stored() or self._environment.get("HF_TOKEN") or None

    def set(self, token: str) -> str:
        """Keep `token`; the sentence says where. Raises BadInput for what is no token."""
        token = token.strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise BadInput("This is no token: copy it from huggingface.co/settings/tokens.")
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, _ACCOUNT, token)
        except (KeyringError, RuntimeError):
            self._kept, self.in_memory = token, True
            return "There is no keychain here, so the token is kept until Easel quits."
        self._kept, self.in_memory = "", False
        return "The token is in your keychain."

    def forget(self) -> None:
        """Remove the token from memory and from the keychain."""
        import keyring
        from keyring.errors import KeyringError

        self._kept, self.in_memory = "", False
        try:
            keyring.delete_password(_SERVICE, _ACCOUNT)
        except (KeyringError, RuntimeError):
            return

    def _stored(self) -> str:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(_SERVICE, _ACCOUNT) or ""
        except (KeyringError, RuntimeError):
            return ""

    def __repr__(self) -> str:
        return "<TokenStore>"

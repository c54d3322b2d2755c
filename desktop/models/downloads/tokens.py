"""The hub's token, in the Keychain, or in memory without one; never in a file."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from desktop.core.errors import BadInput
from desktop.core.messages import Message

from .keychain import Keychain, NoKeychain, SilentKeychain

logger = logging.getLogger(__name__)


class TokenStore:
    """The user's token for gated models.

    `in_memory`: the token is lost when the app ends; `is_silent`: because the keychain did not
    respond.
    """

    def __init__(
        self, environment: Mapping[str, str] | None = None, keychain: Keychain | None = None
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._keychain = keychain or Keychain("Easel", "huggingface.co")
        self._kept = ""
        self.in_memory = False
        self.is_silent = False

    def get(self) -> str | None:
        """Return the token: this session's, the Keychain's, or HF_TOKEN; None without one."""
        return self._kept or self._stored() or self._environment.get("HF_TOKEN") or None

    def set(self, token: str) -> Message:
        """Store `token`; return the message that says where. Raises BadInput for an invalid
        token.
        """
        token = token.strip()
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise BadInput("This is no token: copy it from huggingface.co/settings/tokens.")
        try:
            self._keychain.write(token)
        except SilentKeychain:
            self._kept, self.in_memory, self.is_silent = token, True, True
            return Message("The keychain does not answer, so the token is kept until Easel quits.")
        except NoKeychain:
            self._kept, self.in_memory, self.is_silent = token, True, False
            return Message("There is no keychain here, so the token is kept until Easel quits.")
        self._kept, self.in_memory, self.is_silent = "", False, False
        return Message("The token is in your keychain.")

    def forget(self) -> None:
        """Remove the token from memory and from the keychain; raise SilentKeychain where that
        fails.
        """
        self._kept, self.in_memory, self.is_silent = "", False, False
        try:
            self._keychain.remove()
        except NoKeychain as error:
            logger.info("nothing to remove: %s", error.details)
        except SilentKeychain as error:
            raise SilentKeychain(
                Message("The keychain does not answer, so the token may still be in it."),
                error.details,
            ) from error

    def close(self) -> None:
        """Release the waiters for the keychain: the app ends."""
        self._keychain.close()

    def _stored(self) -> str:
        try:
            return self._keychain.read()
        except (NoKeychain, SilentKeychain) as error:
            logger.info("%s (%s)", error, error.details)
            return ""

    def __repr__(self) -> str:
        return "<TokenStore>"

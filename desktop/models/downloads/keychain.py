"""The system's keychain, for one secret: called on a thread of its own, with a timeout."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

from desktop.core.errors import EaselError
from desktop.core.messages import Message

LIMIT = 20.0
"""Seconds: time to unlock a keychain by its password. An open one responds in milliseconds."""

_GLANCE = 0.1


class KeychainError(EaselError):
    """Base error of a failing keychain."""


class NoKeychain(KeychainError):
    """The machine has no keychain, or it refused."""


class SilentKeychain(KeychainError):
    """The keychain has not responded in time."""


class Keychain:
    """A secret under a service and an account; each call waits `limit` seconds at most.

    Raises NoKeychain and SilentKeychain. A keychain that waits for the user after the limit is not
    called again meanwhile: one window for its password is enough.
    """

    def __init__(self, service: str, account: str, limit: float = LIMIT) -> None:
        self._of = service, account
        self._limit = limit
        self._reading: _Answer | None = None
        self._one_reads = threading.Lock()
        self._closing = threading.Event()

    def read(self) -> str:
        """Return the secret, "" without one."""
        with self._one_reads:
            is_late = self._reading is not None
            answer = self._reading or _Answer(self._read)
            self._reading = answer
            try:
                return self._wait(answer, 0.0 if is_late else self._limit)
            finally:
                if answer.has_come():
                    self._reading = None

    def write(self, secret: str) -> None:
        """Store `secret` in place of the old one."""
        self._wait(_Answer(lambda: self._write(secret)), self._limit)
        self._reading = None  # what was asked for before is out of date

    def remove(self) -> None:
        """Remove the secret; without one nothing happens."""
        self._wait(_Answer(self._remove), self._limit)
        self._reading = None

    def close(self) -> None:
        """Release all present and future waiters."""
        self._closing.set()

    def _wait(self, answer: _Answer, limit: float) -> str:
        end = time.monotonic() + limit
        while not answer.has_come(_GLANCE) and time.monotonic() < end:
            if self._closing.is_set():
                break
        return answer.value()

    def _read(self) -> str:
        import keyring

        return keyring.get_password(*self._of) or ""

    def _write(self, secret: str) -> str:
        import keyring

        keyring.set_password(*self._of, secret)
        return ""

    def _remove(self) -> str:
        import keyring
        from keyring.errors import PasswordDeleteError

        try:
            keyring.delete_password(*self._of)
        except PasswordDeleteError:
            return ""  # there was none
        return ""


class _Answer:
    """The result of a thread, once available."""

    def __init__(self, ask: Callable[[], str]) -> None:
        if not _can_be_reached():
            raise NoKeychain(Message("There is no keychain here."), "no D-Bus session")
        self._ask = ask
        self._secret = ""
        self._error: Exception | None = None
        self._come = threading.Event()
        threading.Thread(target=self._run, name="keychain", daemon=True).start()

    def has_come(self, seconds: float = 0.0) -> bool:
        """Return whether the result is available within `seconds`."""
        return self._come.wait(seconds)

    def value(self) -> str:
        """Return the secret; raise SilentKeychain while the result is missing."""
        if not self._come.is_set():
            raise SilentKeychain(Message("The keychain does not answer."))
        if self._error is not None:
            raise NoKeychain(
                Message("There is no keychain here."), repr(self._error)
            ) from self._error
        return self._secret

    def _run(self) -> None:
        try:
            self._secret = self._ask()
        except Exception as error:  # each system's keychain has errors of its own
            self._error = error
        self._come.set()


def _can_be_reached() -> bool:
    """Return whether a keychain is reachable; a failing attempt takes seconds.

    Linux's keychains are at the other end of D-Bus, unless the user configured keyring otherwise.
    """
    if sys.platform != "linux":
        return True
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ or "PYTHON_KEYRING_BACKEND" in os.environ:
        return True
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.exists(os.path.join(home, "python_keyring", "keyringrc.cfg"))

"""The keychain: none at all, an empty one, one that keeps, one that refuses, one that is silent."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, PasswordDeleteError

from desktop.models.downloads.keychain import Keychain, NoKeychain, SilentKeychain
from desktop.models.downloads.tokens import TokenStore

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's way to a keychain")


class Drawer(KeyringBackend):
    """A keychain in memory; while `is_locked` it waits, as for a password that nobody types."""

    priority = 0  # pyright: ignore[reportAssignmentType]  # never chosen by itself

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.refuses = False
        self.unlocked = threading.Event()
        self.unlocked.set()
        self.asked = 0

    def _open(self) -> None:
        self.asked += 1
        self.unlocked.wait()
        if self.refuses:
            raise InitError("The collection could not be made.")

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("No such password!")
        del self.kept[service, username]


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"{__name__}.Drawer")
    before = keyring.get_keyring()
    drawer = Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    drawer.unlocked.set()
    keyring.set_keyring(before)


def store(limit: float = 60) -> TokenStore:
    return TokenStore({"HF_TOKEN": "hf_env"}, Keychain("Easel", "huggingface.co", limit))


def test_a_token_is_kept_and_forgotten(drawer: Drawer) -> None:
    tokens = store()
    assert tokens.get() == "hf_env"
    assert str(tokens.set("hf_mine")) == "The token is in your keychain."
    assert not tokens.in_memory
    assert store().get() == "hf_mine"
    tokens.forget()
    tokens.forget()
    assert drawer.kept == {}
    assert store().get() == "hf_env"


def test_a_keychain_that_refuses_is_as_none(drawer: Drawer) -> None:
    drawer.refuses = True
    tokens = store()
    assert tokens.get() == "hf_env"
    assert "no keychain here" in str(tokens.set("hf_mine"))
    assert (tokens.get(), tokens.in_memory, tokens.is_silent) == ("hf_mine", True, False)
    tokens.forget()
    with pytest.raises(NoKeychain) as raised:
        Keychain("a", "b").read()
    assert "could not be made" in raised.value.details


def test_a_silent_keychain_is_waited_for_so_long_and_asked_once(drawer: Drawer) -> None:
    drawer.kept["Easel", "huggingface.co"] = "hf_locked"
    drawer.unlocked.clear()
    tokens = store(limit=0.2)
    assert tokens.get() == "hf_env"
    assert tokens.get() == "hf_env"
    assert drawer.asked == 1
    drawer.unlocked.set()
    end = time.monotonic() + 60
    while tokens.get() != "hf_locked":  # what was asked for has come late
        assert time.monotonic() < end


def test_what_is_kept_now_is_told_and_not_what_a_late_answer_says(drawer: Drawer) -> None:
    drawer.kept["Easel", "huggingface.co"] = "hf_old"
    drawer.unlocked.clear()
    keychain = Keychain("Easel", "huggingface.co", 0.2)
    with pytest.raises(SilentKeychain):
        keychain.read()
    drawer.unlocked.set()
    Keychain("Easel", "huggingface.co").write("hf_other")
    keychain.write("hf_new")
    assert keychain.read() == "hf_new"


def test_a_token_for_a_silent_keychain_stays_in_memory(drawer: Drawer) -> None:
    drawer.unlocked.clear()
    tokens = store(limit=0.2)
    assert "does not answer" in str(tokens.set("hf_mine"))
    assert (tokens.get(), tokens.in_memory, tokens.is_silent) == ("hf_mine", True, True)
    with pytest.raises(SilentKeychain, match="may still be in it"):
        tokens.forget()


@on_linux
def test_without_a_session_nobody_is_asked(drawer: Drawer, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert store().get() == "hf_env"
    assert drawer.asked == 0
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text("[backend]\n")
    store().get()
    assert drawer.asked == 1


@pytest.fixture
def silent_bus(tmp_path: Path) -> Iterator[str]:
    """The address of a bus that lets everybody in and then answers nothing."""
    place = tmp_path / "bus"
    guests: list[socket.socket] = []

    def let_in(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the end of the test closes both
            guests.append(listener.accept()[0])
            while line := guests[-1].recv(1024):
                if b"AUTH" in line:
                    guests[-1].sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
                elif b"NEGOTIATE_UNIX_FD" in line:
                    guests[-1].sendall(b"AGREE_UNIX_FD\r\n")

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen()
        thread = threading.Thread(target=let_in, args=(listener,))
        thread.start()
        yield f"unix:path={place}"
        listener.shutdown(socket.SHUT_RDWR)
        for guest in guests:
            guest.shutdown(socket.SHUT_RDWR)
        thread.join()
        for guest in guests:
            guest.close()


_READS = """
from desktop.models.downloads.keychain import Keychain, KeychainError
try:
    Keychain("Easel", "huggingface.co", 3.0).read()
except KeychainError as error:
    print(type(error).__name__)
"""


def reads(address: str, home: Path) -> str:
    """What a process of its own gets to hear, with the Secret Service at `address`."""
    told = {
        "DBUS_SESSION_BUS_ADDRESS": address,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        "HOME": str(home),
    }
    result = subprocess.run(
        [sys.executable, "-c", _READS],
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return result.stdout.strip()


@on_linux
def test_a_bus_that_is_silent_costs_the_limit_and_no_more(silent_bus: str, tmp_path: Path) -> None:
    assert reads(silent_bus, tmp_path) == "SilentKeychain"


@on_linux
def test_a_bus_that_is_gone_is_as_none(tmp_path: Path) -> None:
    assert reads(f"unix:path={tmp_path / 'no such bus'}", tmp_path) == "NoKeychain"

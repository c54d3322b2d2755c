"""What the window remembers by itself: its place, its panels, and what was typed."""

from __future__ import annotations

import base64
from typing import Any, Protocol, cast

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal

from desktop.worker.background import Background

from .control_values import ControlValues

_PAUSE_MS = 1500


class StateStore(Protocol):
    """`storage.window_state.WindowState`."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of `key`."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Remember a value."""
        ...

    def save(self) -> None:
        """Write what is remembered. Raises EaselError."""
        ...


class UiState(QObject):
    """Saves the values a moment after they change, so that a crash forgets little.

    Signals: `failed(EaselError)`.
    """

    failed = Signal(object)

    def __init__(self, store: StateStore, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._save)

    def watch(self, values: ControlValues) -> None:
        """Save the controls whenever they change."""
        values.changed.connect(lambda: self._pause.start())
        self._values = values

    def keep_bytes(self, key: str, value: QByteArray) -> None:
        """Remember a QByteArray."""
        self._store.set(key, base64.b64encode(value.data()).decode("ascii"))

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        value = self._store.get(key, default)
        return value if type(value) is int else default

    def text(self, key: str, default: str) -> str:
        """A short text."""
        value = self._store.get(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool) -> bool:
        """A yes or no."""
        value = self._store.get(key, default)
        return value if isinstance(value, bool) else default

    def mapping(self, key: str) -> dict[str, Any]:
        """A dictionary; empty if there is none."""
        value = self._store.get(key)
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    def keep(self, key: str, value: Any) -> None:
        """Remember a JSON value."""
        self._store.set(key, value)

    def save_soon(self) -> None:
        """Write without waiting for a pause: what is drawn now is worth remembering."""
        self._pause.stop()
        self._save()

    def save_now(self) -> None:
        """Write at once: the window is closing. Raises EaselError."""
        self._pause.stop()
        self._store.save()

    def _save(self) -> None:
        self._store.set("controls", self._values.remembered())
        self._background.run(self._store.save, lambda _: None, self.failed.emit)

"""The window's persistent state: geometry, panels, and typed input."""

from __future__ import annotations

import base64
from typing import Any, Protocol, cast

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal

from desktop.worker.background import Background

from .control_values import ControlValues

_PAUSE_MS = 1500


class StateStore(Protocol):
    """Protocol of a persistent key-value store: `storage.window_state.WindowState`."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of `key`."""
        ...

    def set(self, key: str, value: Any) -> None:
        """Set the value of `key`, saved by `save`."""
        ...

    def save(self) -> None:
        """Write the state to disk. Raises EaselError."""
        ...


class UiState(QObject):
    """Persistent state, saved shortly after each change, so that a crash loses little.

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
        """Store a QByteArray at `key`."""
        self._store.set(key, base64.b64encode(value.data()).decode("ascii"))

    def number(self, key: str, default: int) -> int:
        """Return the int at `key`; `default` for none or another type."""
        value = self._store.get(key, default)
        return value if type(value) is int else default

    def text(self, key: str, default: str) -> str:
        """Return the str at `key`; `default` for none or another type."""
        value = self._store.get(key, default)
        return value if isinstance(value, str) else default

    def flag(self, key: str, default: bool) -> bool:
        """Return the bool at `key`; `default` for none or another type."""
        value = self._store.get(key, default)
        return value if isinstance(value, bool) else default

    def mapping(self, key: str) -> dict[str, Any]:
        """Return the dict at `key`; empty for none or another type."""
        value = self._store.get(key)
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    def keep(self, key: str, value: Any) -> None:
        """Store a JSON value at `key`."""
        self._store.set(key, value)

    def save_soon(self) -> None:
        """Save without waiting for a pause in changes: the current request is worth saving."""
        self._pause.stop()
        self._save()

    def save_now(self) -> None:
        """Save at once: the window is closing. Raises EaselError."""
        self._pause.stop()
        self._store.save()

    def _save(self) -> None:
        self._store.set("controls", self._values.remembered())
        self._background.run(self._store.save, lambda _: None, self.failed.emit)

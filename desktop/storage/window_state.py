"""The window's own state: geometry, splitters, the typed prompt."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import msgspec

from desktop.core.messages import Message
from desktop.files.atomic import set_aside_if_possible, write_atomically
from desktop.files.bounded import MOST_JSON, UnreadableError, parse_json, read_bytes
from desktop.files.disk_errors import disk_error


class WindowState:
    """A small store of JSON values by key. A damaged file is set aside and starts anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values = self._load()
        self._saved = dict(self._values)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of `key`. Check its type: the file may have been edited."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Set a value that JSON can hold; `save` writes it."""
        self._values[key] = value

    def save(self) -> None:
        """Write the file if something changed. Raises EaselError."""
        if self._values == self._saved:
            return
        data = msgspec.json.format(msgspec.json.encode(self._values), indent=2)
        try:
            write_atomically(self.path, data)
        except OSError as error:
            raise disk_error(error, self.path, Message("remember the window’s state")) from error
        self._saved = dict(self._values)

    def _load(self) -> dict[str, Any]:
        try:
            content = parse_json(read_bytes(self.path, MOST_JSON))
        except OSError:
            return {}
        except UnreadableError:
            content = None
        if isinstance(content, dict):
            return cast("dict[str, Any]", content)
        set_aside_if_possible(self.path)  # else the next save writes over it
        return {}

"""The prompts of drawn pictures, newest first, for reuse."""

from __future__ import annotations

from pathlib import Path

import msgspec

from desktop.core.messages import Message
from desktop.core.names import name_key
from desktop.files.atomic import set_aside_if_possible, write_atomically
from desktop.files.bounded import UnreadableError, read_struct
from desktop.files.disk_errors import disk_error

MOST = 500
_MOST_CHARACTERS = 20_000
"""Maximum characters; longer prompts are not kept: the file stays quick to read."""


class PromptEntry(msgspec.Struct, frozen=True):
    """A prompt and its negative prompt."""

    prompt: str
    negative_prompt: str = ""


class PromptHistory:
    """Prompt history, read on first use; `add` and `clear` change memory, `save` writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: list[PromptEntry] | None = None

    def entries(self) -> list[PromptEntry]:
        """Return all entries, newest first. A damaged file is set aside."""
        if self._entries is None:
            self._entries = self._load()
        return list(self._entries)

    def find(self, words: str) -> list[PromptEntry]:
        """Return the entries that contain every one of `words`, newest first."""
        wanted = name_key(words).split()
        return [
            entry
            for entry in self.entries()
            if all(word in name_key(f"{entry.prompt}\n{entry.negative_prompt}") for word in wanted)
        ]

    def add(self, entry: PromptEntry) -> bool:
        """Move `entry` to the top, without duplicates; return False where nothing is to be kept."""
        if not entry.prompt.strip() or len(entry.prompt) > _MOST_CHARACTERS:
            return False
        others = [other for other in self.entries() if other.prompt != entry.prompt]
        self._entries = [entry, *others][:MOST]
        return True

    def clear(self) -> None:
        """Remove all entries."""
        self._entries = []

    def save(self) -> None:
        """Write the file. Raises EaselError."""
        data = msgspec.json.encode({"version": 1, "prompts": self.entries()})
        try:
            write_atomically(self.path, data)
        except OSError as error:
            raise disk_error(error, self.path, Message("save the prompts")) from error

    def _load(self) -> list[PromptEntry]:
        class Content(msgspec.Struct):
            prompts: list[PromptEntry]

        try:
            return read_struct(self.path, Content).prompts[:MOST]
        except OSError:
            return []
        except UnreadableError:
            set_aside_if_possible(self.path)
            return []

"""The data in a picture file beside its pixels, as the readers of each format return it."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.messages import Message

MAX_TEXT = 4 * 2**20
"""Maximum bytes of one entry; recipes are far smaller, and larger entries are skipped unread."""
MAX_TOTAL = 12 * 2**20
"""Maximum bytes of all entries of one file, both stored and decompressed."""
_MOST_NOTICES = 20


@dataclass
class Embedded:
    """Size in pixels (0 where unknown), texts by keyword, raw Exif block, XMP, IPTC caption."""

    format: str
    width: int = 0
    height: int = 0
    texts: dict[str, str] = field(default_factory=dict[str, str])
    exif: bytes = b""
    xmp: str = ""
    caption: str = ""
    notices: list[Message] = field(default_factory=list[Message])
    taken: int = 0
    cut_short: bool = False
    """Whether the reader stopped before the file's end: too much data, or the recipe was found."""

    def room_for(self, size: int, what: str) -> bool:
        """Return whether an entry of `size` bytes may be read; add a notice if not."""
        if size <= MAX_TEXT and self.taken + size <= MAX_TOTAL:
            self.taken += size
            return True
        self.notice(
            Message(
                "“{what}” was left out: it is too large ({megabytes} MB).",
                what=what,
                megabytes=f"{size / 2**20:.0f}",
            )
        )
        return False

    @property
    def full(self) -> bool:
        """Whether the limit is reached and the rest of the file is skipped."""
        return self.taken >= MAX_TOTAL

    def notice(self, message: Message) -> None:
        """Add a message for the user; of a file with thousands of faults only a few are kept."""
        if len(self.notices) < _MOST_NOTICES:
            self.notices.append(message)

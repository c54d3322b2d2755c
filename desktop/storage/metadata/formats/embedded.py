"""What a picture file carries beside its pixels, as found by the readers of each format."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core.messages import Message

MAX_TEXT = 4 * 2**20
"""Bytes of one entry; recipes are far smaller, and what is larger is left out, never read."""
MAX_TOTAL = 12 * 2**20
"""Bytes of all entries of one file together, as they stand in it and unpacked."""
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
    """The reader stopped before the file's end, since it holds too much or has what counts."""

    def room_for(self, size: int, what: str) -> bool:
        """Whether an entry of `size` bytes may be read; if not, a notice tells of it."""
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
        """Whether so much was read that the rest of the file is left alone."""
        return self.taken >= MAX_TOTAL

    def notice(self, message: Message) -> None:
        """Tell the user of something; a file with thousands of faults tells of a few."""
        if len(self.notices) < _MOST_NOTICES:
            self.notices.append(message)

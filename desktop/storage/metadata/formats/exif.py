"""The Exif user comment, in which JPEG and WebP files carry A1111's `parameters` text."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

_EXIF_IFD = 0x8769
_USER_COMMENT = 0x9286
_DESCRIPTION = 0x010E
_COMFYUI_TAGS = (0x0110, 0x010F, 0x010D, 0x010C)
_UNICODE = b"UNICODE\0"
_ASCII = b"ASCII\0\0\0"
_UNDEFINED = b"\0\0\0\0\0\0\0\0"


def exif_block(comment: str) -> bytes:
    """Return an Exif block with the user comment `comment` (UTF-16, big-endian, as A1111 writes
    it).
    """
    exif = Image.Exif()
    text = comment.encode("utf-16-be", "replace")
    exif.get_ifd(_EXIF_IFD)[_USER_COMMENT] = _UNICODE + text
    return exif.tobytes()


class ExifTexts(NamedTuple):
    """The texts of an Exif block in which programs keep recipes; '' where missing."""

    comment: str = ""
    description: str = ""
    tagged: tuple[str, ...] = ()
    """The texts of ComfyUI's WebP files, in the tags from Make and Model downwards."""


def exif_texts(block: bytes) -> ExifTexts:
    """Return the texts in an Exif block without its `Exif` marker.

    Fooocus writes the user comment among the main tags, where it doesn't belong.
    """
    exif = Image.Exif()
    try:
        exif.load(b"Exif\0\0" + block)
        comment = exif.get_ifd(_EXIF_IFD).get(_USER_COMMENT) or exif.get(_USER_COMMENT, b"")
        description = exif.get(_DESCRIPTION, "")
        tagged = tuple(str(exif.get(tag, "")) for tag in _COMFYUI_TAGS)
    except Exception:  # Pillow raises a dozen kinds for damaged blocks; none holds a recipe
        return ExifTexts()
    words = tuple(text for text in tagged if text.startswith(("prompt:", "workflow:")))
    described = description if isinstance(description, str) else ""
    return ExifTexts(_comment_text(comment), described, words)


def _comment_text(comment: object) -> str:
    if isinstance(comment, str):
        return comment
    if not isinstance(comment, bytes):
        return ""
    if comment.startswith(_UNICODE):
        return _utf16(comment[len(_UNICODE) :])
    for prefix in (_ASCII, _UNDEFINED):
        comment = comment.removeprefix(prefix)
    try:
        return comment.decode("utf-8").rstrip("\0")
    except UnicodeDecodeError:
        return comment.decode("latin-1").rstrip("\0")


def _utf16(raw: bytes) -> str:
    """Decode UTF-16 in the byte order that yields the ASCII of 'Steps: ': programs disagree
    on it.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    candidates = [raw.decode(name, "replace") for name in ("utf-16-be", "utf-16-le")]
    if b"Steps:" in raw or raw[:1] == b"{":
        candidates.append(raw.decode("utf-8", "replace"))
    return max(candidates, key=_ascii_count).rstrip("\0")


def _ascii_count(text: str) -> int:
    return sum(" " <= character <= "~" for character in text)

"""Thumbnails, kept on the disk within a limit; made outside the main thread."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from PIL import Image

from desktop.core.messages import Message
from desktop.files.atomic import temporary_file
from desktop.files.disk_errors import disk_error
from desktop.files.pictures import damaged, flattened, open_picture, upright

SIDES = (256, 512)
"""Longest sides in pixels: for tiles, and for large tiles or dense screens."""
DEFAULT_LIMIT = 500 * 2**20


class ThumbnailCache:
    """Thumbnails by the picture's path, time, size and the requested side. Thread-safe."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit

    def place(self, picture: Path, mtime: int, size: int, side: int) -> Path:
        """Return the thumbnail's path, existing or not; `mtime` in nanoseconds, `size` in bytes."""
        key = f"{picture}\n{mtime}\n{size}\n{side}"
        digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:34]}.jpg"

    def find(self, picture: Path, mtime: int, size: int, side: int) -> Path | None:
        """Return the thumbnail's file, None if it has to be made. Marks it as used."""
        path = self.place(picture, mtime, size, side)
        try:
            if path.stat().st_size == 0:
                return None
            os.utime(path)
        except OSError:
            return None
        return path

    def make(self, picture: Path, mtime: int, size: int, side: int) -> Path:
        """Make the thumbnail (JPEG, longest side at most `side` pixels) and return its file.

        Raises EaselError for a picture that can't be read or is too large.
        """
        path = self.place(picture, mtime, size, side)
        image = small(picture, side)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary_file(path.parent) as (temporary, stream):
                profile = image.info.get("icc_profile")
                image.save(stream, "JPEG", quality=85, icc_profile=profile)
                stream.flush()
                os.replace(temporary, path)
        except OSError as error:
            raise disk_error(error, path, Message("keep a thumbnail")) from error
        return path

    def trim(self) -> int:
        """Delete the least recently used thumbnails beyond the limit; return the remaining bytes.

        Deletes only this cache's own files. Never raises.
        """
        entries: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("??/*.jpg"):
            with suppress(OSError):
                status = path.stat()
                entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        if total <= self.limit:
            return total
        for _, size, path in sorted(entries):
            if total <= self.limit * 0.8:
                break
            with suppress(OSError):
                path.unlink()
                total -= size
        return total


def small(picture: Path, side: int) -> Image.Image:
    """Return the picture as RGB, rotated by its Exif orientation, longest side at most `side`
    pixels.

    Raises EaselError.
    """
    with open_picture(picture, side) as image:
        try:
            profile = image.info.get("icc_profile")
            flat = upright(flattened(image, side), image)
            flat.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        except Exception as error:  # Pillow raises many kinds for damaged pixels
            raise damaged(picture, error) from error
        flat.info = {"icc_profile": profile} if isinstance(profile, bytes) else {}
        return flat

"""Unpack a zip of a Core ML model: into a folder of its own, never outside, never half."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from desktop.core.errors import EaselError
from desktop.models.bundles.file_tree import (
    MAX_MEMBERS,
    ZIP_DAMAGE,
    check_zip_size,
    wants_password,
)

MAX_BYTES = 60_000_000_000
MAX_RATIO = 200
"""Maximum compression ratio: weights hardly compress; a higher ratio is a trap."""
_BLOCK = 1 << 20


def unpack(archive: Path, folder: Path, check: Callable[[], None] = lambda: None) -> Path:
    """Unpack `archive` into `folder` (which must not exist) and return the model's root in it.

    `check` is called often and may raise to stop. Raises EaselError for a damaged or malicious
    archive; `folder` is gone then.
    """
    try:
        check_zip_size(archive)
        folder.mkdir(parents=True)
        with zipfile.ZipFile(archive) as opened:
            members = _checked(opened, folder)
            for member in members:
                check()
                _extract(opened, member, folder, check)
    except ZIP_DAMAGE as error:
        shutil.rmtree(folder, ignore_errors=True)
        if wants_password(error):
            raise EaselError("The zip can’t be opened: it needs a password.", str(error)) from error
        raise EaselError("The zip is damaged: download it again.", str(error)) from error
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        if error.errno == errno.EINVAL:  # a position before the file's start
            raise EaselError("The zip is damaged: download it again.", str(error)) from error
        raise
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return model_root(folder)


def model_root(folder: Path) -> Path:
    """Return the model's folder: many zips wrap it in one or two other folders."""
    for _ in range(4):
        entries = [path for path in folder.iterdir() if path.name not in {"__MACOSX", ".DS_Store"}]
        inner = [path for path in entries if path.is_dir()]
        single = len(entries) == 1 and len(inner) == 1
        if not single or inner[0].suffix in {".mlmodelc", ".mlpackage"}:
            return folder
        folder = inner[0]
    return folder


def _checked(opened: zipfile.ZipFile, folder: Path) -> list[zipfile.ZipInfo]:
    """Return the members to extract, in order. Raises EaselError for members that no model's zip
    has.
    """
    members = opened.infolist()
    if len(members) > MAX_MEMBERS:
        raise EaselError("The zip holds too many files for a model: nothing was unpacked.")
    total = sum(member.file_size for member in members)
    if total > MAX_BYTES or total > shutil.disk_usage(folder).free:
        raise EaselError(
            "The zip would need {gigabytes} GB on the disk: free some space first.",
            gigabytes=f"{total / 1000000000.0:.1f}",
        )
    wanted: list[zipfile.ZipInfo] = []
    for member in members:
        path = PurePosixPath(member.filename)
        outside = path.is_absolute() or ".." in path.parts or "\\" in member.filename
        link = stat.S_ISLNK(member.external_attr >> 16)
        grown = member.file_size > MAX_RATIO * max(member.compress_size, 1024)
        if outside or link or grown or ":" in member.filename or "\0" in member.filename:
            raise EaselError(
                "The zip holds something that no model has, so nothing was unpacked.",
                repr(member.filename)[:200],
            )
        if path.parts and path.parts[0] != "__MACOSX" and path.name != ".DS_Store":
            wanted.append(member)
    return wanted


def _extract(
    opened: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, check: Callable[[], None]
) -> None:
    target = folder.joinpath(*PurePosixPath(member.filename).parts)
    if member.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(member) as source, target.open("xb") as out:
        while block := source.read(_BLOCK):
            check()
            written += len(block)
            if written > member.file_size:
                raise EaselError("The sizes in the zip are wrong, so nothing was kept.")
            out.write(block)

"""Explain the technical details of a failure in plain words where they are recognized."""

from __future__ import annotations

import errno
import os
import re

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

_MOST = 20_000
"""Characters that are searched: the end of a long log is the most informative."""
_SYSTEM = re.compile(r"\[Errno (\d{1,5})\]|[A-Za-z]{0,60}Error\((\d{1,5}),")
_NO_MEMORY = re.compile(r"\bMemoryError\b|\bout of memory\b|OutOfMemory", re.IGNORECASE)
_NO_SERVER = re.compile(
    r"\bConnect(?:ion)?(?:Error|Timeout)|\bReadTimeout|\bSSL\w{0,40}Error|RemoteProtocolError|"
    r"Name or service not known|nodename nor servname"
)
_UNREADABLE = re.compile(
    r"\b(?:JSONDecode|UnicodeDecode|Validation|Decode|Unreadable|Safetensor|UnidentifiedImage)Error"
)
_TRACEBACK = "Traceback (most recent call last)"


def explained(details: str) -> list[str]:
    """Return a sentence for each recognized detail; none if `details` are words already."""
    text = details[-_MOST:]
    found: list[str] = []
    system = _SYSTEM.search(text)
    if system is not None:
        found.append(_system_reason(int(system[1] or system[2])))
    if _NO_MEMORY.search(text):
        found.append(translate("Explanation", "There was not enough memory for it."))
    if _NO_SERVER.search(text):
        found.append(
            translate(
                "Explanation", "The server could not be reached, or the connection broke off."
            )
        )
    if _UNREADABLE.search(text):
        found.append(
            translate(
                "Explanation", "A file could not be understood: it is damaged, or another kind."
            )
        )
    if _TRACEBACK in details:
        found.append(
            translate("Explanation", "The technical report says where in Easel’s code it happened.")
        )
    return found


def _system_reason(number: int) -> str:
    """Return the meaning of the system error `number`."""
    words = {
        errno.ENOSPC: translate("Explanation", "The system says that the disk is full."),
        errno.EDQUOT: translate("Explanation", "The system says that the disk is full."),
        errno.EACCES: translate("Explanation", "The system says that there is no permission."),
        errno.EPERM: translate("Explanation", "The system says that there is no permission."),
        errno.ENOENT: translate("Explanation", "The system says that there is no such file."),
        errno.EROFS: translate("Explanation", "The system says that the disk can only be read."),
        errno.EIO: translate("Explanation", "The system says that the disk does not answer."),
        errno.EMFILE: translate("Explanation", "The system says that too many files are open."),
    }.get(number)
    if words is not None:
        return words
    said = translate("Explanation", "The system says: {reason} (error {number}).")
    return said.format(reason=os.strerror(number), number=number)

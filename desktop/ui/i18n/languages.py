"""The window's languages: those with a file in resources/translations."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.models.resources import resource


def languages() -> list[tuple[str, str]]:
    """Return code and native name of each language, English first."""
    codes = [
        path.stem.removeprefix("easel_") for path in resource("translations").glob("easel_*.qm")
    ]
    codes.sort(key=lambda code: (code != "en", code))
    return [(code, _own_name(code)) for code in codes]


def _own_name(code: str) -> str:
    """Return the language's native name; Qt would give "American English"."""
    name = "English" if code == "en" else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:] or code

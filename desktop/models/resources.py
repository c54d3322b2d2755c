"""Find bundled resources: in a checkout, in an installed wheel and in a frozen app alike."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.core.errors import EaselError


def resource(*parts: str) -> Path:
    """Return the path of a bundled resource, e.g. ``resource("starter")``.

    Raises EaselError where it is missing: the installation is damaged then.
    """
    for root in _roots():
        path = root.joinpath(*parts)
        if path.exists():
            return path
    name = "/".join(parts)
    raise EaselError(
        "A part of Easel is missing ({name}): install it again.",
        f"looked in {[str(root) for root in _roots()]}",
        name=name,
    )


def _roots() -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    roots = [Path(frozen) / "resources"] if frozen else []
    return [*roots, package / "resources", package.parent / "resources"]

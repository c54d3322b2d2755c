"""Find the unfinished downloads in a models folder."""

from __future__ import annotations

from pathlib import Path

from desktop.files.bounded import UnreadableError, read_struct

from .download import PLAN_FILE, WORK
from .download_plan import DownloadPlan
from .sources.address import is_plain_path, origin_of


def _is_sound(plan: DownloadPlan) -> bool:
    """Return whether a plan from the disk writes only where Easel's own plans do."""
    paths = [plan.target, *(file.path for file in plan.files)]
    named = all(is_plain_path(path) and not path.startswith(".") for path in paths)
    return named and "/" not in plan.target and all(origin_of(file.url) for file in plan.files)


def _holds_links(folder: Path) -> bool:
    """Return whether a link could redirect writes into `folder` elsewhere: Easel makes none."""
    return folder.is_symlink() or any(path.is_symlink() for path in folder.rglob("*"))


def waiting_plans(models: Path) -> list[DownloadPlan]:
    """Return the plans of unfinished downloads in `models`."""
    plans: list[tuple[float, DownloadPlan]] = []
    try:
        folders = list((models / WORK).iterdir())
    except OSError:
        return []
    for folder in folders:
        file = folder / PLAN_FILE
        try:
            plan = read_struct(file, DownloadPlan)
            began = file.stat().st_mtime
        except (OSError, UnreadableError):
            continue
        if plan.key == folder.name and _is_sound(plan) and not _holds_links(folder):
            plans.append((began, plan))
    return [plan for _, plan in sorted(plans, key=lambda pair: pair[0])]

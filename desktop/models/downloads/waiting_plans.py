"""Finds the downloads that were begun in a models folder and never finished."""

from __future__ import annotations

from pathlib import Path

from desktop.files.bounded import UnreadableError, read_struct

from .address import is_plain_path, origin_of
from .download import PLAN_FILE, WORK
from .download_plan import DownloadPlan


def _is_sound(plan: DownloadPlan) -> bool:
    """Whether a plan that lay on the disk writes where plans of Easel's own do."""
    paths = [plan.target, *(file.path for file in plan.files)]
    named = all(is_plain_path(path) and not path.startswith(".") for path in paths)
    return named and "/" not in plan.target and all(origin_of(file.url) for file in plan.files)


def _holds_links(folder: Path) -> bool:
    """Whether a link could lead what is written into `folder` elsewhere: Easel makes none."""
    return folder.is_symlink() or any(path.is_symlink() for path in folder.rglob("*"))


def waiting_plans(models: Path) -> list[DownloadPlan]:
    """The plans of downloads that were begun in `models` and never finished."""
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

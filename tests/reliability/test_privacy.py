"""What Easel keeps is for the user alone, and a prompt reads no file outside its folder."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from desktop.cli.cli_context import CliContext
from desktop.core.errors import BadInput
from desktop.core.prompts.choices import MOST_LETTERS, expand
from desktop.engines.conditioning.resolve_choices import folder_lookup
from desktop.files.atomic import write_atomically
from desktop.storage.gallery.index import GalleryIndex
from desktop.storage.logs import close_log, log_to


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_with_prompts_are_for_the_user_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        kept = tmp_path / "queue.json"
        kept.write_text("{}")
        kept.chmod(0o644)  # of an older Easel
        write_atomically(kept, b"[]")
        handler = log_to(tmp_path / "easel.log")
        close_log(handler)
        GalleryIndex(tmp_path / "index.sqlite").close()
    finally:
        os.umask(before)
    for name in ("queue.json", "easel.log", "index.sqlite"):
        assert mode_of(tmp_path / name) == 0o600, name


def test_a_wildcard_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2")
    folder = tmp_path / "wildcards"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "animal.txt").write_text("cat")
    lookup = folder_lookup(folder)
    assert expand("a __deep/animal__", 0, lookup) == "a cat"
    for name in (f"{tmp_path}/secret", "/secret", "../secret"):
        with pytest.raises(BadInput, match="is not in"):
            lookup(name)


def test_wildcards_that_double_come_to_an_end() -> None:
    with pytest.raises(BadInput, match="far too long"):
        expand("__a__", 0, lambda _: ["__a__ __a__ " * 50])
    with pytest.raises(BadInput, match="far too long"):
        expand("__a__", 0, lambda _: ["x" * (MOST_LETTERS + 1)])


def test_logs_of_commands_that_were_killed_are_swept_in_the_end(easel_home: Path) -> None:
    logs = easel_home / "Logs"
    logs.mkdir(parents=True)
    old, new, own = (logs / f"command-{n}.log" for n in (2**22 + 1, 2**22 + 2, os.getpid()))
    for path in (old, new, own):
        path.write_text("x")
    long_ago = time.time() - 30 * 24 * 3600
    for path in (old, own):
        os.utime(path, (long_ago, long_ago))
    CliContext.find()._log()
    assert (old.exists(), new.exists(), own.exists()) == (False, True, True)

"""What Easel keeps is for the user alone, and a prompt reads no file outside its folder."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.cli.cli_context import CliContext
from desktop.core.errors import BadInput
from desktop.core.prompts.choices import MOST_LETTERS, expand
from desktop.files.atomic import write_atomically
from desktop.models.requests.resolve_choices import folder_lookup
from desktop.storage.gallery.index.gallery_index import GalleryIndex
from desktop.storage.logs import close_log, log_to
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.pictures.export import ExportOptions, export_pictures
from desktop.storage.pictures.input_paths import InputPaths, has_paths, without_paths
from desktop.storage.pictures.picture_files import write_picture


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


def recipe_of(folder: Path) -> dict[str, Any]:
    """A recipe that names files and folders in every place where one can."""
    for name in ("start.png", "mask.png", "pose.png", "old.png"):
        Image.new("RGB", (8, 8), "red").save(folder / name)
        (folder / name).write_bytes((folder / name).read_bytes() + name.encode())
    (folder / "depth-model").mkdir()
    return {
        "version": 1,
        "prompt": "x",
        "image": {"path": str(folder / "start.png"), "mask": str(folder / "mask.png")},
        "references": [{"path": str(folder / "old.png")}],
        "vae": str(folder / "vae.safetensors"),
        "controlnets": [
            {
                "name": "pose",
                "image": str(folder / "pose.png"),
                "preprocessor_model": str(folder / "depth-model"),
            }
        ],
        "upscaled": {"from": str(folder / "old.png"), "with": "x4"},
    }


def test_a_picture_tells_no_folder_and_is_found_again_here(tmp_path: Path) -> None:
    private = tmp_path / "home of Anna"
    private.mkdir()
    recipe = recipe_of(private)
    (private / "vae.safetensors").write_bytes(b"x")
    inputs = InputPaths(tmp_path / "cache" / "input-paths.json")
    inputs.remember(recipe)
    path = write_picture(bytes(8 * 8 * 3), 8, 8, recipe, tmp_path / "out")
    assert b"home of Anna" not in path.read_bytes()
    assert mode_of(tmp_path / "cache" / "input-paths.json") == 0o600
    found = read_recipe(path)
    assert found is not None
    assert found.recipe["image"]["path"] == "start.png"
    assert len(found.recipe["image"]["sha256"]) == 32
    back = inputs.restored(found.recipe)
    assert back["image"]["path"] == recipe["image"]["path"]
    assert back["image"]["mask"] == recipe["image"]["mask"]
    assert back["references"] == [found.recipe["references"][0] | recipe["references"][0]]
    assert back["vae"] == recipe["vae"]
    assert back["controlnets"][0]["image"] == recipe["controlnets"][0]["image"]
    assert back["controlnets"][0]["preprocessor_model"] == str(private / "depth-model")
    (private / "start.png").unlink()
    assert inputs.restored(found.recipe)["image"]["path"] == "start.png"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "tiff"])
def test_an_export_of_an_older_picture_tells_no_folder_either(kind: Any, tmp_path: Path) -> None:
    private = tmp_path / "home of Anna"
    private.mkdir()
    chunks = PngInfo()
    chunks.add_itxt("easel", json.dumps(recipe_of(private)))
    Image.new("RGB", (8, 8)).save(tmp_path / "old.png", pnginfo=chunks)
    assert b"home of Anna" in (tmp_path / "old.png").read_bytes()
    done = export_pictures([tmp_path / "old.png"], tmp_path / "out", ExportOptions(format=kind))
    data = done.paths[0].read_bytes()
    assert b"home of Anna" not in data
    assert read_recipe(done.paths[0]) is not None


def test_odd_recipes_are_left_as_they_are() -> None:
    for odd in ({}, {"image": 5}, {"image": None, "vae": None}, {"controlnets": [1, "x", None]}):
        assert not has_paths({key: value for key, value in odd.items() if key != "controlnets"})
        without_paths(odd)

"""The library finds every model once, in folders like those of every peer app."""

from __future__ import annotations

import json
import os
import plistlib
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import BadInput, JobCancelled
from desktop.core.hardware.attention_size import SCORES_LIMIT
from desktop.core.names import name_key
from desktop.models.hashing import sha256_of
from desktop.models.library import STARTER_NAME, ModelLibrary
from desktop.models.locations.folder_state import folder_condition
from desktop.models.locations.other_apps import extra_model_paths, is_guarded, other_places
from desktop.models.machine import macos_version
from desktop.models.resources import resource
from tests.decomposed import decomposed
from tests.icloud import PretendedICloud
from tests.models import coreml_layouts, peer_folders
from tests.models.conftest import LINUX, MAC, write_tensors

Hollow = Callable[..., Path]
LORA = {
    "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight": (
        8,
        768,
    )
}
VAE = {"decoder.conv_in.weight": (512, 4, 3, 3)}


def diffusers_folder(path: Path) -> Path:
    """The starter, copied without its weights' bulk being read."""
    shutil.copytree(resource("starter"), path)
    (path / "easel.json").unlink(missing_ok=True)
    return path


def test_the_starter_is_first_and_always_there() -> None:
    library = ModelLibrary(machine=LINUX)
    starter = library.models()[0]
    assert starter.name == STARTER_NAME
    assert starter.usable
    assert (starter.defaults.width, starter.defaults.steps) == (256, 20)
    assert library.find("starter") == library.find(starter.path) == starter
    assert starter.size_bytes > 1_000_000


def test_a_models_own_file_says_its_defaults(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "m")
    own = {"size": [320, 192], "steps": 12, "guidance_scale": 3, "name": "Mine", "sampler": 7}
    (folder / "easel.json").write_text(json.dumps(own))
    model = ModelLibrary(machine=LINUX).at(folder)
    chosen = model.defaults
    assert (model.name, chosen.width, chosen.height, chosen.steps) == ("Mine", 320, 192, 12)
    assert (chosen.guidance_scale, chosen.sampler) == (3.0, "dpmpp_2m")


def test_one_of_each_kind_is_named_rightly(tmp_path: Path, hollow: Hollow) -> None:
    hollow(tmp_path / "checkpoints/v1-5-pruned-emaonly.safetensors", "sd1")
    hollow(tmp_path / "checkpoints/sd_xl_turbo_1.0_fp16.safetensors", "sdxl_turbo")
    diffusers_folder(tmp_path / "diffusers/my model")
    write_tensors(tmp_path / "loras/style.safetensors", LORA)
    write_tensors(tmp_path / "vae/vae-ft-mse.safetensors", VAE)
    (tmp_path / "checkpoints/old.ckpt").write_bytes(b"\x80\x02")
    (tmp_path / "checkpoints/half.safetensors.part").write_bytes(b"x")
    library = ModelLibrary([tmp_path], machine=MAC)
    models = {model.name: model for model in library.models()}
    assert set(models) == {
        STARTER_NAME,
        "v1-5-pruned-emaonly",
        "sd_xl_turbo_1.0_fp16",
        "my model",
        "old.ckpt",
        "half.safetensors.part",
    }
    turbo = models["sd_xl_turbo_1.0_fp16"]
    assert (turbo.family, turbo.variant, turbo.kind) == ("sdxl", "turbo", "single_file")
    assert (turbo.defaults.steps, turbo.defaults.guidance_scale) == (1, 1.0)
    assert "pickle" in str(models["old.ckpt"].problem)
    assert json.loads(json.dumps(turbo.summary()))["family"] == "sdxl"
    assert [asset.name for asset in library.assets("lora")] == ["style"]
    assert [asset.name for asset in library.assets(family="sd2")] == ["vae-ft-mse"]
    assert library.assets(family="sdxl") == []
    state = library.folder_states()[0]
    assert (state.state, state.models, state.assets, state.unusable) == ("ok", 3, 2, 2)


def test_a_clone_of_sdxl_turbo_lists_each_thing_once(tmp_path: Path, hollow: Hollow) -> None:
    clone = tmp_path / "ComfyUI/models/checkpoints/sdxl-turbo"
    half = hollow(clone / "sd_xl_turbo_1.0_fp16.safetensors", "sdxl_turbo")
    hollow(clone / "sd_xl_turbo_1.0.safetensors", "sdxl_turbo", dtype="F32")
    objects = clone / ".git/lfs/objects/e8/69"
    objects.mkdir(parents=True)
    os.link(half, objects / "e869ac7d.safetensors")
    sdxl_folder(clone)
    models = ModelLibrary([tmp_path], machine=MAC).models()[1:]
    assert [(model.name, model.precision, model.recommended) for model in models] == [
        ("sdxl-turbo", "fp16", False),
        ("sd_xl_turbo_1.0", "fp32", False),
        ("sd_xl_turbo_1.0_fp16", "fp16", True),
    ]
    assert {(model.family, model.variant) for model in models} == {("sdxl", "turbo")}


def sdxl_folder(folder: Path) -> None:
    """A diffusers SDXL-Turbo with tiny weights, in the layout of the real repository."""
    parts = ("unet", "vae", "text_encoder", "text_encoder_2")
    index = {part: ["diffusers", "X"] for part in parts}
    index |= {"_class_name": "StableDiffusionXLPipeline"}
    (folder / "model_index.json").write_text(json.dumps(index))
    for part in parts:
        stem = "model" if part.startswith("text") else "diffusion_pytorch_model"
        write_tensors(folder / part / f"{stem}.fp16.safetensors", {"x": (4,)})
        write_tensors(folder / part / f"{stem}.safetensors", {"x": (4,)}, "F32")
        config: dict[str, object] = {}
        if part == "unet":
            config = json.loads(resource("configs", "unet", "sdxl_turbo.json").read_text())
        (folder / part / "config.json").write_text(json.dumps(config))
    (folder / "scheduler").mkdir()
    scheduler = resource("configs", "scheduler", "turbo.json").read_text()
    (folder / "scheduler/scheduler_config.json").write_text(scheduler)


def test_a_clone_that_was_never_pulled_says_how_to(tmp_path: Path) -> None:
    clone = tmp_path / "sdxl-turbo"
    clone.mkdir()
    sdxl_folder(clone)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"
    (clone / "unet/diffusion_pytorch_model.fp16.safetensors").write_bytes(pointer)
    (clone / "sd_xl_turbo_1.0_fp16.safetensors").write_bytes(pointer)
    problems = [model.problem for model in ModelLibrary([tmp_path], machine=MAC).models()[1:]]
    assert len(problems) == 2
    assert all(f"run `git lfs pull` in {clone}" in str(problem) for problem in problems)


def test_the_hub_cache_is_read_through_its_links(tmp_path: Path, hollow: Hollow) -> None:
    repository = tmp_path / "hub/models--stabilityai--sdxl-turbo"
    blob = hollow(repository / "blobs/e869ac7d", "sdxl_turbo")
    for commit in ("aaa", "bbb"):
        (repository / "snapshots" / commit).mkdir(parents=True)
        link = repository / "snapshots" / commit / "sd_xl_turbo_1.0_fp16.safetensors"
        link.symlink_to(os.path.relpath(blob, link.parent))
    (repository / "refs").mkdir()
    (repository / "refs/main").write_text("aaa")
    (repository / "blobs/ffff.incomplete").write_bytes(b"half")
    folder = tmp_path / "hub/models--me--tiny/snapshots/c0"
    folder.parent.mkdir(parents=True)
    diffusers_folder(folder)
    models = ModelLibrary([tmp_path / "hub"], machine=MAC).models()[1:]
    assert [(model.name, model.variant, model.usable) for model in models] == [
        ("me/tiny", "", True),
        ("stabilityai/sdxl-turbo", "", False),
        ("sd_xl_turbo_1.0_fp16", "turbo", True),
    ]
    assert "/snapshots/aaa/" in models[2].path


def test_links_in_circles_end_and_nothing_is_found_twice(tmp_path: Path, hollow: Hollow) -> None:
    hollow(tmp_path / "a/model.safetensors", "sd1")
    (tmp_path / "a/loop").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    library = ModelLibrary([tmp_path, tmp_path / "a"], machine=LINUX)
    assert [model.name for model in library.models()] == [STARTER_NAME, "model"]


def test_models_of_the_same_name_get_their_folder_behind_it(tmp_path: Path, hollow: Hollow) -> None:
    hollow(tmp_path / "one/model.safetensors", "sd1")
    hollow(tmp_path / "two/model.safetensors", "sd1")
    library = ModelLibrary([tmp_path], machine=LINUX)
    assert [model.name for model in library.models()[1:]] == ["model (one)", "model (two)"]
    assert library.find("model (two)").path == str(tmp_path / "two/model.safetensors")


def test_find_takes_names_paths_and_file_names(tmp_path: Path, hollow: Hollow) -> None:
    file = hollow(tmp_path / "in/Dream Shaper.safetensors", "sd1")
    outside = hollow(tmp_path / "out/other.safetensors", "sd1")
    library = ModelLibrary([tmp_path / "in"], machine=LINUX)
    for name in ("dream shaper", "Dream Shaper.safetensors", str(file)):
        assert library.find(name).path == str(file)
    assert library.find(str(outside)).name == "other"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("strter", "did you mean “Starter (draws icons)”"),
        ("zzzz", "`easel models list`"),
        ("", "Give a model’s name"),
        ("/nowhere/x.safetensors", "no file or folder"),
        ("x" * 5000, "no model named"),
        ("a\0b", "no model named"),
    ],
)
def test_find_says_what_is_wrong(wanted: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        ModelLibrary(machine=LINUX).find(wanted)
    assert words in str(caught.value)


def test_find_says_that_a_lora_draws_nothing_and_a_text_file_is_no_model(tmp_path: Path) -> None:
    lora = write_tensors(tmp_path / "l.safetensors", LORA)
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="is a lora"):
        ModelLibrary(machine=LINUX).find(str(lora))
    with pytest.raises(BadInput, match="no model in"):
        ModelLibrary(machine=LINUX).find(str(tmp_path / "empty"))


def test_a_model_that_is_unusable_is_found_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "old.ckpt").write_bytes(b"x")
    assert "pickle" in str(ModelLibrary(machine=LINUX).find(str(tmp_path / "old.ckpt")).problem)


def test_what_was_recognised_is_remembered_until_the_file_changes(
    tmp_path: Path, hollow: Hollow
) -> None:
    file = hollow(tmp_path / "m/model.safetensors", "sd1")
    cache = tmp_path / "cache.json"
    assert ModelLibrary([tmp_path / "m"], cache, LINUX).models()[1].family == "sd1"
    kept = json.loads(cache.read_text())
    kept["entries"][str(file)]["found"]["family"] = "sd2"
    cache.write_text(json.dumps(kept))
    assert ModelLibrary([tmp_path / "m"], cache, LINUX).models()[1].family == "sd2"
    os.utime(file, ns=(1, 1))
    assert ModelLibrary([tmp_path / "m"], cache, LINUX).models()[1].family == "sd1"
    file.unlink()
    assert len(ModelLibrary([tmp_path / "m"], cache, LINUX).models()) == 1
    assert json.loads(cache.read_text())["entries"] == {}
    cache.write_text("{damaged")
    assert len(ModelLibrary([tmp_path / "m"], cache, LINUX).models()) == 1


def test_a_model_is_found_by_its_hash_whatever_it_is_called(tmp_path: Path) -> None:
    folder = diffusers_folder(tmp_path / "m" / "called otherwise")
    other = diffusers_folder(tmp_path / "m" / "another")
    write_tensors(other / "unet" / "diffusion_pytorch_model.safetensors", LORA)
    digest = sha256_of(folder / "unet" / "diffusion_pytorch_model.safetensors")
    library = ModelLibrary([tmp_path / "m"], machine=LINUX, hashes=tmp_path / "cache")
    assert {model.sha256 for model in library.models()} == {""}
    found = library.with_hash(digest[:10].upper(), "called otherwisse")
    assert found is not None
    assert (found.path, found.sha256) == (str(folder), digest)
    known = {model.path: model.sha256 for model in library.models()}
    assert (known[str(folder)], known[str(other)]) == (digest, ""), "the likely ones come first"
    assert library.with_hash("0" * 10, "") is None
    assert all(model.sha256 for model in library.models())
    assert library.with_hash(digest[:8], "") is None
    write_tensors(folder / "unet" / "diffusion_pytorch_model.safetensors", VAE)
    assert {model.path: model.sha256 for model in library.models()}[str(folder)] == ""


def test_looking_for_a_hash_can_be_stopped_and_passes_over_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    diffusers_folder(tmp_path / "m" / "mine")
    library = ModelLibrary([tmp_path / "m"], machine=LINUX, hashes=tmp_path / "cache")

    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        library.with_hash("0" * 64, "", stop)

    def unreadable(path: Path, _check: object) -> str:
        raise OSError(path)

    monkeypatch.setattr("desktop.models.hashing.sha256_of", unreadable)
    assert library.with_hash("0" * 64, "") is None


def test_an_answer_given_once_is_kept(tmp_path: Path, hollow: Hollow) -> None:
    file = hollow(tmp_path / "m/mymix.safetensors", "sd2_base")
    store = tmp_path / "answers.json"
    library = ModelLibrary([tmp_path / "m"], machine=LINUX, overrides=store)
    assert not library.models()[1].sure
    library.set_prediction(file, "epsilon")
    model = ModelLibrary([tmp_path / "m"], machine=LINUX, overrides=store).models()[1]
    assert (model.sure, model.variant, model.prediction) == (True, "base", "epsilon")


def test_memory_that_is_too_small_is_warned_about(tmp_path: Path, hollow: Hollow) -> None:
    file = hollow(tmp_path / "xl.safetensors", "sdxl")
    small = ModelLibrary(machine=type(MAC)(system="Darwin", arm=True, memory_bytes=8 * 2**30)).at(
        file
    )
    assert "this Mac’s 8 GB" in str(small.memory_warning)
    big = ModelLibrary(machine=type(MAC)(system="Darwin", arm=True, memory_bytes=64 * 2**30)).at(
        file
    )
    assert big.memory_warning is None
    assert 8_000_000_000 < big.memory_bytes < 12_000_000_000
    assert any("Weights 6.9 GB in half precision" in str(value) for _, value in big.details)
    slow = type(MAC)(system="Linux", arm=False, memory_bytes=64 * 2**30)
    assert (
        ModelLibrary(machine=slow).at(file).memory_bytes > 15_000_000_000
    )  # fp32 on such a processor


def test_folder_states(tmp_path: Path) -> None:
    assert folder_condition(tmp_path / "gone")[0] == "missing"
    state, away = folder_condition(Path("/Volumes/Models/sd"))
    assert state == "away"
    assert str(away) == "The disk “Models” is not connected: its models return with it."
    (tmp_path / "e").mkdir()
    assert folder_condition(tmp_path / "e")[0] == "empty"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_is_closed_says_where_to_allow_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        state, message = folder_condition(closed, mac=True)
    finally:
        closed.chmod(0o700)
    assert state == "refused"
    assert "Privacy & Security" in str(message)


def test_the_folders_of_every_peer_app_are_offered(tmp_path: Path) -> None:
    home = tmp_path / "home"
    extra = tmp_path / "disk/loras"
    wanted = {
        ".cache/huggingface/hub": "Hugging Face cache",
        "Documents/ComfyUI/models": "ComfyUI",
        "stable-diffusion-webui/models": "Stable Diffusion web UI",
        "stable-diffusion-webui/embeddings": "Stable Diffusion web UI",
        "MochiDiffusion/models": "Mochi Diffusion",
        "invokeai/models": "InvokeAI",
        "Library/Application Support/hf-diffusion-models": "Diffusers (Hugging Face)",
    }
    for folder in [*(home / name for name in wanted), extra, tmp_path / "base/models"]:
        folder.mkdir(parents=True)
    support = home / "Library/Application Support/ComfyUI"
    support.mkdir(parents=True)
    (support / "config.json").write_text(json.dumps({"basePath": str(tmp_path / "base")}))
    (support / "extra_models_config.yaml").write_text(
        f"mine:\n  base_path: {tmp_path / 'disk'}\n  is_default: true\n"
        "  loras: |\n    loras\n    no\n"
    )
    found = {place.path: place.app for place in other_places(home, {})}
    expected = {str(home / name): app for name, app in wanted.items()}
    assert found == expected | {str(extra): "ComfyUI", str(tmp_path / "base/models"): "ComfyUI"}
    moved = other_places(home, {"HF_HUB_CACHE": str(extra)})
    assert moved[0].path == str(extra)


@pytest.mark.parametrize("text", ["[1, 2]", "a: b: c", "x: {loras: 3}", "\x00", "&a [*a]", ""])
def test_a_damaged_yaml_offers_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "e.yaml").write_text(text)
    assert extra_model_paths(tmp_path / "e.yaml", tmp_path) == []


def test_folders_to_watch_include_the_parent_of_one_that_is_away(tmp_path: Path) -> None:
    from desktop.models.locations.folder_walk import folders_to_watch

    for name in ("m/checkpoints/deep", "m/.git/objects", "m/Unet.mlmodelc/weights"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "m/loop").symlink_to(tmp_path / "m")
    found = folders_to_watch([tmp_path / "m", tmp_path / "away/models"])
    assert found[:2] == [str(tmp_path / "m"), str(tmp_path)]
    assert str(tmp_path / "m/checkpoints/deep") in found
    assert not any(".git" in path or "mlmodelc" in path for path in found)
    assert len(folders_to_watch([tmp_path / "m"], limit=2)) == 2


def test_models_of_every_peer_app_are_recognised(tmp_path: Path, hollow: Hollow) -> None:
    home = tmp_path / "home"
    peer_folders.all_of_them(home, hollow, lambda path: write_tensors(path, LORA))
    places = other_places(home, {})
    library = ModelLibrary([Path(place.path) for place in places], machine=MAC)
    contents = library.contents()
    found = {
        (Path(m.path).name, m.kind, m.family, m.variant or m.attention)
        for m in contents.models[1:]
        if m.usable
    }
    assert found == {
        ("sd_xl_base_1.0.safetensors", "single_file", "sdxl", ""),
        ("v1-5-pruned-emaonly.safetensors", "single_file", "sd1", ""),
        ("v2-1_512-ema-pruned.safetensors", "single_file", "sd2", "base"),
        ("sd_xl_turbo_1.0_fp16.safetensors", "single_file", "sdxl", "turbo"),
        ("stable-diffusion-v1-5_split-einsum_compiled", "coreml", "sd1", "split_einsum"),
        ("stable-diffusion-v1-5_original_compiled", "coreml", "sd1", "original"),
        ("coreml-stable-diffusion-2-1-base_original_compiled", "coreml", "sd1", "original"),
    }
    assert [m.problem for m in contents.models if not m.usable] == []
    assert {a.name for a in contents.assets} == {"comfy-style", "a1111-style", "EasyNegative.pt"}
    assert {state.state for state in contents.folders} == {"ok"}


def test_a_model_named_in_decomposed_hangul_is_found(tmp_path: Path, hollow: Hollow) -> None:
    for folder in ("a", "b"):
        hollow(tmp_path / folder / decomposed("수채화.safetensors"), "sd1")
    hollow(tmp_path / "c" / "수채화.safetensors", "sd1")
    library = ModelLibrary([tmp_path], machine=MAC)
    names = [model.name for model in library.models()[1:]]
    assert len({name_key(name) for name in names}) == 3  # each has its folder behind it
    for wanted in ("수채화.safetensors", "수채화 (a)", decomposed("수채화 (C)")):
        assert name_key(Path(library.find(wanted).path).stem) == "수채화"
    with pytest.raises(BadInput, match="did you mean"):
        library.find("수채")


def test_sd_1_on_a_macs_gpu_needs_room_for_attention(tmp_path: Path, hollow: Hollow) -> None:
    """Its heads have no flash kernel on MPS; those of SDXL have one, and a CPU needs none."""
    old = hollow(tmp_path / "a.safetensors", "sd1")
    new = hollow(tmp_path / "b.safetensors", "sdxl")
    intel = msgspec.structs.replace(MAC, arm=False, half_on_cpu=True)
    here, there = ModelLibrary(machine=MAC), ModelLibrary(machine=intel)
    vae = 512 * 512 * 2048
    assert here.at(old).memory_bytes - there.at(old).memory_bytes == 2 * SCORES_LIMIT - vae
    assert here.at(new).memory_bytes == there.at(new).memory_bytes


@pytest.mark.parametrize("content", [None, b"", b"<plist", b"<plist version='1.0'><dict/></plist>"])
def test_the_systems_version_is_read_from_the_file_that_tells_the_truth(
    tmp_path: Path, content: bytes | None
) -> None:
    folder = tmp_path / "System" / "Library" / "CoreServices"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / ".SystemVersionPlatform.plist").write_bytes(content)
    assert macos_version(tmp_path) == ""
    (folder / "SystemVersion.plist").write_bytes(plistlib.dumps({"ProductVersion": "16.0"}))
    assert macos_version(tmp_path) == "16.0"
    told = plistlib.dumps({"ProductVersion": "26.1", "ProductName": "macOS"})
    (folder / ".SystemVersionPlatform.plist").write_bytes(told)
    assert macos_version(tmp_path) == "26.1"


def test_places_that_a_mac_guards_are_left_alone_until_asked_for(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("Documents/ComfyUI", "Library/Mobile Documents/x", "ComfyUI", "elsewhere"):
        (home / name / "models").mkdir(parents=True)
    for guarded in ("Documents", "Documents/ComfyUI/models", "documents/ComfyUI", "Desktop/x"):
        assert is_guarded(home / guarded, home)
    assert is_guarded(home / "Library/Mobile Documents/x", home)
    assert is_guarded(Path("/Volumes/Stick/models"), home)
    assert not is_guarded(home / "ComfyUI/models", home)
    assert not is_guarded(home / "DocumentsOfMine", home)
    (home / "link").symlink_to(home / "Documents" / "ComfyUI")
    assert is_guarded(home / "link" / "models", home)
    shutil.rmtree(home / "ComfyUI")
    (home / "ComfyUI").symlink_to(home / "Documents" / "ComfyUI")
    assert other_places(home, {}, everywhere=False) == []
    assert len(other_places(home, {}, everywhere=True)) == 1


@pytest.mark.parametrize("kind", ["file", "diffusers", "coreml"])
def test_what_lies_in_icloud_is_listed_and_not_read(
    tmp_path: Path, hollow: Hollow, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A file of a folder is enough: drawing would wait for its download."""
    models = tmp_path / "models"
    if kind == "file":
        path = absent = hollow(models / "checkpoints" / "mine.safetensors", "sd1")
    elif kind == "diffusers":
        path = diffusers_folder(models / "mine")
        absent = path / "unet" / "diffusion_pytorch_model.safetensors"
    else:
        path = coreml_layouts.write_packages(models / "mine", coreml_layouts.sd15("original"))
        absent = next(path.glob("*net*/Data/com.apple.CoreML/weights/weight.bin"))
    library = ModelLibrary([models], tmp_path / "cache.json", machine=MAC)
    assert [model.usable for model in library.models()] == [True, True]
    cloud = PretendedICloud(monkeypatch)
    cloud.take(absent)
    (model,) = library.models()[1:]
    assert model.path == str(path)
    assert "in iCloud" in str(model.problem)
    cloud.give_back()
    assert [model.usable for model in library.models()] == [True, True]


@pytest.mark.parametrize(
    ("app", "path"),
    [
        ("SD.Next", "automatic/models"),
        ("SD.Next", "Documents/sdnext/models"),
        ("Fooocus", "Fooocus/models"),
        ("SwarmUI", "SwarmUI/Models"),
        ("Easy Diffusion", "easy-diffusion/models"),
        ("StabilityMatrix", "StabilityMatrix/Data/Models"),
        ("StabilityMatrix", "Library/Application Support/StabilityMatrix/Models"),
        ("Stable Diffusion web UI", "sd-webui-forge-neo/models"),
        ("Krita AI Diffusion", "Library/Application Support/krita/ai_diffusion/server/models"),
        ("Pinokio", "pinokio/api/comfy.git/app/models"),
        ("Pinokio", "pinokio/drive/drives/peers/d1"),
        ("InvokeAI", "Library/Application Support/InvokeAI/models"),
        ("Mochi Diffusion", "MochiDiffusion/controlnet"),
        ("Draw Things", "Library/Containers/com.liuliu.draw-things/Data/Documents/Models"),
        ("DiffusionBee", ".diffusionbee"),
    ],
)
def test_each_programs_folder_is_offered(tmp_path: Path, app: str, path: str) -> None:
    (tmp_path / path).mkdir(parents=True)
    found = {place.path: place.app for place in other_places(tmp_path, {})}
    assert found == {str((tmp_path / path).resolve()): app}


def test_stability_matrix_says_where_its_library_is(tmp_path: Path) -> None:
    support = tmp_path / "Library" / "Application Support" / "StabilityMatrix"
    support.mkdir(parents=True)
    library = tmp_path / "elsewhere"
    (library / "Models").mkdir(parents=True)
    (support / "library.json").write_text(json.dumps({"LibraryPath": str(library)}))
    assert [place.app for place in other_places(tmp_path, {})] == ["StabilityMatrix"]
    (support / "library.json").write_text("[" * 9000)
    assert other_places(tmp_path, {}) == []

"""Core ML folders in each of their real layouts are recognised, and what is wrong is said."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.models.bundles.bundle import is_apple_named, read_bundles
from desktop.models.bundles.coreml_models import models_in

from . import coreml_layouts as layouts


def only(path: Path):
    bundles = read_bundles(path)
    assert len(bundles) == 1
    return bundles[0]


@pytest.mark.parametrize("attention", ["original", "split_einsum", "split_einsum_v2"])
@pytest.mark.parametrize("form", ["packages", "compiled"])
def test_apple_folder(tmp_path: Path, attention: str, form: str) -> None:
    write = layouts.write_packages if form == "packages" else layouts.write_compiled
    bundle = only(write(tmp_path / "m", layouts.sd15(attention)))
    assert (bundle.form, bundle.attention, bundle.family) == (form, attention, "sd1")
    assert (bundle.width, bundle.height, bundle.batch, bundle.tokens) == (512, 512, 2, 77)
    assert (bundle.prediction, bundle.vae_scale) == ("epsilon", 0.18215)
    assert bundle.missing == ()
    assert bundle.problem is None
    assert bundle.parts["unet"].input("sample").dtype == "fp16"  # type: ignore[union-attr]


def test_repository_root_gives_every_combination(tmp_path: Path) -> None:
    root = tmp_path / "coreml-stable-diffusion-v1-5"
    for name, attention in (
        ("original", "original"),
        ("split_einsum", "split_einsum"),
        ("split-einsum", "split_einsum"),
        ("split_einsum_v2", "split_einsum_v2"),
    ):
        layouts.write_packages(root / name / "packages", layouts.sd15(attention))
        layouts.write_compiled(root / name / "compiled", layouts.sd15(attention))
    found = {(b.folder.parent.name, b.form): b.attention for b in read_bundles(root)}
    assert found == {
        ("original", "packages"): "original",
        ("original", "compiled"): "original",
        ("split-einsum", "packages"): "split_einsum",
        ("split-einsum", "compiled"): "split_einsum",
        ("split_einsum", "packages"): "split_einsum",
        ("split_einsum", "compiled"): "split_einsum",
        ("split_einsum_v2", "packages"): "split_einsum_v2",
        ("split_einsum_v2", "compiled"): "split_einsum_v2",
    }


def test_mochi_flat_folder_with_tokenizer_and_links(tmp_path: Path) -> None:
    store = layouts.write_compiled(tmp_path / "store", layouts.sd15("split_einsum"))
    flat = tmp_path / "stable-diffusion-v1-5_split-einsum_compiled"
    flat.mkdir()
    for entry in store.iterdir():
        (flat / entry.name).symlink_to(entry, target_is_directory=True)
    for name in ("vocab.json", "merges.txt"):
        (flat / name).write_text("{}")
    bundle = only(flat)
    assert (bundle.attention, bundle.tokenizer) == ("split_einsum", flat)


def test_both_kinds_side_by_side_are_two_models(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    layouts.write_compiled(tmp_path, layouts.sd15("split_einsum"))
    compiled, packages = read_bundles(tmp_path)
    assert (compiled.form, packages.form) == ("compiled", "packages")
    assert compiled.path == tmp_path
    assert packages.path.name.endswith("_unet.mlpackage")
    again = only(packages.path)
    assert (again.form, again.attention) == ("packages", "original")


@pytest.mark.parametrize("form", ["packages", "compiled"])
def test_chunked_unet(tmp_path: Path, form: str) -> None:
    first, second = layouts.chunks()
    parts = layouts.sd15()
    del parts["unet"]
    parts |= {"unet_chunk1": first, "unet_chunk2": second}
    write = layouts.write_packages if form == "packages" else layouts.write_compiled
    bundle = only(write(tmp_path / "m", parts))
    assert bundle.chunked
    assert bundle.attention == "original"
    assert [part.name.lower().count("chunk") for part in bundle.unet_parts()] == [1, 1]
    assert bundle.problem is None


def test_a_chunk_without_its_brother_is_named(tmp_path: Path) -> None:
    first, second = layouts.chunks()
    parts = layouts.sd15()
    del parts["unet"]
    one = only(layouts.write_packages(tmp_path / "one", parts | {"unet_chunk1": first}))
    assert "second is missing" in str(one.problem)
    with pytest.raises(BadInput, match="first is missing"):
        read_bundles(layouts.write_packages(tmp_path / "two", parts | {"unet_chunk2": second}))


@pytest.mark.parametrize("ids", [(2, 6), (12,)])
def test_sdxl(tmp_path: Path, ids: tuple[int, ...]) -> None:
    bundle = only(layouts.write_packages(tmp_path, layouts.sdxl(ids)))
    assert (bundle.family, bundle.width, bundle.time_ids) == ("sdxl", 1024, ids)
    assert bundle.vae_scale == 0.13025
    assert bundle.problem is None


def test_ssd1b_has_fewer_blocks(tmp_path: Path) -> None:
    assert only(layouts.write_packages(tmp_path, layouts.sdxl(gelus=40))).family == "ssd1b"


def test_sdxl_with_refiner(tmp_path: Path) -> None:
    refiner = layouts.unet(width=1280, size=(128, 128), ids=(2, 5))
    bundle = only(layouts.write_compiled(tmp_path, layouts.sdxl() | {"refiner": refiner}))
    assert "refiner" in bundle.parts
    assert bundle.family == "sdxl"
    assert not bundle.problem
    (model,) = models_in(tmp_path)
    assert str(dict(model.details)[Message("Refiner")]) == "It draws the last fifth of the steps."


@pytest.mark.parametrize(("side", "prediction"), [(64, "epsilon"), (96, "v_prediction")])
def test_sd2_prediction_follows_its_size(tmp_path: Path, side: int, prediction: str) -> None:
    parts = layouts.sd15()
    parts["text_encoder"] = layouts.text_encoder(1024)
    parts["unet"] = layouts.unet(width=1024, size=(side, side))
    parts["vae_decoder"] = layouts.vae_decoder((side, side))
    parts["vae_encoder"] = layouts.vae_encoder((side, side))
    bundle = only(layouts.write_packages(tmp_path, parts))
    assert (bundle.family, bundle.prediction) == ("sd2", prediction)


def test_easel_json_says_what_apple_forgot(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    own = {"family": "sd2", "prediction_type": "v_prediction", "vae_scale": 0.5}
    (tmp_path / "easel.json").write_text(json.dumps(own))
    bundle = only(tmp_path)
    assert (bundle.family, bundle.prediction, bundle.vae_scale) == ("sd2", "v_prediction", 0.5)


def test_controlnets_of_both_forms(tmp_path: Path) -> None:
    parts = layouts.sd15() | {"control-unet": layouts.unet(residuals=True)}
    packages = layouts.write_packages(tmp_path / "p", parts)
    layouts.write_package(
        packages / "ControlNet_lllyasviel_sd-controlnet-mlsd.mlpackage", layouts.controlnet()
    )
    assert list(only(packages).controlnets) == ["lllyasviel_sd-controlnet-mlsd"]
    compiled = layouts.write_compiled(tmp_path / "c", parts)
    layouts.write_bundle(
        compiled / "controlnet" / "LllyasvielSdControlnetMlsd.mlmodelc", layouts.controlnet()
    )
    bundle = next(b for b in read_bundles(compiled) if b.folder == compiled)
    assert list(bundle.controlnets) == ["LllyasvielSdControlnetMlsd"]
    assert bundle.unet_parts("control_unet")


@pytest.mark.parametrize(("form", "bits"), [("packages", 6), ("compiled", 6), ("packages", 2)])
def test_palettized(tmp_path: Path, form: str, bits: int) -> None:
    storage = f"Mixed (Float16, Palettized ({bits} bits))"
    parts = layouts.sd15(lut=bits, storage=storage)
    write = layouts.write_packages if form == "packages" else layouts.write_compiled
    assert only(write(tmp_path, parts)).compression == f"palettized {bits} bits"


def test_batch_one_and_older_latent_name(tmp_path: Path) -> None:
    parts = layouts.sd15(batch=1) | {"vae_encoder": layouts.vae_encoder(name="latent_dist")}
    bundle = only(layouts.write_packages(tmp_path, parts))
    assert (bundle.batch, bundle.latent_output) == (1, "latent_dist")


def test_missing_parts_are_named(tmp_path: Path) -> None:
    parts = layouts.sd15()
    del parts["vae_encoder"], parts["safety_checker"]
    bundle = only(layouts.write_packages(tmp_path / "a", parts))
    assert bundle.missing == ("vae_encoder", "safety_checker")
    assert bundle.problem is None
    del parts["text_encoder"]
    assert "lacks text encoder" in str(only(layouts.write_packages(tmp_path / "b", parts)).problem)


def test_parts_of_different_families(tmp_path: Path) -> None:
    parts = layouts.sd15() | {"text_encoder": layouts.text_encoder(1024)}
    assert "different families" in str(only(layouts.write_packages(tmp_path, parts)).problem)


def test_parts_of_different_sizes(tmp_path: Path) -> None:
    parts = layouts.sd15() | {"vae_decoder": layouts.vae_decoder((96, 96))}
    assert "768 x 768" in str(only(layouts.write_packages(tmp_path, parts)).problem)


def test_another_network_and_sd3_are_told_apart(tmp_path: Path) -> None:
    other = layouts.Net({"audio": ((1, 16000), "fp32")}, {"text": ((1, 10), "fp32")})
    layouts.write_package(tmp_path / "a" / "Whisper.mlpackage", other)
    with pytest.raises(BadInput, match="some other network"):
        read_bundles(tmp_path / "a")
    mmdit = layouts.Net(
        {"latent_image_embeddings": ((2, 16, 64, 64), "fp16")},
        {"denoiser_output": ((2, 16, 64, 64), "fp32")},
    )
    layouts.write_package(tmp_path / "b" / "mmdit.mlpackage", mmdit)
    with pytest.raises(BadInput, match="Stable Diffusion 3"):
        read_bundles(tmp_path / "b")


def test_damaged_packages_say_what_is_wrong(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    unet = tmp_path / f"{layouts.V}unet.mlpackage"
    model = unet / "Data" / "com.apple.CoreML" / "model.mlmodel"
    whole = model.read_bytes()
    model.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(BadInput, match="git lfs pull"):
        read_bundles(tmp_path)
    model.write_bytes(whole[:-5] + b"\xff\xff\xff\xff\xff")
    with pytest.raises(BadInput, match="damaged"):
        read_bundles(tmp_path)
    model.unlink()
    with pytest.raises(BadInput, match="manifest names is missing"):
        read_bundles(tmp_path)
    (unet / "Manifest.json").unlink()
    with pytest.raises(BadInput, match=r"Manifest\.json"):
        read_bundles(tmp_path)


def test_a_manifest_may_not_lead_out(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    manifest = tmp_path / f"{layouts.V}unet.mlpackage" / "Manifest.json"
    manifest.write_text(manifest.read_text().replace("com.apple.CoreML/model", "../../../x/model"))
    with pytest.raises(BadInput, match="not complete"):
        read_bundles(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no Core ML model"):
        read_bundles(tmp_path)
    with pytest.raises(BadInput, match="no file or folder"):
        read_bundles(tmp_path / "gone")


def test_zip_is_read_without_unpacking(tmp_path: Path) -> None:
    folder = layouts.write_compiled(tmp_path / "m", layouts.sd15("split_einsum"))
    packed = tmp_path / "coreml-stable-diffusion-v1-5_split_einsum_compiled.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in folder.rglob("*"):
            archive.write(file, file.relative_to(tmp_path))
    bundle = only(packed)
    assert (bundle.attention, bundle.form) == ("split_einsum", "compiled")
    assert "unpack" in str(bundle.problem)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt"])
def test_zip_that_leads_out(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(BadInput, match="leads out"):
        read_bundles(tmp_path / "a.zip")


def test_zip_bomb(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("Unet.mlmodelc/weights/weight.bin", "w", force_zip64=True) as file,
    ):
        for _ in range(40):
            file.write(bytes(16 * 1024**2))
    with pytest.raises(BadInput, match="would unpack"):
        read_bundles(tmp_path / "a.zip")


def test_damaged_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(BadInput, match="damaged"):
        read_bundles(tmp_path / "a.zip")


def test_apple_names(tmp_path: Path) -> None:
    assert is_apple_named(layouts.write_packages(tmp_path / "a", layouts.sd15()))
    assert not is_apple_named(layouts.write_compiled(tmp_path / "b", layouts.sd15()))
    assert not is_apple_named(tmp_path / "gone")


def test_reading_imports_neither_coremltools_nor_torch(tmp_path: Path) -> None:
    layouts.write_packages(tmp_path, layouts.sd15())
    code = (
        "import sys; from pathlib import Path; "
        "from desktop.models.bundles.bundle import read_bundles; "
        "read_bundles(Path(sys.argv[1])); "
        "sys.exit(bool({'coremltools', 'torch', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0

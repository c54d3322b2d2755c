"""A model that can't be understood is one entry that can't be used: the others stay."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from safetensors.numpy import save

from desktop.core.errors import BadInput
from desktop.engines.upscale.upscaler_nets import load_upscaler
from desktop.models.bundles.bundle import read_bundles
from desktop.models.hashing import model_hash
from desktop.models.library import STARTER_NAME, ModelLibrary
from desktop.models.recognition.safetensors_header import HeaderError, read_header
from desktop.storage.settings_file import SettingsFile
from tests.models import coreml_layouts as layouts

from .bombs import written
from .measure import cost_of

READERS = "tests.reliability.model_readers"


def compiled(folder: Path, change: dict[str, Any]) -> Path:
    """A compiled model whose UNet says something odd of itself."""
    layouts.write_compiled(folder, layouts.sd15())
    path = folder / "Unet.mlmodelc" / "metadata.json"
    content = json.loads(path.read_text())
    content[0] |= change
    path.write_text(json.dumps(content))
    return folder


ODD = {
    "a type that is no object": {"modelType": "MLModelType_mlProgram"},
    "a count that is no number": {"mlProgramOperationTypeHistogram": {"Ios16.einsum": "many"}},
    "a count that is endless": {"mlProgramOperationTypeHistogram": {"a": 10**400}},
    "a list in place of a schema": {"inputSchema": [3]},
    "a shape that is no list": {"inputSchema": [{"name": "x", "shape": "{}"}]},
    "a shape without end": {"inputSchema": [{"name": "x", "shape": "[1e999]"}]},
}


@pytest.mark.parametrize("what", ODD)
def test_one_odd_compiled_model_hides_no_other(what: str, tmp_path: Path) -> None:
    compiled(tmp_path / "odd", ODD[what])
    layouts.write_compiled(tmp_path / "good", layouts.sd15("split_einsum"))
    models = ModelLibrary([tmp_path]).models()
    assert models[0].name == STARTER_NAME
    assert any(model.usable and "good" in model.path for model in models)
    for model in models:
        msgspec.json.encode(model)  # no half surrogates, nothing that can't be shown


@pytest.mark.parametrize(
    "own",
    [
        '{"name": "\\ud800 odd", "good_at": "\\udfff"}',
        '{"defaults": {"steps": 1' + "0" * 400 + "}}",
        '{"defaults": {"steps": 1e999, "width": -5, "guidance_scale": NaN}}',
        "[" * 100_000,
        '{"variant": {"a": []}, "prediction_type": 5, "latent_rgb_factors": "x"}',
    ],
)
def test_an_odd_easel_json_hides_no_model(own: str, tmp_path: Path) -> None:
    layouts.write_compiled(tmp_path / "odd", layouts.sd15())
    (tmp_path / "odd" / "easel.json").write_text(own)
    models = ModelLibrary([tmp_path], cache=tmp_path / "cache.json").models()
    assert any("odd" in model.path for model in models)
    for model in models:
        msgspec.json.encode(model)


def test_damage_that_no_reader_foresaw_is_an_entry_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts.write_compiled(tmp_path / "odd", layouts.sd15())

    def fail(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("of a reader")

    monkeypatch.setattr("desktop.models.locations.inventory.models_in", fail)
    starter, odd = ModelLibrary([tmp_path]).models()
    assert starter.usable
    assert str(odd.problem) == "It is damaged: download it again."
    assert "ZeroDivisionError: of a reader" in [str(value) for _, value in odd.details]


def test_one_bad_byte_in_the_hashes_costs_nothing(tmp_path: Path) -> None:
    model = tmp_path / "m.safetensors"
    model.write_bytes(b"abc")
    cache = tmp_path / "cache"
    first = model_hash(model, cache)
    store = cache / "hashes.json"
    for damaged in (store.read_bytes().replace(b"m.safe", b"\xff.safe"), b"[" * 100_000, b"\0"):
        store.write_bytes(damaged)
        assert model_hash(model, cache) == first


@pytest.mark.expects_warnings("set aside")
def test_a_folder_with_nul_is_told_of_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "model_folders": ["/a\0b"], "language": "ko"}))
    settings = SettingsFile(path)
    assert settings.values.model_folders == ()
    assert settings.values.language == "ko"
    assert "Model folders" in str(settings.notice)
    assert ModelLibrary([Path("/a\0b")]).models()[0].name == STARTER_NAME


def zipped(tmp_path: Path) -> Path:
    folder = layouts.write_compiled(tmp_path / "m", layouts.sd15())
    packed = tmp_path / "m.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(tmp_path))
    return packed


@pytest.mark.parametrize("at", range(0, 3000, 97))
def test_a_zip_that_is_damaged_inside_gets_a_sentence(at: int, tmp_path: Path) -> None:
    packed = zipped(tmp_path)
    data = bytearray(packed.read_bytes())
    data[at % len(data)] ^= 0xFF
    packed.write_bytes(data)
    sentences: list[str] = []
    try:
        sentences += [str(bundle.problem) for bundle in read_bundles(packed)]
    except BadInput as refused:
        sentences.append(str(refused))
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize("damage", ["data", "method"])
def test_a_zip_with_damaged_notes_gets_a_sentence(damage: str, tmp_path: Path) -> None:
    """Of the folder's own notes: those of a part are read where anything may be raised."""
    packed = zipped(tmp_path)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        notes = "m/easel.json"
        archive.writestr(notes, "{}" * 100)
        start = archive.getinfo(notes).header_offset
    data = bytearray(packed.read_bytes())
    if damage == "data":
        name_and_more = int.from_bytes(data[start + 26 : start + 28], "little")
        name_and_more += int.from_bytes(data[start + 28 : start + 30], "little")
        data[start + 30 + name_and_more] = 0x07  # no kind of block has this number
    else:
        data[start + 8] = data[data.rfind(b"PK\1\2") + 10] = 99  # no method has
    packed.write_bytes(data)
    with pytest.raises(BadInput, match="damaged or not complete"):
        read_bundles(packed)


def test_a_zip_that_wants_a_password_says_so(tmp_path: Path) -> None:
    packed = zipped(tmp_path)
    data = bytearray(packed.read_bytes())
    for mark in (b"PK\1\2", b"PK\3\4"):  # the flag in each entry, of the list and of the file
        at = data.find(mark)
        while at >= 0:
            data[at + (8 if mark == b"PK\1\2" else 6)] |= 1
            at = data.find(mark, at + 4)
    packed.write_bytes(data)
    with pytest.raises(BadInput, match="needs a password"):
        read_bundles(packed)


def test_a_zip_of_very_many_files_is_refused_before_its_list_is_read(tmp_path: Path) -> None:
    packed = tmp_path / "many.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}", b"")
    with pytest.raises(BadInput, match="too many files"):
        read_bundles(packed)


def test_a_header_larger_than_any_model_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    path.write_bytes((91 * 2**20).to_bytes(8, "little"))
    with pytest.raises(HeaderError, match="no safetensors file"):
        read_header(path)


def sparse_package(folder: Path) -> Path:
    layouts.write_packages(folder, layouts.sd15())
    model = folder / f"{layouts.V}unet.mlpackage" / "Data" / "com.apple.CoreML" / "model.mlmodel"
    with model.open("r+b") as stream:
        stream.truncate(3 * 2**30)
    return folder


def packed_program(folder: Path) -> Path:
    layouts.write_compiled(folder / "m", layouts.sd15())
    packed = folder / "m.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((folder / "m").rglob("*")):
            if file.is_file() and file.name != "model.mil":
                archive.write(file, file.relative_to(folder))
        with archive.open("m/Unet.mlmodelc/model.mil", "w") as stream:
            for _ in range(30):
                stream.write(bytes(16 * 2**20))
    return packed


def header_of_many_names(folder: Path) -> Path:
    entries = ",".join(
        f'"{at}":{{"dtype":"F16","shape":[],"data_offsets":[0,0]}}' for at in range(250_000)
    )
    raw = f"{{{entries}}}".encode()
    return written(folder, "m.safetensors", len(raw).to_bytes(8, "little") + raw)


MODELS = {
    "a sparse model of 3 GB": sparse_package,
    "a zip that unpacks to 480 MB": packed_program,
    "a header of 250,000 names": header_of_many_names,
}


@pytest.mark.parametrize("what", MODELS)
def test_looking_at_a_model_takes_little(what: str, tmp_path: Path) -> None:
    cost = cost_of(READERS, "look", MODELS[what](tmp_path))
    assert cost.error.partition(":")[0] in ("", "BadInput")
    assert cost.megabytes < 200
    assert cost.seconds < 2


def test_an_upscaler_that_promises_a_billion_layers_or_numbers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "u.safetensors"
    first = {"body.0.weight": zeros(8, 3, 3, 3)}
    wide = {"conv_first.weight": zeros(2**17, 3, 1, 1), "body.0.rdb1.conv1.weight": zeros(2**17)}
    for tensors in (first | {"body.1000000000.weight": zeros(12, 8, 3, 3)}, wide):
        path.write_bytes(save(tensors))
        with pytest.raises(BadInput, match="no upscaler"):
            load_upscaler(path)


def zeros(*shape: int) -> np.ndarray:
    return np.zeros(shape, np.float32)

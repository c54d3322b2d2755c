"""Models and what lies beside them: headers, configs, packages, zips, other programs' settings."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from safetensors.numpy import save

from desktop.core.errors import EaselError
from desktop.core.grids.grid_axes import parse_option
from desktop.core.prompts.choices import expand
from desktop.core.prompts.prompt_syntax import parse_prompt, take_loras
from desktop.core.request import LoraUse
from desktop.models.bundles.bundle import read_bundles
from desktop.models.downloads.unpack import unpack
from desktop.models.library import ModelLibrary
from desktop.models.locations.other_apps import extra_model_paths, other_places
from desktop.models.loras.lora_fit import bundled_embeddings, check_loras, lora_fit
from desktop.models.loras.model_layout import layout_of
from desktop.models.recognition.recognise import recognise_file
from desktop.models.requests.token_count import counter_for
from desktop.models.resources import resource
from tests.models import coreml_layouts as layouts
from tests.models import flow_layouts as flow
from tests.models.ldm_layout import header_bytes

from .fuzz_format import FuzzFormat, FuzzTarget, instead_of, kept_at
from .mutations import as_bytes, as_json, as_safetensors, as_text

_GGUF_HEAD = 8192
_UNET = "model.diffusion_model.input_blocks."
_LORA = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight"
_CHECKPOINTS: tuple[dict[str, tuple[int, ...]], ...] = (
    {
        f"{_UNET}0.0.weight": (320, 4, 3, 3),
        f"{_UNET}1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768),
        "first_stage_model.decoder.conv_in.weight": (512, 4, 3, 3),
    },
    {_LORA: (4, 768)},
    {"emb_params": (2, 768)},
    {"body.0.weight": (64, 3, 3, 3), "body.1.weight": (64,), "body.2.weight": (64, 64, 3, 3)},
)  # fmt: skip


def _safetensors(home: Path) -> FuzzTarget:
    path = home / "files" / "m.safetensors"
    notes = {"modelspec.title": "x", "ss_base_model_version": "sd_v1", "ss_tag_frequency": "{}"}
    seeds = [header_bytes(shapes, "F16", notes)[0] for shapes in _CHECKPOINTS]
    return FuzzTarget(seeds, kept_at(path, _recogniser(path, 2**32)))


def _recogniser(path: Path, size: int) -> Callable[[], None]:
    """Recognises the file at `path`, of `size` bytes or cut off behind its header."""

    def read() -> None:
        if path.stat().st_size % 4:
            os.truncate(path, size)
        found = recognise_file(path)
        json.dumps(msgspec.to_builtins(found))
        str(found.problem)

    return read


def _model_reader(folder: Path) -> Callable[[], None]:
    def read() -> None:
        for model in ModelLibrary().look_at(folder).models:
            json.dumps(model.summary())
            msgspec.json.encode(model)

    return read


def _config(file: str) -> Callable[[Path], FuzzTarget]:
    """One of the files in a diffusers folder; the others are whole."""

    def begin(home: Path) -> FuzzTarget:
        folder = home / "model"
        starter = resource("starter")
        for source in sorted(starter.rglob("*")):
            target = folder / source.relative_to(starter)
            if source.suffix in (".json", ".txt"):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
            elif source.suffix == ".safetensors":
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)
        path = folder / file
        return FuzzTarget([path.read_bytes()], instead_of(path, _model_reader(folder)))

    return begin


def _piece_list(home: Path) -> FuzzTarget:
    """The list of a UNet's pieces, to the library and to the engine."""
    from desktop.engines.torch.whole_modules import check_index

    folder = home / "model"
    _config("model_index.json")(home)
    unet = folder / "unet"
    whole = unet / "diffusion_pytorch_model.safetensors"
    source = whole.readlink()
    whole.unlink()
    pieces = [f"diffusion_pytorch_model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    for piece in pieces:
        (unet / piece).symlink_to(source)
    weights = {"conv_in.weight": pieces[0], "conv_out.weight": pieces[1]}
    seed = json.dumps({"metadata": {"total_size": 9}, "weight_map": weights}).encode()
    path = unet / f"{whole.name}.index.json"
    library = _model_reader(folder)

    def read() -> None:
        library()
        check_index(path)

    return FuzzTarget([seed], instead_of(path, read))


def _part(home: Path) -> FuzzTarget:
    """The config of a part that lies in a folder of its own."""
    folder = home / "part"
    folder.mkdir()
    (folder / "diffusion_pytorch_model.safetensors").symlink_to(
        resource("starter", "vae", "diffusion_pytorch_model.safetensors")
    )
    seeds: tuple[dict[str, Any], ...] = (
        {"_class_name": "AutoencoderKL", "latent_channels": 4, "scaling_factor": 0.18215},
        {"_class_name": "ControlNetModel", "cross_attention_dim": 768},
        {"architectures": ["DPTForDepthEstimation"], "model_type": "dpt"},
    )
    path = folder / "config.json"
    return FuzzTarget(
        [json.dumps(seed).encode() for seed in seeds], instead_of(path, _model_reader(folder))
    )


def _gguf(home: Path) -> FuzzTarget:
    path = home / "gguf" / "m.gguf"
    seeds: list[bytes] = []
    for tensors, architecture in ((flow.klein(), "flux"), (flow.z_image(), "lumina2")):
        few = dict(list(tensors.items())[:40])
        flow.write_gguf_hole(path, few, "Q4_K", architecture)
        seeds.append(path.read_bytes()[:_GGUF_HEAD])
    return FuzzTarget(seeds, kept_at(path, _recogniser(path, 2**34)))


def _package(member: str) -> Callable[[Path], FuzzTarget]:
    """One of the files of a UNet's package."""

    def begin(home: Path) -> FuzzTarget:
        folder = layouts.write_packages(home / "model", layouts.sd15("original", lut=4))
        path = folder / f"{layouts.V}unet.mlpackage" / member
        return FuzzTarget([path.read_bytes()], instead_of(path, _model_reader(folder)))

    return begin


def _compiled(member: str) -> Callable[[Path], FuzzTarget]:
    """One of the files of a compiled UNet, or beside it."""

    def begin(home: Path) -> FuzzTarget:
        folder = layouts.write_compiled(home / "model", layouts.sd15("split_einsum"))
        (folder / "easel.json").write_bytes(resource("starter", "easel.json").read_bytes())
        path = folder / member
        return FuzzTarget([path.read_bytes()], instead_of(path, _model_reader(folder)))

    return begin


def _zip(home: Path) -> FuzzTarget:
    layouts.write_compiled(home / "made" / "m", {"unet": layouts.unet("original")})
    seeds: list[bytes] = []
    for packing in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", packing) as archive:
            for file in sorted((home / "made").rglob("*")):
                archive.write(file, file.relative_to(home / "made"))
        seeds.append(stream.getvalue())
    path, folder = home / "zips" / "m.zip", home / "unpacked"

    def read() -> None:
        try:
            read_bundles(path)
        finally:
            _unpacked(path, folder)

    return FuzzTarget(seeds, kept_at(path, read))


def _unpacked(path: Path, folder: Path) -> None:
    try:
        unpack(path, folder)
    except EaselError:
        assert not folder.exists(), "half of a zip stays"
    else:
        shutil.rmtree(folder)


def _lora_header(home: Path) -> FuzzTarget:
    """A LoRA's header against a model's, before anything is loaded."""
    model = ModelLibrary().at(resource("starter"))
    layout = layout_of(Path(model.path))
    assert layout is not None
    name = next(name for name in layout.unet if "attn" in name)
    flat = name.replace(".", "_")
    down, up = np.zeros((2, 8), np.float16), np.zeros((8, 2), np.float16)
    seeds = [
        save({f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}),
        save({f"lora_unet_{flat}.lora_down.weight": down, f"lora_unet_{flat}.lora_up.weight": up,
              f"lora_unet_{flat}.alpha": np.array(4.0, np.float32), "bundle_emb.x.a": up}),
    ]  # fmt: skip
    path = home / "loras" / "l.safetensors"
    use = LoraUse(name="l", path=str(path), weight=1.0)

    def read() -> None:
        lora_fit(str(path), model)
        bundled_embeddings(str(path))
        with suppress(EaselError):
            str(check_loras([use], model))

    return FuzzTarget(seeds, kept_at(path, read))


def _layout(home: Path) -> FuzzTarget:
    """The header of a model that a LoRA is held against."""
    path = home / "model" / "m.safetensors"
    shapes = {
        f"{_UNET}1.1.transformer_blocks.0.attn2.to_q.weight": (8, 8),
        f"{_UNET}3.0.op.weight": (8, 8, 3, 3),
        "model.diffusion_model.middle_block.1.proj_in.weight": (8, 8, 1, 1),
        "cond_stage_model.transformer.text_model.encoder.layers.0.self_attn.q_proj.weight": (8, 8),
    }
    seeds = [save({name: np.zeros(shape, np.float16) for name, shape in shapes.items()})]
    return FuzzTarget(seeds, kept_at(path, lambda: layout_of(path)))


def _yaml(home: Path) -> FuzzTarget:
    path = home / "yaml" / "extra_model_paths.yaml"
    seed = (
        "comfyui:\n    base_path: /models/\n    is_default: true\n    checkpoints: ckpt/\n"
        "    loras: |\n         loras/\n         more/loras\na111:\n    base_path: ~/webui\n"
    )
    return FuzzTarget([seed.encode()], kept_at(path, lambda: extra_model_paths(path, home)))


def _places(home: Path) -> FuzzTarget:
    path = home / "Library" / "Application Support" / "ComfyUI" / "config.json"
    seed = json.dumps({"basePath": str(home / "ComfyUI"), "installState": "installed"}).encode()
    return FuzzTarget([seed], kept_at(path, lambda: other_places(home, {})))


def _tokenizer(home: Path) -> FuzzTarget:
    folder = home / "tokens" / "tokenizer"
    folder.mkdir(parents=True)
    vocabulary = json.dumps({"a": 0, "b</w>": 1, "ab</w>": 2, "<|endoftext|>": 3})
    (folder / "merges.txt").write_text("#version: 0.2\na b</w>\n")
    path = folder / "vocab.json"

    def read() -> None:
        counter_for(folder.parent).room_for("a b ab (c:1.2)")

    return FuzzTarget([vocabulary.encode()], instead_of(path, read))


def _whole_tokenizer(home: Path) -> FuzzTarget:
    path = home / "tokens" / "tokenizer" / "tokenizer.json"
    model = {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "[UNK]": 2}, "unk_token": "[UNK]"}
    seed: dict[str, Any] = {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [],
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None, "decoder": None, "model": model,
    }  # fmt: skip

    def read() -> None:
        counter_for(home / "tokens").room_for("a b ab (c:1.2)")

    return FuzzTarget([json.dumps(seed).encode()], kept_at(path, read))


def _prompt(_: Path) -> FuzzTarget:
    texts = (
        "(masterpiece:1.2), [bad|good] {2::a|b} __colours__ <lora:ink:0.5> BREAK a\\(b\\)",
        "steps=4-12(+4), 20",
        "sampler=euler, dpmpp_2m",
    )

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        for call in (parse_prompt, take_loras, lambda t: expand(t, 7), parse_option):
            try:
                call(text)
            except EaselError as refused:
                str(refused)

    return FuzzTarget([text.encode() for text in texts], read)


_REFUSED = (EaselError,)
_METADATA = "Unet.mlmodelc/metadata.json"
_TEXT = "Unet.mlmodelc/model.mil"
_PROGRAM = "Data/com.apple.CoreML/model.mlmodel"
FORMATS = {
    "safetensors": FuzzFormat(_safetensors, as_safetensors, _REFUSED),
    "model_index.json": FuzzFormat(_config("model_index.json"), as_json, _REFUSED, 0.1),
    "unet/config.json": FuzzFormat(_config("unet/config.json"), as_json, _REFUSED, 0.1),
    "list of pieces": FuzzFormat(_piece_list, as_json, _REFUSED, 0.1),
    "config of a part": FuzzFormat(_part, as_json, _REFUSED, 0.3),
    "LoRA against a model": FuzzFormat(_lora_header, as_safetensors, _REFUSED),
    "model for a LoRA": FuzzFormat(_layout, as_safetensors, _REFUSED),
    "GGUF": FuzzFormat(_gguf, as_bytes, _REFUSED),
    "easel.json": FuzzFormat(_compiled("easel.json"), as_json, _REFUSED, 0.1),
    "Core ML manifest": FuzzFormat(_package("Manifest.json"), as_json, _REFUSED, 0.1),
    "Core ML protobuf": FuzzFormat(_package(_PROGRAM), as_bytes, _REFUSED, 0.1),
    "Core ML metadata": FuzzFormat(_compiled(_METADATA), as_json, _REFUSED, 0.1),
    "Core ML program text": FuzzFormat(
        _compiled("Unet.mlmodelc/model.mil"), as_text, _REFUSED, 0.1
    ),
    "zip": FuzzFormat(_zip, as_bytes, _REFUSED, 0.3),
    "YAML": FuzzFormat(_yaml, as_text, _REFUSED),
    "ComfyUI's config": FuzzFormat(_places, as_json, _REFUSED, 0.3),
    "vocabulary": FuzzFormat(_tokenizer, as_json, _REFUSED),
    "tokenizer.json": FuzzFormat(_whole_tokenizer, as_json, _REFUSED),
    "prompt syntax": FuzzFormat(_prompt, as_text, _REFUSED),
}

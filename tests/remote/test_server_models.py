"""What a server offers as models: families, capabilities with their reasons, addresses, tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import BadInput
from desktop.core.server import Server, ServerFile, on_server, server_of
from desktop.remote.credentials import headers_of
from desktop.remote.family_names import FamilyGuess, family_of_file
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.protocol.offers import choices, read_offers
from desktop.remote.protocol.server_address import checked_address, checked_server
from desktop.remote.server_directory import ServerDirectory
from desktop.remote.server_library import ServerLibrary
from desktop.remote.server_models import contents_of

from .conftest import NAME
from .scripted_server import Script


def contents(server, known=None):
    client = ComfyClient(Server(name=NAME, address=server.address))
    try:
        return contents_of(NAME, read_offers(client), client.metadata, known or {})
    finally:
        client.close()


def test_models_have_families_and_say_what_the_server_lacks(start_server) -> None:
    script = Script(lacking={"LatentUpscale", "VAEDecodeTiled"})
    script.files["diffusion_models"] = ["z_image_turbo_bf16.safetensors", "flux1-dev.safetensors"]
    script.files["text_encoders"] = ["qwen_3_4b.safetensors"]
    script.files["vae"] = ["ae.safetensors"]
    script.files["checkpoints"].append("mystery.safetensors")
    found = contents(start_server(script), {"house": FamilyGuess("sd2")})
    models = {model.name: model for model in found.models}
    assert {name: model.family for name, model in models.items()} == {
        "v1-5-pruned": "sd1",
        "sd_xl_base_1.0": "sdxl",
        "mystery": "sdxl",
        "z_image_turbo_bf16": "z_image",
        "flux1-dev": "unknown",
    }
    assert models["z_image_turbo_bf16"].usable
    assert dict(models["z_image_turbo_bf16"].parts)["vae"] == f"server:{NAME}/vae/ae.safetensors"
    assert "text encoder" in str(models["flux1-dev"].problem)
    can = models["v1-5-pruned"].capabilities
    assert str(can.high_res_fix.reason) == f"“{NAME}” lacks the node LatentUpscale."
    assert str(can.controlnet.reason) == f"There is nothing in the folder controlnet of “{NAME}”."
    assert not can.precision
    assert can.loras
    assert "language model" in str(models["z_image_turbo_bf16"].capabilities.clip_skip.reason)
    loras = {asset.name: asset.family for asset in found.assets if asset.kind == "lora"}
    assert loras == {"detail_xl": "sdxl", "ink_sd15": "sd1"}
    assert all(asset.server == NAME for asset in found.assets)


@pytest.mark.parametrize(
    ("name", "family", "variant"),
    [
        ("sd_xl_turbo_1.0_fp16.safetensors", "sdxl", "turbo"),
        ("SDXL\\sd_xl_refiner_1.0.safetensors", "sdxl_refiner", ""),
        ("v2-1_768-ema-pruned.ckpt", "sd2", "768-v"),
        ("sd_turbo.safetensors", "sd2", "turbo"),
        ("sd-v1-5-inpainting.ckpt", "sd1", "inpainting"),
        ("ponyDiffusionV6XL.safetensors", "sdxl", ""),
        ("flux-2-klein-base-4b.safetensors", "flux2_klein", "base"),
        ("flux-2-klein-9b.safetensors", "unknown", ""),
        ("sd3.5_large.safetensors", "unknown", ""),
        ("dreamshaper_8.safetensors", "unknown", ""),
    ],
)
def test_families_are_told_by_name(name: str, family: str, variant: str) -> None:
    assert family_of_file(name) == FamilyGuess(family, variant)


def test_a_server_that_goes_keeps_its_models_with_the_reason(start_server) -> None:
    server = start_server()
    directory = ServerDirectory(lambda: [Server(name=NAME, address=server.address)])
    assert all(model.usable for model in directory.read()[0].contents.models)
    server.stop()
    reading = directory.read()[0]
    assert reading.error is not None
    assert reading.contents.models
    assert all("can’t be reached" in str(model.problem) for model in reading.contents.models)


def test_a_command_asks_its_servers_once(start_server, tmp_path: Path) -> None:
    server = start_server()
    directory = ServerDirectory(lambda: [Server(name=NAME, address=server.address)])
    library = ServerLibrary(directory, [tmp_path])
    assert any(on_server(model.path) for model in library.everywhere().models)
    asked = len(server.requests)
    assert any(asset.server for asset in library.assets())
    assert any(on_server(model.path) for model in library.everywhere().models)
    assert len(server.requests) == asked


NAMES = ["v1-5-pruned", "V1-5-Pruned.safetensors", "checkpoints/v1-5-pruned.safetensors"]


@pytest.mark.parametrize("wanted", NAMES)
def test_a_model_is_found_by_its_name(start_server, wanted: str) -> None:
    server = start_server()
    directory = ServerDirectory(lambda: [Server(name=NAME, address=server.address)])
    model = directory.find(f"server:{NAME}/{wanted}")
    assert ServerFile.of(model.path) == (NAME, "checkpoints", "v1-5-pruned.safetensors")
    with pytest.raises(BadInput, match="has no model “nix”"):
        directory.find(f"server:{NAME}/nix")
    with pytest.raises(BadInput, match="There is no server “elsewhere”"):
        directory.find("server:elsewhere/x")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("192.168.1.5", "http://192.168.1.5:8188"),
        ("box:9000/", "http://box:9000"),
        ("https://example.com/comfy/", "https://example.com/comfy"),
        ("http://example.com", "http://example.com"),
        ("[::1]:8188", "http://[::1]:8188"),
    ],
)
def test_addresses_are_kept_whole(typed: str, kept: str) -> None:
    assert checked_address(typed) == kept


@pytest.mark.parametrize("typed", ["", "ftp://x", "http://", "a b", "x:99999", "http://[", "x\n"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        checked_address(typed.strip(" ") if typed != "x\n" else "x\ny")


def test_names_are_unique_and_fit_into_a_path() -> None:
    for name in ("", "a/b", "a:b", "x" * 61):
        with pytest.raises(BadInput, match="A server’s name"):
            checked_server(name, "box")
    with pytest.raises(BadInput, match="already"):
        checked_server("Studio", "box", ("studio",))
    with pytest.raises(BadInput, match="user name"):
        checked_server("s", "http://me:pw@box")


def test_tokens_are_a_bearers_or_headers() -> None:
    assert headers_of("abc") == {"Authorization": "Bearer abc"}
    assert headers_of("X-Key: 1\nCF-Access: b") == {"X-Key": "1", "CF-Access": "b"}
    assert headers_of("") == {}
    for bad in ("a\x00b", "Ключ: x", "X-Key: \x7f"):
        with pytest.raises(BadInput):
            headers_of(bad)


def test_files_of_servers_are_told_from_paths() -> None:
    assert ServerFile.of("/models/x") is None
    assert server_of("server:a/loras/b/c.safetensors") == "a"
    assert str(ServerFile("a", "loras", "b/c")) == "server:a/loras/b/c"


def test_both_forms_of_choices_are_read() -> None:
    assert choices({"input": {"required": {"x": [["a", 1, "b"]]}}}, "x") == ("a", "b")
    assert choices({"input": {"optional": {"x": ["COMBO", {"options": ["c"]}]}}}, "x") == ("c",)
    assert choices({"input": {"required": {"x": ["INT", {"default": 1}]}}}, "x") == ()
    assert choices({"input": []}, "x") == ()

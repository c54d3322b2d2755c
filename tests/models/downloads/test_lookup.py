"""From what people paste to exactly the files needed, for repositories like the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import BadInput
from desktop.models.catalogue.catalogue import catalogue, find_entry, plan_of
from desktop.models.downloads.download_plan import RemoteFile
from desktop.models.downloads.sources.address import (
    DirectLink,
    HubAddress,
    endpoint,
    parse_address,
    safe_name,
)
from desktop.models.downloads.sources.hub_lookup import look_up
from desktop.models.downloads.sources.pick import choices_in
from desktop.models.downloads.tokens import TokenStore
from desktop.models.manage import plan_to_get
from tests.models.downloads.hub_server import COMMIT, HubServer

GB = 1_000_000_000


def remote(sizes: dict[str, int]) -> list[RemoteFile]:
    return [RemoteFile(path=path, size=size, sha256="0" * 64) for path, size in sizes.items()]


SDXL_TURBO = {
    "model_index.json": 700,
    "sd_xl_turbo_1.0.safetensors": 13_875_719_000,
    "sd_xl_turbo_1.0_fp16.safetensors": 6_938_081_905,
    "LICENSE.md": 5000,
    "output_tile.jpg": 200_000,
    "scheduler/scheduler_config.json": 500,
    "tokenizer/vocab.json": 1_059_962,
    "tokenizer/merges.txt": 524_619,
    "tokenizer_2/vocab.json": 1_059_962,
    "text_encoder/config.json": 600,
    "text_encoder/model.safetensors": 492_265_168,
    "text_encoder/model.fp16.safetensors": 246_144_152,
    "text_encoder/model.onnx": 492_000_000,
    "text_encoder_2/config.json": 600,
    "text_encoder_2/model.safetensors": 2_778_702_264,
    "text_encoder_2/model.fp16.safetensors": 1_389_382_176,
    "unet/config.json": 1800,
    "unet/diffusion_pytorch_model.safetensors": 10_270_077_736,
    "unet/diffusion_pytorch_model.fp16.safetensors": 5_135_149_760,
    "unet/model.onnx_data": 10_269_854_720,
    "vae/config.json": 600,
    "vae/diffusion_pytorch_model.safetensors": 334_643_268,
    "vae/diffusion_pytorch_model.fp16.safetensors": 167_335_342,
    "vae_decoder/model.onnx": 198_093_688,
}


def test_sdxl_turbo_is_one_file_of_seven_gigabytes() -> None:
    choices = choices_in("stabilityai/sdxl-turbo", remote(SDXL_TURBO))
    best = next(choice for choice in choices if choice.recommended)
    assert (best.target, best.size) == ("sd_xl_turbo_1.0_fp16.safetensors", 6_938_081_905)
    labels = [choice.label for choice in choices]
    assert labels == [
        "sd_xl_turbo_1.0.safetensors",
        "sd_xl_turbo_1.0_fp16.safetensors",
        "diffusers folder, fp16",
    ]
    folder = choices[2]
    assert folder.size < 7 * GB
    assert not any(".onnx" in file.path for file in folder.files)


def apple_repository() -> list[RemoteFile]:
    sizes: dict[str, int] = {"README.md": 9000}
    for attention in ("original", "split_einsum"):
        for part in ("TextEncoder", "Unet", "VAEDecoder", "SafetyChecker"):
            sizes[f"{attention}/compiled/{part}.mlmodelc/weights/weight.bin"] = GB // 4
            sizes[f"{attention}/compiled/{part}.mlmodelc/model.mil"] = 9000
        sizes[f"{attention}/compiled/vocab.json"] = 1000
        sizes[f"{attention}/compiled/merges.txt"] = 1000
        package = f"{attention}/packages/Stable_Diffusion_version_x_unet.mlpackage"
        sizes[f"{package}/Manifest.json"] = 600
        sizes[f"{package}/Data/com.apple.CoreML/weights/weight.bin"] = GB
    sizes["coreml-stable-diffusion-v1-5_split_einsum_compiled.zip"] = 2 * GB
    return remote(sizes)


def test_a_core_ml_repository_offers_each_attention_and_form() -> None:
    choices = choices_in("apple/coreml-stable-diffusion-v1-5", apple_repository())
    assert [choice.label for choice in choices] == [
        "original, compiled",
        "original, packages",
        "split_einsum, compiled",
        "split_einsum, packages",
        "coreml-stable-diffusion-v1-5_split_einsum_compiled.zip",
    ]
    compiled = choices[2]
    assert compiled.target == "coreml-stable-diffusion-v1-5_split_einsum_compiled"
    assert compiled.strip == "split_einsum/compiled"
    assert all(file.path.startswith("split_einsum/compiled/") for file in compiled.files)
    assert any(file.path.endswith("vocab.json") for file in compiled.files)
    best = next(choice for choice in choices if choice.recommended)
    assert best.label.startswith("split_einsum")


def test_a_lora_with_a_common_name_gets_its_repositorys() -> None:
    files = remote({"pytorch_lora_weights.safetensors": 393_855_224, "README.md": 10})
    (choice,) = choices_in("latent-consistency/lcm-lora-sdxl", files)
    assert (choice.form, choice.target) == ("asset", "lcm-lora-sdxl.safetensors")


def test_bare_unets_and_loras_are_no_models() -> None:
    names = ("4step", "4step_unet", "4step_lora")
    files = remote({f"sdxl_lightning_{name}.safetensors": 5 * GB for name in names})
    (choice,) = choices_in("ByteDance/SDXL-Lightning", files)
    assert choice.target == "sdxl_lightning_4step.safetensors"


def test_pickles_only_is_nothing() -> None:
    files = remote(
        {"model_index.json": 9, "unet/config.json": 9, "unet/diffusion_pytorch_model.bin": GB}
    )
    assert choices_in("old/model", files) == []


def test_shards_come_with_their_index() -> None:
    sizes = {"model_index.json": 9}
    for n in (1, 2):
        sizes[f"unet/diffusion_pytorch_model-0000{n}-of-00002.safetensors"] = GB
        sizes[f"unet/diffusion_pytorch_model.fp16-0000{n}-of-00002.safetensors"] = GB // 2
    sizes["unet/diffusion_pytorch_model.safetensors.index.json"] = 9
    sizes["unet/diffusion_pytorch_model.safetensors.index.fp16.json"] = 9
    (choice,) = choices_in("a/b", remote(sizes))
    assert [file.path for file in choice.files] == [
        "model_index.json",
        "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors",
        "unet/diffusion_pytorch_model.fp16-00002-of-00002.safetensors",
        "unet/diffusion_pytorch_model.safetensors.index.fp16.json",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("stabilityai/sdxl-turbo", HubAddress(repository="stabilityai/sdxl-turbo")),
        (" https://huggingface.co/a/b ", HubAddress(repository="a/b")),
        ("https://huggingface.co/a/b/tree/fp16/x/y",
         HubAddress(repository="a/b", revision="fp16", path="x/y")),
        ("https://huggingface.co/a/b/blob/main/m.safetensors?download=true",
         HubAddress(repository="a/b", path="m.safetensors")),
        ("https://hf.co/a/b", HubAddress(repository="a/b")),
        ("http://mirror:8080/a/b", HubAddress(repository="a/b")),
        ("https://example.com/x/My%20model.safetensors",
         DirectLink(url="https://example.com/x/My%20model.safetensors",
                    filename="My model.safetensors")),
    ],
)  # fmt: skip
def test_addresses_are_understood(text: str, wanted: HubAddress | DirectLink) -> None:
    assert parse_address(text, "http://mirror:8080") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sdxl",
        "../..",
        "a/../b",
        "ftp://x/y.safetensors",
        "https://huggingface.co/a",
        "https://huggingface.co/datasets/a/b",
        "https://example.com/page",
        "https://[::1",
        "file:///etc/passwd.safetensors",
        "a/b/c",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_address(text)


def test_names_are_made_safe() -> None:
    assert safe_name("a/../b:c?.safetensors") == "a_.._b_c_.safetensors"
    assert len(safe_name("x" * 500 + ".safetensors")) < 200
    with pytest.raises(BadInput):
        safe_name(" . ")


def test_the_endpoint_is_honoured() -> None:
    assert endpoint({}) == "https://huggingface.co"
    assert endpoint({"HF_ENDPOINT": "http://mirror/"}) == "http://mirror"
    with pytest.raises(BadInput):
        endpoint({"HF_ENDPOINT": "mirror"})


def test_one_folder_or_file_of_a_repository(hub: HubServer) -> None:
    hub.repositories["apple/x"] = {
        "split_einsum/compiled/Unet.mlmodelc/model.mil": b"1",
        "split_einsum/compiled/vocab.json": b"{}",
        "other.safetensors": b"22",
        "notes.txt": b"",
    }
    base = f"{hub.address}/apple/x"
    folder = look_up(f"{base}/tree/main/split_einsum/compiled", hub.address, None).recommended
    assert {file.path for file in folder.files} == {"Unet.mlmodelc/model.mil", "vocab.json"}
    assert folder.files[0].url.endswith(
        f"/resolve/{COMMIT}/split_einsum/compiled/Unet.mlmodelc/model.mil"
    )
    file = look_up(f"{base}/blob/main/other.safetensors", hub.address, None).recommended
    assert (file.target, file.becomes, file.size) == ("other.safetensors", "file", 2)
    with pytest.raises(BadInput, match="is no model"):
        look_up(f"{base}/blob/main/notes.txt", hub.address, None)


def test_every_catalogue_entry_is_complete_and_named_once() -> None:
    entries = catalogue()
    assert len({entry.id for entry in entries}) == len(entries) >= 50
    starter, *others = entries
    assert starter.included
    with pytest.raises(BadInput, match="comes with Easel"):
        plan_to_get("starter")
    for entry in others:
        assert parse_address(entry.repository) == HubAddress(repository=entry.repository)
        assert entry.licence
        assert entry.suits
        assert entry.size_bytes > 1_000_000
        assert bool(entry.file) + bool(entry.form) + bool(entry.wants) == 1
    turbo = find_entry("sdxl-turbo")
    assert turbo == find_entry("SDXL-Turbo (fp16)")
    assert turbo is not None
    assert turbo.size_words == "6.94 GB"


def test_a_catalogue_entry_becomes_its_plan(
    hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    hub.repositories["latent-consistency/lcm-lora-sdxl"] = {
        "pytorch_lora_weights.safetensors": b"lora",
        "image.png": b"",
    }
    plan = plan_to_get("lcm-lora-sdxl")
    assert (plan.target, plan.size, plan.name) == (
        "lcm-lora-sdxl.safetensors",
        4,
        "LCM LoRA for SDXL",
    )
    hub.repositories["apple/coreml-stable-diffusion-v1-5"] = {
        file.path: b"x" for file in apple_repository() if not file.path.endswith(".zip")
    }
    plan = plan_to_get("coreml-v1-5-split-einsum-packages")
    assert all("/split_einsum/packages/" in file.url for file in plan.files)
    assert plan.becomes == "folder"
    hub.repositories["madebyollin/taesd"] = {"moved.safetensors": b"x"}
    entry = find_entry("taesd")
    assert entry is not None
    with pytest.raises(BadInput, match="no longer holds"):
        plan_of(entry, hub.address, None)
    with pytest.raises(BadInput, match="did you mean sdxl-turbo"):
        plan_to_get("sdxl-trubo")
    with pytest.raises(BadInput, match="models browse"):
        plan_to_get("zzzzzz")


def test_a_token_without_a_keychain_stays_in_memory(tmp_path: Path) -> None:
    import keyring
    from keyring.backends.fail import Keyring as Fails

    before = keyring.get_keyring()
    keyring.set_keyring(Fails())
    try:
        store = TokenStore({})
        assert store.get() is None
        assert "until Easel quits" in str(store.set("hf_abcdefghij"))
        assert (store.get(), store.in_memory) == ("hf_abcdefghij", True)
        assert "hf_" not in repr(store)
        assert TokenStore({}).get() is None
        assert TokenStore({"HF_TOKEN": "hf_env"}).get() == "hf_env"
        store.forget()
        assert store.get() is None
        with pytest.raises(BadInput):
            store.set("two words")
    finally:
        keyring.set_keyring(before)

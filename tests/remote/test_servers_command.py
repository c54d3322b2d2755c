"""`easel servers`, and `easel generate` on one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import main

from .conftest import NAME
from .scripted_server import Script


@pytest.fixture
def easel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    monkeypatch.setenv("EASEL_HOME", str(tmp_path / "home"))

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_a_server_is_added_tested_used_and_removed(start_server, easel, tmp_path: Path) -> None:
    server = start_server()
    code, out, _ = easel("servers", "add", NAME, server.address)
    assert (code, out) == (
        0,
        f"{NAME}: ComfyUI 0.3.64, NVIDIA GeForce RTX 4090, 21.5 of 25.8 GB free, 0 in its queue\n",
    )
    assert easel("servers", "list")[1] == f"{NAME}  {server.address}\n"
    _, out, _ = easel("servers", "test", NAME, "--json")
    assert json.loads(out)["device"] == "NVIDIA GeForce RTX 4090"
    _, out, _ = easel("servers", "models", NAME)
    assert f"server:{NAME}/checkpoints/v1-5-pruned.safetensors  (sd1)" in out.splitlines()
    words = ["a red apple", "-i", f"server:{NAME}/v1-5-pruned", "--width", "64", "--height", "64"]
    lora = ["--lora", "ink_sd15:0.5", "--json", "-o", str(tmp_path / "out")]
    code, out, err = easel("generate", *words, "--steps", "2", *lora)
    assert code == 0, err
    drawn = json.loads(out)
    assert drawn["server"] == NAME
    assert Path(drawn["path"]).is_file()
    graph = next(iter(server.graphs.values()))
    assert graph["lora-1"]["inputs"]["lora_name"] == "ink_sd15.safetensors"
    assert graph["lora-1"]["inputs"]["strength_model"] == 0.5
    assert easel("servers", "remove", NAME)[0] == 0
    assert easel("servers", "list", "--json")[1] == "[]\n"


def test_nobody_is_asked_for_a_model_of_this_machine(start_server, easel) -> None:
    server = start_server()
    easel("servers", "add", NAME, server.address)
    before = len(server.requests)
    easel("models", "list")
    assert len(server.requests) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("test", "nix"), "There is no server “nix”"),
        (("add", "a/b", "box"), "A server’s name has up to 60 letters"),
        (("add", "s", "ftp://box"), "is no address of a server"),
    ],
)
def test_bad_input_is_one_sentence(easel, arguments, words: str) -> None:
    code, out, err = easel("servers", *arguments)
    assert code == 2
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_a_server_that_does_not_answer_is_not_added(start_server, easel) -> None:
    server = start_server()
    server.stop()
    code, _, err = easel("servers", "add", NAME, server.address)
    assert code == 1
    assert "can’t be reached" in err
    assert easel("servers", "list", "--json")[1] == "[]\n"


def test_a_failure_of_the_server_ends_the_command_with_its_sentence(start_server, easel) -> None:
    server = start_server(Script(lacking={"VAEDecodeTiled"}))
    easel("servers", "add", NAME, server.address)
    code, out, err = easel(
        "generate", "x", "-i", f"server:{NAME}/v1-5-pruned", "--vae-tiling", "on"
    )
    assert (code, out) == (2, "")
    assert f"“{NAME}” lacks the node VAEDecodeTiled." in err


def test_whoever_is_free_draws_in_order(start_server, easel, tmp_path: Path) -> None:
    servers = [start_server(Script(step_seconds=0.02)) for _ in range(3)]
    for number, server in enumerate(servers):
        easel("servers", "add", f"box{number}", server.address)
    servers[1].script.files["loras"].remove("ink_sd15.safetensors")
    words = ["a red apple", "-i", "server:box0/v1-5-pruned", "--width", "64", "--height", "64"]
    free = ["--where", "free", "--count", "8", "--seed", "5", "--steps", "3", "--json"]
    out_folder = ["-o", str(tmp_path / "out")]
    code, out, err = easel("generate", *words, *free, "--lora", "ink_sd15:0.5", *out_folder)
    assert code == 0, err
    drawn = [json.loads(line) for line in out.splitlines()]
    assert [one["seed"] for one in drawn] == list(range(5, 13))
    assert {one["server"] for one in drawn} == {"box0", "box2"}
    assert servers[1].drawn == []
    code, _, err = easel("generate", *words, "--where", "free", "--grid", "steps=1,2")
    assert code == 2
    assert "drawn in one place" in err


def test_a_server_that_fails_costs_no_picture(start_server, easel, tmp_path: Path) -> None:
    servers = [start_server(), start_server()]
    for number, server in enumerate(servers):
        easel("servers", "add", f"box{number}", server.address)
    servers[0].script.forget_before_drawing = "v1-5-pruned.safetensors"
    words = ["x", "-i", "server:box0/v1-5-pruned", "--width", "64", "--height", "64"]
    out_folder = ["--count", "3", "--where", "free", "-o", str(tmp_path / "out")]
    code, out, err = easel("generate", *words, *out_folder)
    assert code == 0, err
    assert len(out.splitlines()) == 3
    assert len(servers[1].drawn) == 3

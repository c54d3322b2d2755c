"""`easel generate`, from the words of the command line to the file on disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageChops

from desktop.process.child_command import child_environment
from desktop.storage.metadata.reading import read_recipe
from tests.waiting import LIMIT

QUICK = ("--steps", "2", "--prompt", "red apple")


def one_sentence(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.startswith("easel")]
    return len(lines) == 1 and "Traceback" not in text


@pytest.mark.draws
def test_twice_the_same_seed_gives_the_same_pixels(easel, tmp_path: Path) -> None:
    """In two processes, one of which is the command as a terminal starts it."""
    words = ["generate", *QUICK, "--seed", "7", "-o", str(tmp_path), "--json"]
    run = easel(*words)
    assert run.code == 0
    terminal = subprocess.run(
        [sys.executable, "-m", "desktop", *words],
        env=child_environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    first, second = run.objects[0], json.loads(terminal.stdout)
    assert first["path"] != second["path"]
    with Image.open(first["path"]) as one, Image.open(second["path"]) as two:
        assert one.size == (256, 256)
        assert ImageChops.difference(one, two).getbbox() is None
    assert first["seed"] == 7
    assert first["model"]["name"]
    assert first["seconds"] > 0
    assert first["seconds_per_step"] > 0
    recipe = read_recipe(Path(first["path"]))
    assert recipe is not None
    assert recipe.recipe["seed"] == 7


@pytest.mark.draws
def test_several_pictures_and_a_drawn_seed(easel, tmp_path: Path) -> None:
    run = easel("generate", *QUICK, "--count", "2", "-o", tmp_path / "new", "--json")
    assert run.code == 0
    seeds = [found["seed"] for found in run.objects]
    assert seeds[1] == seeds[0] + 1
    assert [found["index"] for found in run.objects] == [0, 1]
    assert len(list((tmp_path / "new").glob("*.png"))) == 2


@pytest.mark.draws
def test_a_png_name(easel, tmp_path: Path) -> None:
    target = tmp_path / "apple.png"
    run = easel("generate", *QUICK, "--seed", str(2**64 - 1), "-o", target)
    assert run.code == 0
    assert run.out.strip() == str(target)
    assert "step 2 of 2" in run.err


@pytest.mark.draws
@pytest.mark.parametrize("name", ["apple.jpg", "apple.webp"])
def test_other_formats_by_the_name(easel, tmp_path: Path, name: str) -> None:
    run = easel("generate", "red apple", "--steps", "1", "--seed", "7", "-o", tmp_path / name)
    assert run.code == 0, run.err
    with Image.open(run.out.strip()) as picture:
        assert (picture.format or "").lower() == {"jpg": "jpeg", "webp": "webp"}[name[6:]]
    recipe = read_recipe(tmp_path / name)
    assert recipe is not None
    assert (recipe.source, recipe.recipe["seed"]) == ("Easel", 7)


BAD = [
    (("--steps", "0"), "steps"),
    (("--steps", "10000"), "steps"),
    (("--guidance-scale", "nan"), "guidance"),
    (("--seed", str(2**64)), "seed"),
    (("--seed", "-2"), "seed"),
    (("--width", "250"), "width"),
    (("--width", "100000"), "width"),
    (("--height", "0"), "height"),
    (("--count", "0"), "pictures"),
    (("-i", "no-such-model"), "no-such-model"),
    (("-i", "/no/such/folder"), "/no/such/folder"),
    (("--scheduler", "eulr"), "eulr"),
    (("--compute-unit", "CPU_AND_NE"), "Neural Engine"),
    (("--compute-unit", "TPU"), "compute-unit"),
    (("--steps", "many"), "steps"),
    (("--rng", "numpy", "--seed", str(2**32)), "NumPy"),
    (("--image", "/no/such.png"), "/no/such.png"),
    (("--strength", "0.5"), "--image"),
    (("--lora", "nothing:0.5"), "nothing"),
    (("--controlnet", "canny"), "controlnet"),
    (("-o", "picture.tiff"), "PNG"),
    (("--nonsense",), "nonsense"),
]


@pytest.mark.parametrize(("words", "named"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_input_is_one_sentence_and_exit_code_2(easel, tmp_path, words, named) -> None:
    output = () if words[0] == "-o" else ("-o", tmp_path)
    run = easel("generate", "--prompt", "x", *output, *words)
    assert run.code == 2
    assert one_sentence(run.err)
    assert named in run.err
    assert run.out == ""


@pytest.mark.draws
def test_a_folder_that_cannot_be_written(easel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    run = easel("generate", *QUICK, "-o", tmp_path / "file" / "pictures")
    assert run.code in (1, 2)
    assert "Traceback" not in run.err


@pytest.mark.draws
def test_prompts_of_every_kind(easel, tmp_path: Path) -> None:
    prompt = "빨간 사과 🍎, " * 900
    run = easel("generate", "--prompt", prompt, "--steps", "1", "-o", tmp_path, "--json")
    assert run.code == 0
    assert run.objects[0]["prompt"] == prompt
    assert "10" in run.err  # the number of characters is said


@pytest.mark.draws
def test_an_empty_prompt_is_allowed_and_said(easel, tmp_path: Path) -> None:
    run = easel("generate", "--prompt", "", "--steps", "1", "-o", tmp_path)
    assert run.code == 0
    assert "prompt is empty" in run.err


def drawing_in_a_terminal(folder: Path) -> subprocess.Popen[str]:
    """The command as a process of its own, at its first step of very many."""
    command = [sys.executable, "-m", "desktop", "generate", "--prompt", "x", "--steps", "1000"]
    terminal = subprocess.Popen(
        [*command, "-o", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        env=child_environment() | {"EASEL_HOME": str(folder / "home")},
    )
    assert terminal.stderr is not None
    while "step" not in (line := terminal.stderr.readline()):
        assert line, "ended before its first step"
    return terminal


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """Ctrl-C reaches what the test starts, also where a shell put the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.draws
@pytest.mark.usefixtures("heard_interrupts")
def test_ctrl_c_leaves_no_half_file_and_no_child(tmp_path: Path) -> None:
    terminal = drawing_in_a_terminal(tmp_path)
    assert terminal.stderr is not None
    children = psutil.Process(terminal.pid).children()
    assert children
    terminal.send_signal(signal.SIGINT)
    words = terminal.stderr.read()
    terminal.stderr.close()
    assert terminal.wait(timeout=LIMIT) == 130
    assert "Traceback" not in words
    _, alive = psutil.wait_procs(children, timeout=LIMIT)
    assert alive == []
    assert [path for path in tmp_path.iterdir() if path.name != "home"] == []


def test_no_qt_and_no_torch_in_the_command(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom desktop.__main__ import main\n"
        "main(['models', 'list'])\n"
        "heavy = {'PySide6', 'torch', 'diffusers', 'transformers', 'coremltools'}\n"
        "bad = heavy & set(sys.modules)\n"
        "sys.exit(f'imported: {bad}' if bad else 0)"
    )
    environment = child_environment() | {"EASEL_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.draws
def test_a_killed_child_is_a_failure_with_one_sentence(tmp_path: Path) -> None:
    terminal = drawing_in_a_terminal(tmp_path)
    assert terminal.stderr is not None
    for child in psutil.Process(terminal.pid).children():
        os.kill(child.pid, signal.SIGKILL)
    words = terminal.stderr.read()
    terminal.stderr.close()
    assert terminal.wait(timeout=LIMIT) == 1
    assert "memory ran out" in words
    assert "WARNING" not in words  # the log's words are for the log

"""Prints how far Easel is from the programs that people come from: `python -m tests.interop`.

Sigmas, latents and Restart are held against numbers that ComfyUI and A1111 themselves gave (see
`collect_samplers.py`); embeddings, LoRAs and labels against plain forms of the published rules,
which the tests hold too.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch

from desktop.core.sampling.samplers import ON_THE_GPU
from desktop.core.sampling.sigmas import sigmas_for
from desktop.engines.torch_engine import TorchEngine
from tests.benchmarks.table import show
from tests.core.noise_table import sd_table

from .latents import cases, ends, numbers, off_by
from .toy_model import SHAPE


def sigmas() -> Iterator[Sequence[object]]:
    """Each of ComfyUI's schedules: the greatest relative difference, by steps."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for key, wanted in numbers("comfyui_samplers")["sigmas"].items():
        schedule, steps = key.split()
        ours = sigmas_for(schedule, int(steps), sd_table())
        theirs = np.array(wanted)
        same = len(ours) == len(theirs) and bool(np.isfinite(theirs).all())
        off = np.abs(ours - theirs).max() / theirs.max() if same else float("nan")
        found[schedule][steps] = float(off)
    for schedule, by_steps in found.items():
        yield schedule, *(f"{off:.0e}" for off in by_steps.values())


def latents() -> Iterator[Sequence[object]]:
    """Each of ComfyUI's samplers: the worst of its runs, and how many are within 1e-3."""
    found: dict[str, list[tuple[float, str, bool]]] = defaultdict(list)
    for name, schedule, begin, calls, wanted in cases():
        evaluations, end = ends(ON_THE_GPU.get(name, name), schedule, 20, begin)
        found[name].append((off_by(end, wanted), schedule, evaluations == calls))
    for name, runs in found.items():
        worst, schedule, _ = max(runs)
        within = sum(off < 1e-3 for off, *_ in runs)
        same = all(same for *_, same in runs)
        yield name, f"{worst:.0e}", schedule, f"{within}/{len(runs)}", "yes" if same else "NO"
    for key, (calls, *end) in numbers("comfyui_samplers")["restart"].items():
        steps, begin = (20, 12) if key.endswith(" 8") else (int(key.split()[1]), 0)
        evaluations, found_end = ends("restart", "karras", steps, begin)
        off = off_by(found_end, torch.tensor(end).view(SHAPE))
        same = "yes" if evaluations == calls else "NO"
        yield f"{key} (A1111)", f"{off:.0e}", "karras", f"{int(off < 1e-3)}/1", same


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True


def _parameters(test: Any) -> list[Any]:
    """The values that a test is parametrised with."""
    marks = [mark for mark in test.pytestmark if mark.name == "parametrize"]
    return list(marks[0].args[1])


def embeddings(folder: Path) -> Iterator[Sequence[object]]:
    """Chunks and embeddings by dialect, 60 strings each, on a tiny CLIP."""
    from desktop.engines.conditioning.prompt_embeddings import PromptEncoder
    from tests.engines import test_dialects

    encoder = PromptEncoder(_tiny(folder).generator.parts, torch.device("cpu"))
    for name, check in (
        ("A1111, 60 strings with weights", test_dialects.test_a1111s_embeddings),
        ("ComfyUI, chunks of 60 strings", test_dialects.test_comfyuis_chunks),
        (
            "InvokeAI, light words",
            test_dialects.test_invokeai_blends_light_words_with_the_prompt_without_them,
        ),
    ):
        yield name, "equal" if _passes(lambda check=check: check(encoder)) else "OTHER"


def loras(folder: Path) -> Iterator[Sequence[object]]:
    """Each format and each naming against W + dW."""
    from tests.engines import test_lora_formats as formats

    parts = _tiny(folder).generator.parts
    pipeline = SimpleNamespace(unet=parts.unet, text_encoder=parts.text_encoders[0])
    whole = {**formats.KINDS, "glora": formats.glora, "tucker": formats.tucker}
    for kind in whole:
        path = formats.CONV if kind == "tucker" else formats.LINEAR
        with tempfile.TemporaryDirectory() as place:
            fits = _passes(
                lambda kind=kind, path=path, place=place: formats.test_each_kind_is_w_plus_dw(
                    pipeline, Path(place), kind, path, 0.7
                )
            )
        yield kind, "within 1e-4" if fits else "OTHER"
    for naming in formats.NAMINGS:
        with tempfile.TemporaryDirectory() as place:
            fits = _passes(
                lambda naming=naming, place=place: formats.test_each_naming_finds_its_module(
                    pipeline, Path(place), naming
                )
            )
        yield f"named as {naming}", "within 1e-4" if fits else "OTHER"


def labels() -> Iterator[Sequence[object]]:
    """Files of other programs: their label, or why they are refused."""
    from tests.models import test_labels

    for test in (
        test_labels.test_what_easel_cannot_use_has_its_name,
        test_labels.test_the_family_of_every_kind_of_lora,
    ):
        for given in _parameters(test):
            key = next(iter(given[0]))
            right = _passes(lambda test=test, given=given: test(*given))
            yield key[:60], " ".join(given[1:]), "right" if right else "WRONG"


_ENGINES: list[TorchEngine] = []


def _tiny(folder: Path) -> TorchEngine:
    """An engine with a tiny SD 1, made once."""
    if not _ENGINES:
        from tests.engines import tiny
        from tests.identified import request_for

        request = request_for(tiny.make_sd(folder / "tiny-sd"), prompt="", precision="fp32")
        _ENGINES.append(
            TorchEngine.load(request, "job", lambda _: None, lambda: None, cache_dir=folder)
        )
    return _ENGINES[0]


def main() -> None:
    """Print all tables."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = numbers("comfyui_samplers")["source"]
        show(f"Sigmas against {source}", ("schedule", "1 step", "4", "20"), list(sigmas()))
        head = ("sampler", "worst", "with", "within 1e-3", "same evaluations")
        show("Latents after 20 steps, and from step 13", head, list(latents()))
        show("Embeddings", ("as in", ""), list(embeddings(folder)))
        show("LoRAs against W + dW", ("kind or naming", ""), list(loras(folder)))
        show("Labels", ("file with", "label", ""), list(labels()))


if __name__ == "__main__":
    main()

"""LoRAs that fit the model in part or not at all: told in their row, before the job is queued."""

from __future__ import annotations

from pathlib import Path

from desktop.core.request import LoraUse
from desktop.models.loras.model_layout import layout_of
from tests.models.ldm_layout import write_hollow

from .conftest import MakeWindow


def lora_of(window, path: Path, *, right: bool) -> LoraUse:
    """A LoRA of one module of the chosen model and one that no model has."""
    model = window.parts.registry.at(window.parts.values.model)
    layout = layout_of(Path(model.path))
    assert layout is not None
    name, weights = next((n, w) for n, w in layout.unet.items() if n.endswith("attn2.to_q"))
    rows, columns = weights.weight[:2] if right else (7, 7)
    stem = "lora_unet_" + name.replace(".", "_")
    shapes = {f"{stem}.lora_up.weight": (rows, 2), f"{stem}.lora_down.weight": (2, columns)}
    write_hollow(path, {**shapes, "lora_unet_nowhere.diff": (2, 2)}, "F16")
    return LoraUse(name=path.stem, path=str(path))


def test_what_fits_nothing_is_told_in_the_row_and_when_queued(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window("slow", threads=False)
    window.parts.values.prompt = "a red apple"
    window.parts.values.loras = (lora_of(window, tmp_path / "ink.safetensors", right=True),)
    (row,) = window.parts.panel.loras.rows
    assert row.unfit.text() == "1 of 2 modules fit nothing in this model."
    assert row.unfit.toolTip() == "lora_unet_nowhere"
    window.parts.actions["generate"].trigger()
    area, session = window.parts.column.banners, window.parts.services.session
    assert any("lora_unet_nowhere" in banner.sentence for banner in area.banners)
    queued = session.running, len(session.waiting)
    window.parts.values.loras = (lora_of(window, tmp_path / "ink2.safetensors", right=False),)
    (row,) = window.parts.panel.loras.rows
    assert row.unfit.text() == "Made for another family of models."
    window.parts.actions["generate"].trigger()
    assert "another family" in area.banners[0].sentence
    assert (session.running, len(session.waiting)) == queued


def test_an_answer_from_before_a_row_came_leaves_it_as_it_is(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    window = make_window("slow", threads=False)
    window.parts.values.loras = (lora_of(window, tmp_path / "ink.safetensors", right=True),)
    group = window.parts.panel.loras
    (row,) = group.rows
    told = row.unfit.text()
    group._show_fits(window.parts.registry.at(window.parts.values.model), {})
    assert told
    assert row.unfit.text() == told

"""Before a picture is drawn its memory and time are known, and what doesn't fit is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PIL import Image

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.request import GenerationRequest, ReferenceImage, reference_area
from desktop.models.library import ModelLibrary
from desktop.models.machine import Machine
from desktop.models.memory.paces import Paces
from desktop.models.memory.picture_plan import PicturePlan, plan_picture, refuse_unfit
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.drop_unsupported import drop_unsupported
from desktop.models.requests.pictures.fitted_pictures import read_reference
from desktop.models.requests.prepare import prepare

from . import flow_layouts as flow

GIB = 2**30
MAC = Machine(system="Darwin", arm=True, memory_bytes=16 * GIB)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """klein and Z-Image in their real sizes as split files without data."""
    root = tmp_path_factory.mktemp("comfyui")
    flow.write_hole(root / "text_encoders" / "qwen.safetensors", flow.encoder())
    flow.write_hole(root / "vae" / "flux2.safetensors", flow.vae_as_bfl(flow.flux2_vae()))
    flow.write_hole(root / "vae" / "ae.safetensors", flow.vae_as_bfl(flow.flux1_vae()))
    models = root / "diffusion_models"
    flow.write_hole(models / "klein.safetensors", flow.klein_as_bfl(flow.klein()))
    flow.write_hole(models / "klein-fp8.safetensors", flow.klein_as_bfl(flow.klein()), "F8_E4M3")
    flow.write_gguf_hole(models / "klein-q4.gguf", flow.klein_as_bfl(flow.klein()), "Q4_K")
    flow.write_hole(models / "z.safetensors", flow.z_image_as_comfyui(flow.z_image()))
    return root


def model(tree: Path, name: str, machine: Machine = MAC) -> Model:
    found = {one.name: one for one in ModelLibrary([tree], machine=machine).models()}
    return found[name]


def planned(found: Model, width: int, height: int, precision: str = "auto") -> PicturePlan:
    plan = plan_picture(found, width, height, precision=precision)
    assert plan is not None
    return plan


def test_the_plan_follows_size_and_precision(tree: Path) -> None:
    klein = model(tree, "klein")
    small, large = planned(klein, 512, 512), planned(klein, 1024, 1024)
    assert 8.0e9 < small.peak < large.peak < 12.0e9
    assert planned(klein, 512, 512, "fp32").peak > 1.7 * small.peak
    assert klein.memory_bytes == planned(klein, 1024, 1024).peak
    assert planned(model(tree, "z"), 512, 512, "bf16").peak > small.peak


def test_every_form_is_planned_by_its_weights(tree: Path) -> None:
    """fp8 and 4 bits are widened when they are loaded, so they need as much."""
    peaks = {
        planned(model(tree, name), 512, 512).peak for name in ("klein", "klein-fp8", "klein-q4")
    }
    assert max(peaks) - min(peaks) < 2e7


def test_what_does_not_fit_is_refused_with_what_would(tree: Path) -> None:
    klein = model(tree, "klein")
    prepare(Draft(width=1024, height=1024), klein, drawn_seed=1)
    with pytest.raises(BadInput, match=r"needs about [\d.]+ GB.*16 GB. \d+ x \d+ fits") as refused:
        prepare(Draft(width=4096, height=4096), klein, drawn_seed=1)
    across, down = str(refused.value).rpartition("GB. ")[2].split(" fits")[0].split(" x ")
    assert across == down
    prepare(Draft(width=int(across), height=int(down)), klein, drawn_seed=1)
    with pytest.raises(BadInput, match="precision auto"):
        prepare(Draft(width=512, height=512, precision="fp32"), klein, drawn_seed=1)
    air = msgspec.structs.replace(MAC, memory_bytes=6 * GIB)
    with pytest.raises(BadInput, match="No size fits"):
        prepare(Draft(width=512, height=512), model(tree, "klein", air), drawn_seed=1)


def test_close_is_said_and_not_forbidden(tree: Path) -> None:
    found = model(tree, "z")
    plan = planned(found, 512, 512, "bf16")
    assert plan.close
    assert plan.fits
    assert "close" in str(plan.words(None))
    assert prepare(Draft(precision="bf16"), found, drawn_seed=1).precision == "bf16"
    small = model(tree, "klein", msgspec.structs.replace(MAC, memory_bytes=8 * GIB))
    assert "int8" in str(small.memory_warning)
    assert "close" in str(small.memory_warning)
    assert prepare(Draft(), small, drawn_seed=1).precision == "int8"


def test_int8_is_chosen_only_where_nothing_else_fits(tree: Path) -> None:
    """Z-Image takes more than 16 GB give in bf16, and fits with int8 layers; 32 GB take it."""
    found = model(tree, "z")
    own, plan = planned(found, 1024, 1024, "bf16"), planned(found, 1024, 1024)
    assert own.peak > own.usable >= plan.peak
    assert (plan.precision, plan.whole) == ("int8", own.peak)
    assert plan.peak < 10e9
    assert found.memory_warning is None
    words = str(plan.words(None))
    assert "with int8 layers" in words
    assert f"{own.peak / 1e9:.1f} GB without" in words
    assert words.count(".") == words.count("Needs") + 2, "one sentence, with two decimal points"
    request = prepare(Draft(), found, drawn_seed=1)
    assert request.precision == "int8"
    again = plan_picture(found, 1024, 1024, precision=request.precision)
    assert again == plan, "what is told for the request is what was planned"
    larger = model(tree, "z", msgspec.structs.replace(MAC, memory_bytes=32 * GIB))
    assert prepare(Draft(), larger, drawn_seed=1).precision == "auto"
    assert "int8" not in str(planned(larger, 1024, 1024).words(None))
    chosen = prepare(Draft(precision="int8"), larger, drawn_seed=1)
    assert chosen.precision == "int8"
    assert prepare(Draft(), model(tree, "klein"), drawn_seed=1).precision == "auto"


def test_int8_is_refused_where_it_means_nothing() -> None:
    starter = ModelLibrary([]).starter()
    with pytest.raises(BadInput, match="int8"):
        prepare(Draft(precision="int8"), starter, drawn_seed=1)
    dropped = drop_unsupported(Draft(precision="int8"), starter)
    assert prepare(dropped, starter, drawn_seed=1).precision == "auto"


def test_references_are_scaled_down_where_memory_is_short(tree: Path, tmp_path: Path) -> None:
    path = tmp_path / "seen.png"
    Image.new("RGB", (2048, 2048)).save(path)

    def asked(gigabytes: int, count: int) -> GenerationRequest:
        machine = msgspec.structs.replace(MAC, memory_bytes=gigabytes * GIB)
        uses = (ReferenceImage(path=str(path)),) * count
        draft = Draft(width=1024, height=1024, references=uses)
        return prepare(draft, model(tree, "klein", machine), drawn_seed=1)

    assert asked(32, 4).reference_pixels == 0
    assert asked(32, 4).pixels_a_reference == reference_area(4)
    short = asked(12, 4)
    assert short.precision == "int8"
    assert short.reference_pixels in (reference_area(4) // 2, reference_area(4) // 4)
    width, height = read_reference(str(path), short.pixels_a_reference).size
    assert width * height <= short.reference_pixels
    machine = msgspec.structs.replace(MAC, memory_bytes=12 * GIB)
    small = model(tree, "klein", machine)
    plan = plan_picture(small, 1024, 1024, precision="int8", references=4)
    assert plan is not None
    assert plan.reference_pixels == short.reference_pixels
    assert "Each reference is scaled down to" in str(plan.words(None))
    assert not plan.close


def test_a_graphics_card_has_memory_of_its_own(tree: Path) -> None:
    found = model(tree, "klein", msgspec.structs.replace(MAC, nvidia=True))
    assert plan_picture(found, 4096, 4096) is None
    assert found.memory_bytes


def test_a_picture_s_time_follows_from_the_last_one_s(tree: Path, tmp_path: Path) -> None:
    klein = model(tree, "klein")
    request = prepare(Draft(width=512, height=512, steps=4), klein, drawn_seed=1)
    paces = Paces(tmp_path / "paces.json")
    assert paces.seconds(request) is None
    paces.remember(request, 50.0, 12.0)
    assert paces.seconds(request) == pytest.approx(50.0)
    longer = msgspec.structs.replace(request, steps=8)
    assert paces.seconds(longer) == pytest.approx(98.0)
    larger = msgspec.structs.replace(request, width=1024, height=1024)
    assert (paces.seconds(larger) or 0) > 3 * 50.0
    assert "50 s" in str(planned(klein, 512, 512).words(paces.seconds(request)))
    (tmp_path / "paces.json").write_text("damaged")
    assert paces.seconds(request) is None


def test_references_are_planned(tree: Path, tmp_path: Path) -> None:
    klein = model(tree, "klein")
    peaks = [
        plan_picture(klein, 1024, 1024, precision="bf16", references=count) for count in range(5)
    ]
    known = [plan.peak for plan in peaks if plan is not None]
    assert len(known) == 5
    assert known == sorted(set(known)), "each one takes more"
    small = msgspec.structs.replace(
        klein, machine=msgspec.structs.replace(MAC, memory_bytes=8_200_000_000)
    )
    refused = refuse_unfit(small, 1024, 1024, "auto", ComputeUnit.ALL, references=4)
    assert refused is not None
    assert "references or fewer" in str(refused)

"""Depth and pose maps by transformers models in a local folder, here tiny random ones."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch

from desktop.core.errors import BadInput, EaselError
from desktop.core.request import ControlNetUse
from desktop.engines.conditioning.controlnet_inputs import prepared_image
from desktop.engines.conditioning.skeleton import draw_skeletons
from desktop.models.library import ModelLibrary

from . import tiny


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder with one depth and one pose model."""
    from transformers import (
        DPTConfig,
        DPTForDepthEstimation,
        VitPoseBackboneConfig,
        VitPoseConfig,
        VitPoseForPoseEstimation,
    )
    from transformers.models.dpt.image_processing_pil_dpt import DPTImageProcessorPil
    from transformers.models.vitpose.image_processing_pil_vitpose import VitPoseImageProcessorPil

    torch.manual_seed(0)
    root = tmp_path_factory.mktemp("models")
    depth = DPTForDepthEstimation(
        DPTConfig(
            hidden_size=16,
            num_hidden_layers=4,
            num_attention_heads=2,
            intermediate_size=16,
            image_size=32,
            patch_size=8,
            backbone_out_indices=[0, 1, 2, 3],
            neck_hidden_sizes=[8, 8, 8, 8],
            fusion_hidden_size=8,
            is_hybrid=False,
        )
    )
    depth.save_pretrained(str(root / "tiny-depth"))
    DPTImageProcessorPil(size={"height": 32, "width": 32}).save_pretrained(str(root / "tiny-depth"))
    backbone = VitPoseBackboneConfig(
        image_size=(64, 48),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        out_indices=[1],
    )
    pose = VitPoseForPoseEstimation(
        VitPoseConfig(backbone_config=backbone, use_simple_decoder=True, num_labels=17)
    )
    pose.save_pretrained(str(root / "tiny-pose"))
    VitPoseImageProcessorPil(size={"height": 64, "width": 48}).save_pretrained(
        str(root / "tiny-pose")
    )
    return root


def use(folder: Path, kind: str, image: Path) -> ControlNetUse:
    return ControlNetUse(
        name="net",
        path="",
        image=str(image),
        preprocessor=kind,  # type: ignore[arg-type]
        preprocessor_model=str(folder / f"tiny-{kind}"),
    )


def test_the_library_knows_them(folder: Path) -> None:
    library = ModelLibrary([folder])
    assert [asset.name for asset in library.assets("depth")] == ["tiny-depth"]
    assert [asset.name for asset in library.assets("pose")] == ["tiny-pose"]
    assert all(not asset.problem and asset.fits("sdxl") for asset in library.assets())


def test_depth_is_grey_and_uses_the_whole_range(folder: Path, tmp_path: Path) -> None:
    image = tiny.make_picture(tmp_path / "p.png", (96, 64))
    pixels = np.asarray(prepared_image(use(folder, "depth", image), 96, 64))
    assert pixels.shape == (64, 96, 3)
    assert (pixels.min(), pixels.max()) == (0, 255)
    assert np.array_equal(pixels[..., 0], pixels[..., 2])


def test_a_pose_map_has_the_size_of_its_picture(folder: Path, tmp_path: Path) -> None:
    image = tiny.make_picture(tmp_path / "p.png", (64, 96))
    assert prepared_image(use(folder, "pose", image), 64, 96).size == (64, 96)


def test_a_skeleton_in_openposes_colours() -> None:
    points = np.zeros((17, 2), np.float32)
    points[5], points[6] = (120, 60), (40, 60)  # left and right shoulder
    points[8], points[0] = (30, 110), (80, 20)  # right elbow, nose
    scores = np.zeros(17, np.float32)
    scores[[0, 5, 6, 8]] = 0.9
    pixels = np.asarray(draw_skeletons((160, 160), [(points, scores)]))
    assert tuple(pixels[20, 80]) == (255, 0, 0), "the nose is red"
    assert tuple(pixels[60, 80]) == (255, 85, 0), "the neck lies between the shoulders"
    assert tuple(pixels[60, 60]) == (153, 0, 0), "the limb to the right shoulder"
    assert not pixels[130:].any(), "unsure points are left out"


def test_what_makes_no_maps_is_refused(folder: Path, tmp_path: Path) -> None:
    image = tiny.make_picture(tmp_path / "p.png")
    wrong = use(folder, "pose", image)
    change = msgspec.structs.replace
    with pytest.raises(BadInput, match="no ViTPose"):
        prepared_image(change(wrong, preprocessor_model=str(folder / "tiny-depth")), 64, 64)
    with pytest.raises(BadInput, match="is not there"):
        prepared_image(change(wrong, preprocessor_model=str(tmp_path / "gone")), 64, 64)
    with pytest.raises(BadInput, match="name its folder"):
        prepared_image(change(wrong, preprocessor_model=""), 64, 64)
    (tmp_path / "broken").mkdir()
    for file in (folder / "tiny-depth").iterdir():
        (tmp_path / "broken" / file.name).write_bytes(file.read_bytes()[:40])
    broken = change(wrong, preprocessor="depth", preprocessor_model=str(tmp_path / "broken"))
    with pytest.raises(EaselError, match="can’t be read"):
        prepared_image(broken, 64, 64)

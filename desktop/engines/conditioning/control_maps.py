"""Depth and pose maps of a picture, from a transformers model in a local folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.engines.torch.whole_modules import load_module, load_processor
from desktop.models.config_files import read_json, text_of

from .skeleton import draw_skeletons

_UNUSED = re.compile(r"fusion_stage\.layers\.0\.residual_layer1\b")
"""Tensors missing from DPT's files: its first fusion layer has no residual input."""
_FAR_IS_LARGE = ("ZoeDepthForDepthEstimation", "GLPNForDepthEstimation")
"""Models that predict distance in meters; all others predict nearness."""


@torch.inference_mode()
def depth_map(picture: Image.Image, folder: Path) -> Image.Image:
    """Return the depth map, gray RGB of the picture's size, near is white.

    Raises BadInput, EaselError.
    """
    model, processor = _opened(folder, "AutoModelForDepthEstimation")
    depth = model(**processor(images=picture, return_tensors="pt")).predicted_depth
    wanted = (picture.height, picture.width)
    large = torch.nn.functional.interpolate(
        depth.float().reshape(1, 1, *depth.shape[-2:]), wanted, mode="bicubic"
    )
    values = large[0, 0].cpu().numpy()
    if _says_metres(model.config):
        values = -values
    low, high = float(values.min()), float(values.max())
    grey = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return Image.fromarray((grey * 255).round().astype(np.uint8)).convert("RGB")


@torch.inference_mode()
def pose_map(picture: Image.Image, folder: Path) -> Image.Image:
    """Return the pose map, a skeleton in OpenPose's colors on black, RGB of the picture's size.

    The whole picture is used as one person's bounding box, since there is no detector. Raises
    BadInput and EaselError.
    """
    model, processor = _opened(folder, "VitPoseForPoseEstimation")
    frame = [[[0.0, 0.0, float(picture.width), float(picture.height)]]]
    inputs = processor(images=picture, boxes=frame, return_tensors="pt")
    if getattr(model.config.backbone_config, "num_experts", 1) > 1:
        inputs["dataset_index"] = torch.tensor([0])  # COCO's, among the data sets it learnt
    found = processor.post_process_pose_estimation(model(**inputs), boxes=frame)[0]
    people = [
        (np.asarray(one["keypoints"], np.float32), np.asarray(one["scores"], np.float32))
        for one in found
    ]
    return draw_skeletons(picture.size, people)


def _says_metres(config: Any) -> bool:
    architectures = tuple(getattr(config, "architectures", None) or ())
    metric = getattr(config, "depth_estimation_type", "relative") == "metric"
    return metric or any(name in _FAR_IS_LARGE for name in architectures)


def _opened(folder: Path, kind: str) -> tuple[Any, Any]:
    """Return the model and its image processor, on the CPU in float32; loads safetensors only."""
    import transformers

    if not (folder / "config.json").is_file():
        raise BadInput("The preprocessor {folder} is not there.", folder=folder)
    said = text_of(read_json(folder / "config.json"), "model_type")
    if kind == "VitPoseForPoseEstimation" and said != "vitpose":
        raise BadInput("{folder} is no ViTPose model, so it can’t find poses.", folder=folder.name)
    what = Message("preprocessor {name}", name=folder.name)
    cls = getattr(transformers, kind)
    model = load_module(cls, folder, what, unused=_UNUSED, dtype=torch.float32)
    processor = load_processor(transformers.AutoImageProcessor, folder, what, backend="pil")
    return model, processor

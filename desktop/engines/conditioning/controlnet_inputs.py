"""ControlNets: their files, their images, and the pipeline arguments for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import torch
from diffusers.models.controlnets.controlnet import ControlNetModel
from PIL import Image, ImageOps

from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.request import ControlNetUse, GenerationRequest
from desktop.engines.mps_attention import mode_of, on_device
from desktop.engines.torch.whole_modules import FAILURES, load_module, unreadable, whole
from desktop.models.requests.pictures.fitted_pictures import read_picture

from .canny import canny
from .control_maps import depth_map, pose_map


class ControlNetInput(msgspec.Struct, frozen=True):
    """The ControlNets of one picture and their preprocessed images, in the same order."""

    uses: tuple[ControlNetUse, ...]
    nets: tuple[Any, ...]
    images: tuple[Image.Image, ...]

    def arguments(self, role: str, width: int, height: int) -> dict[str, Any]:
        """Return the call arguments of a ControlNet pipeline for `role`."""
        pictures = [
            image.resize((width, height), Image.Resampling.LANCZOS) for image in self.images
        ]
        return {
            "image" if role == "text" else "control_image": pictures,
            "controlnet_conditioning_scale": [float(use.weight) for use in self.uses],
            "control_guidance_start": [float(use.start) for use in self.uses],
            "control_guidance_end": [float(use.end) for use in self.uses],
        }


class ControlNetLoader:
    """Loader of the ControlNets that requests name; those of the last request stay in memory."""

    def __init__(self, unet: Any, device: torch.device) -> None:
        self._unet, self._device = unet, device
        self._loaded: dict[str, Any] = {}

    def prepare(
        self, request: GenerationRequest, report: Callable[[Message], None] = lambda _: None
    ) -> ControlNetInput | None:
        """Return the ControlNets of `request`, None without any.

        `report` is called with the name of each file to load. Raises BadInput and EaselError.
        """
        uses = request.controlnets
        wanted = {use.path for use in uses}
        self._loaded = {path: net for path, net in self._loaded.items() if path in wanted}
        if not uses:
            return None
        for use in uses:
            if use.path not in self._loaded:
                report(Message("ControlNet {name}", name=use.name))
                self._loaded[use.path] = self._load(use)
        images = tuple(prepared_image(use, request.width, request.height) for use in uses)
        return ControlNetInput(uses, tuple(self._loaded[use.path] for use in uses), images)

    def _load(self, use: ControlNetUse) -> Any:
        path = Path(use.path)
        if not path.exists():
            raise BadInput("The ControlNet “{name}” is not there: {path}", name=use.name, path=path)
        try:
            net = self._from_folder(path, use) if path.is_dir() else self._from_file(path)
        except FAILURES as error:
            raise unreadable(Message("ControlNet {name}", name=use.name), error) from error
        mine, its = self._unet.config.cross_attention_dim, net.config.cross_attention_dim
        if mine != its:
            raise BadInput(
                "The ControlNet “{name}” was made for another family of models.", name=use.name
            )
        net = net.eval().requires_grad_(False)
        return on_device(net, self._device, self._unet.dtype, mode_of(self._unet))

    def _from_folder(self, path: Path, use: ControlNetUse) -> Any:
        return load_module(
            ControlNetModel,
            path,
            Message("ControlNet {name}", name=use.name),
            dtype=self._unet.dtype,
        )

    def _from_file(self, path: Path) -> Any:
        return lone_controlnet(path, self._unet, self._unet.dtype)


_ControlNet: Any = ControlNetModel


def lone_controlnet(path: Path, unet: Any, dtype: torch.dtype) -> Any:
    """Return the ControlNet in a single safetensors file, with the shape of one for `unet`.

    Only the config of `unet` is used. Raises EaselError, and the errors of diffusers.
    """
    if path.suffix != ".safetensors":
        raise EaselError("A ControlNet file must be a safetensors file.")
    import tempfile

    with torch.device("meta"):
        shape = _ControlNet.from_unet(unet, load_weights_from_unet=False)
    with tempfile.TemporaryDirectory(prefix="easel-") as folder:
        shape.save_config(folder)
        net = _ControlNet.from_single_file(
            str(path), config=folder, dtype=dtype, local_files_only=True
        )
    return whole(net, Message("ControlNet {name}", name=path.stem))


def prepared_image(use: ControlNetUse, width: int, height: int) -> Image.Image:
    """Return the ControlNet's input: scaled to fill the size, and preprocessed as requested."""
    picture = ImageOps.fit(
        read_picture(use.image, Message("ControlNet picture")),
        (width, height),
        Image.Resampling.LANCZOS,
    )
    if use.preprocessor == "canny":
        return canny(picture)
    if use.preprocessor == "none":
        return picture
    if not use.preprocessor_model:
        raise BadInput(
            "A model that makes {kind} maps is needed: name its folder.", kind=use.preprocessor
        )
    make = depth_map if use.preprocessor == "depth" else pose_map
    return make(picture, Path(use.preprocessor_model))

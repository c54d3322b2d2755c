"""`easel upscale`: enlarge pictures with an upscaler file."""

from __future__ import annotations

import argparse
import uuid
from pathlib import Path

from desktop.cli.asset_lookup import asset_named, file_path
from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder
from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.picture_formats import names_picture
from desktop.core.server import on_server
from desktop.core.tasks import Job, UpscaleRequest
from desktop.models.library import ModelLibrary
from desktop.models.requests.value_checks import whole

from .generate_command import draw, output_path

MIN_TILE, MAX_TILE = 64, 4096


def add_command(commands: CommandAdder) -> None:
    """Add `upscale` to the parser."""
    parser = commands.add_parser(
        "upscale",
        text="enlarge pictures",
        about="Enlarges pictures with an upscaler file of the Real-ESRGAN family (safetensors), "
        "which decides how many times larger.",
        examples=(
            "easel upscale apple.png",
            "easel upscale *.png --model RealESRGAN_x4plus -o large",
            "easel upscale apple.png --model server:studio/RealESRGAN_x4plus",
        ),
    )
    parser.add_argument("images", nargs="+", metavar="FILE", help="pictures")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="the upscaler, by name, path or server:NAME/UPSCALER; without it, the first found",
    )
    parser.add_argument(
        "-o", "--output", metavar="PATH", help="a folder, or a file: .png, .jpg or .webp"
    )
    parser.add_argument(
        "--tile", type=int, default=256, metavar="N", help="side of a piece; less needs less memory"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a picture")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Enlarge the pictures in `options`, one after the other, in one engine."""
    tile = whole(Message("side of a tile"), options.tile, MIN_TILE, MAX_TILE)
    images = [file_path(name, "upscale") for name in options.images]
    output = output_path(options.output, context)
    if names_picture(output) and len(images) > 1:
        raise BadInput(
            "-o {output} names one picture, and there are {count}.",
            output=options.output,
            count=len(images),
        )
    model = _upscaler(options.model, context.library())
    with context.runner() as runner:
        for image in images:
            task = UpscaleRequest(image=image, model=model, tile=tile)
            job = Job(id=uuid.uuid4().hex, task=task, output=str(output))
            draw(runner, job, as_json=options.json)
    return 0


def _upscaler(name: str | None, library: ModelLibrary) -> str:
    """Return the path of the requested upscaler. Raise BadInput."""
    there = name is not None and on_server(name)
    everywhere = library.everywhere().assets if there else library.assets()
    found = [asset for asset in everywhere if asset.kind == "upscaler"]
    usable = [asset for asset in found if not asset.problem]
    if name is None:
        if usable:
            return usable[0].path
        raise BadInput(
            "No upscaler is in the model folders: put a file of the Real-ESRGAN family there, or "
            "name one with --model."
        )
    path = Path(name).expanduser()
    if path.is_file():
        return str(path.absolute())
    named = asset_named(name, found)
    if named is not None:
        return named.path
    known = tuple(asset.reference for asset in usable) or Message("none was found")
    raise BadInput(
        "There is no upscaler “{name}” in the model folders ({known}).", name=name, known=known
    )

"""`easel edit`: redraw pictures by instruction, with a model that takes them as references."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from desktop.cli.asset_lookup import file_path
from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder, CommandParser
from desktop.core.errors import BadInput, EaselError
from desktop.files.pictures import upright_size
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.pictures.picture_sizes import size_like
from desktop.models.requests.prepare_extras import can_edit

from .generate_command import draw_each


def add_command(commands: CommandAdder, add_generation_options: Callable[..., None]) -> None:
    """Add `edit` to the parser, with the options of `generate`."""
    parser: CommandParser = commands.add_parser(
        "edit",
        text="edit pictures by words",
        about="Draws a picture anew as the prompt says, with a model that can look at pictures "
        "(FLUX.2 klein). Of several, the prompt can speak of picture 1, picture 2 and so on. The "
        "new picture has the form of the first.",
        examples=(
            "easel edit house.png --prompt 'make it night' -o out",
            "easel edit room.png cat.png --prompt 'the cat from picture 2 on the sofa' -o cat.png",
            "easel edit house.png --mask sky.png --prompt 'a red sky' -o out",
            "easel edit house.png --extend left=256,right=256 --prompt 'a wide meadow' -o out",
            "easel edit a.png b.png c.png --each --prompt 'as a pencil drawing' -o out",
        ),
    )
    parser.takes_words("pictures", "PICTURE", "the pictures that the prompt speaks of")
    add_generation_options(parser, bare_prompt=False)
    parser.add_argument(
        "--each", action="store_true", help="edit each picture by itself, one after the other"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a picture")
    parser.set_defaults(run=run, words=[])


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Edit the pictures in `options`: all of them at once, or one by one."""
    pictures = [file_path(name, "easel edit") for name in options.pictures]
    if not pictures:
        raise BadInput("Name a picture to edit: easel edit house.png --prompt 'make it night'.")
    if options.prompt is None and options.preset is None:
        raise BadInput(
            "Say what is to change: easel edit {picture} --prompt 'make it night'.",
            picture=Path(pictures[0]).name,
        )
    if options.mask is not None and options.each and len(pictures) > 1:
        raise BadInput("--mask and --each don’t go together: a mask belongs to one picture.")
    library = context.library()
    model = library.find(options.model) if options.model else editing_model(library)
    together = [[picture] for picture in pictures] if options.each else [pictures]
    wanted = [_edit_of(options, model, one) for one in together]
    return draw_each(wanted, options, context, library)


def editing_model(library: ModelLibrary) -> Model:
    """Return the first usable model that edits. Raise BadInput if there is none."""
    for model in library.models():
        if model.usable and can_edit(model):
            return model
    raise BadInput(
        "None of your models can edit pictures: get FLUX.2 klein, which can (easel models "
        "download flux2-klein-4b)."
    )


def _edit_of(options: argparse.Namespace, model: Model, pictures: list[str]) -> argparse.Namespace:
    """Return `options` for one edit: its references, its size, and the picture under its mask."""
    changes = {**vars(options), "model": model.path}
    changes["references"] = [*pictures, *options.references]
    inpaints = options.mask is not None or options.extend is not None
    if inpaints and options.image is None:
        changes["image"] = pictures[0]
        if options.strength is None and options.denoise is None:
            changes["strength"] = 1.0
    sized = options.preset is not None or options.extend is not None
    if options.width is None and options.height is None and not sized:
        changes["width"], changes["height"] = size_like(_size(pictures[0]), model)
    return argparse.Namespace(**changes)


def _size(picture: str) -> tuple[int, int]:
    try:
        return upright_size(Path(picture))
    except EaselError as error:
        raise BadInput(error.message, error.details) from error

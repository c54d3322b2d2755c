"""`easel generate`: draws pictures and says where they are."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import uuid
from pathlib import Path
from typing import Any

from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Cancelled, EngineLost, Event, Failed, Finished
from desktop.core.grid import GridRequest
from desktop.core.messages import Text
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.files.atomic import sweep_temporaries
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import advice, check_files, prepare
from desktop.models.requests.prompt_assets import with_prompt_assets
from desktop.process.supervisor import EngineChild
from desktop.storage.styles_file import StyleFile

from .apple_command import with_apples_defaults
from .cli_context import CliContext
from .drafting import draft_from
from .grid_options import grid_from
from .preset_option import apply_preset, model_of
from .terminal_progress import ProgressView


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Draw what `options` say."""
    task = task_from(options, context)
    output = output_path(options.output, context)
    job = Job(id=uuid.uuid4().hex, task=task, output=str(output))
    request = task.cells[0].request if isinstance(task, GridRequest) else task
    for sentence in advice(request):
        print(f"easel: {sentence}", file=sys.stderr)
    try:
        with context.engine() as child:
            draw(child, job, as_json=options.json)
    finally:
        sweep_temporaries(output if output.suffix.lower() != ".png" else output.parent)
    return 0


def request_from(options: argparse.Namespace, context: CliContext) -> GenerationRequest:
    """The checked request for one job. Raises BadInput."""
    task = task_from(options, context)
    if isinstance(task, GridRequest):
        raise BadInput("--grid is for easel generate.")
    return task


def task_from(options: argparse.Namespace, context: CliContext) -> GenerationRequest | GridRequest:
    """The checked request or grid; a seed that was not given is drawn. Raises BadInput."""
    recipe, notices = apply_preset(options, context.places.presets)
    for notice in notices:
        _note(notice)
    if options.prompt is None:
        raise BadInput("--prompt is missing: say what to draw, or name a preset that does.")
    library = context.library()
    if options.model:
        model = library.find(options.model)
    else:
        model = model_of(recipe, library, _note) or library.starter()
    model = with_apples_defaults(model)
    styles = StyleFile(context.places.styles)
    draft = draft_from(options, model, library, [styles.named(name) for name in options.styles])
    drawn_seed = draw_seed()

    def resolve(changed: Draft, used: Model) -> GenerationRequest:
        request = with_prompt_assets(
            prepare(changed, used, drawn_seed=drawn_seed),
            used,
            lambda kind: library.assets(kind, used.family),
            context.places.wildcards,
        )
        check_files(request)
        return request

    if options.grid:
        return grid_from(options, draft, model, library, resolve, drawn_seed)
    request = resolve(draft, model)
    _warn_about_unit(model, request)
    return request


def _note(notice: Text) -> None:
    print(f"easel: {notice}", file=sys.stderr)


def draw_seed() -> int:
    """A seed that nobody chose; 32 bits, so that every noise source takes it."""
    return secrets.randbelow(2**32)


def output_path(chosen: str | None, context: CliContext) -> Path:
    """The folder, or the file of a single picture. Raises BadInput for another kind of file."""
    if chosen is None:
        return context.output_folder
    path = Path(chosen).expanduser().absolute()
    if path.is_file() and path.suffix.lower() != ".png":
        raise BadInput(
            "-o {output} is a file: name a folder, or a picture ending in .png.", output=chosen
        )
    if path.suffix and path.suffix.lower() != ".png" and not path.is_dir():
        kind = path.suffix.lower()
        if kind in {".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".heic", ".bmp", ".gif"}:
            raise BadInput(
                "-o {output}: pictures are written as PNG; name a .png or a folder.", output=chosen
            )
    return path


def draw(child: EngineChild, job: Job, *, as_json: bool) -> None:
    """Run `job`, show its progress on stderr and its pictures on stdout.

    Raises EaselError where it fails.
    """
    with ProgressView() as view:
        for event in child.run(job):
            view.show(event)
            if isinstance(event, Finished):
                view.clear()
                print(
                    json.dumps(picture_object(event), ensure_ascii=False)
                    if as_json
                    else event.path,
                    flush=True,
                )
                for notice in event.notices:
                    print(f"easel: {notice}", file=sys.stderr)
            raise_end(event)


def raise_end(event: Event) -> None:
    """Turn the end of a job that did not work into the error it is."""
    if isinstance(event, Failed):
        kind = BadInput if event.bad_input else EaselError
        raise kind(event.message, event.details)
    if isinstance(event, EngineLost):
        raise EaselError(event.message, event.details)
    if isinstance(event, Cancelled):
        raise KeyboardInterrupt


def picture_object(event: Finished) -> dict[str, Any]:
    """What `--json` prints of a picture: its recipe with path, seconds and seconds_per_step."""
    return {
        **event.recipe,
        "path": event.path,
        "seconds": round(event.seconds, 4),
        "seconds_per_step": round(event.seconds_per_step, 5),
    }


def _warn_about_unit(model: Model, request: GenerationRequest) -> None:
    for choice in model.capabilities.units:
        if choice.unit is request.compute_unit and choice.confirm:
            print(f"easel: {choice.confirm}", file=sys.stderr)

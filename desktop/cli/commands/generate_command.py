"""`easel generate`: generate pictures and print their paths."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from desktop.cli.cli_context import CliContext
from desktop.cli.drafting import draft_from
from desktop.cli.habits.model_sources import of_sources
from desktop.cli.preset_option import apply_loras, apply_preset, model_of
from desktop.cli.prompt_lines import each_prompt, given_prompt
from desktop.cli.terminal_progress import ProgressView
from desktop.core.errors import BadInput
from desktop.core.events import Cancelled, Event, Finished
from desktop.core.grids.grid import GridRequest
from desktop.core.grids.grid_axes import Axis, parse_option
from desktop.core.messages import Message, Text
from desktop.core.picture_formats import PICTURE_SUFFIXES, WRITTEN_SUFFIXES, names_picture
from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.files.atomic import sweep_temporaries
from desktop.files.writable import check_writable
from desktop.models.bundles.bundle import is_apple_named
from desktop.models.library import ModelLibrary
from desktop.models.memory.paces import PACES, Paces
from desktop.models.model import Model
from desktop.models.requests.request_places import free_places
from desktop.models.requests.resolve import ResolvedTask, Resolver, draw_seed
from desktop.process.jobs.job_runner import JobRunner, failure_of
from desktop.storage.styles_file import StyleFile

_DOING = Message("save the picture")
APPLES_DEFAULTS = {"seed": 93, "steps": 50, "guidance_scale": 7.5}
"""The defaults of `python -m python_coreml_stable_diffusion.pipeline`, by the option's dest."""


def _note(notice: Text) -> None:
    print(f"easel: {notice}", file=sys.stderr)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Generate from `options`, prompt by prompt; all are checked before the first runs."""
    return draw_each(each_prompt(options), options, context, context.library())


def draw_each(
    wanted: Sequence[argparse.Namespace],
    options: argparse.Namespace,
    context: CliContext,
    library: ModelLibrary,
) -> int:
    """Generate each of `wanted` to the path in `options`; all are checked first."""
    printed: set[str] = set()

    def note_once(notice: Text) -> None:
        if str(notice) not in printed:
            printed.add(str(notice))
            _note(notice)

    resolved = [resolve_options(one, context, library, note_once) for one in wanted]
    output = output_path(options.output, context)
    if names_picture(output) and len(resolved) > 1:
        raise BadInput(
            "-o {output} names one picture, and there are {count} to draw.",
            output=options.output,
            count=len(resolved),
        )
    try:
        with context.runner() as runner:
            for one in resolved:
                for sentence in one.notices:
                    note_once(sentence)
                plan = told_plan(one, Paces(context.app_paths.cache / PACES), note_once)
                job = Job(id=uuid.uuid4().hex, task=one.task, output=str(output), places=one.places)
                draw(runner, job, as_json=options.json, plan=plan, note=note_once)
    finally:
        sweep_temporaries(output.parent if names_picture(output) else output)
    return 0


def request_from(options: argparse.Namespace, context: CliContext) -> GenerationRequest:
    """Return the checked request for one job. Raise BadInput."""
    options.prompt = given_prompt(options)
    task = resolve_options(options, context).task
    if isinstance(task, GridRequest):
        raise BadInput("--grid is for easel generate.")
    return task


def resolve_options(
    options: argparse.Namespace,
    context: CliContext,
    library: ModelLibrary | None = None,
    note: Callable[[Text], object] = _note,
) -> ResolvedTask:
    """Return the checked request or grid, with a random seed if none is given. Raise BadInput.

    `note` receives messages for the user.
    """
    recipe, notices = apply_preset(options, context.app_paths)
    for notice in notices:
        note(notice)
    if options.prompt is None:
        raise BadInput(
            "There is no prompt: easel generate 'a red apple', --prompt, or a preset that has one."
        )
    library = library or context.library()
    if options.model:
        model = library.find(options.model)
    else:
        model = model_of(recipe, library, note) or library.starter()
    apply_loras(options, recipe, model, library, note)
    if not model.server:
        model = of_sources(model, options.model_sources, library, note)
    axes = _axes(options)
    if not any(axis.kind == "model" for axis in axes):
        _fill_in_apples_defaults(options, model)
    styles = StyleFile(context.app_paths.styles)
    draft = draft_from(options, model, library, [styles.named(name) for name in options.styles])
    resolver = Resolver(
        assets=cache(library.assets),
        find_model=cache(library.find),
        known_models=library.models,
        wildcards=context.app_paths.wildcards,
        drawn_seed=draw_seed(),
    )
    resolved = resolver.task(draft, model, axes)
    if options.where == "free":
        places = free_places(resolved.task, draft, model, resolver, library)
        resolved = resolved._replace(places=places)
    if not axes:
        _warn_about_unit(model, resolved.first, note)
    return resolved


def output_path(chosen: str | None, context: CliContext) -> Path:
    """Return the folder, or the file of a single picture.

    Raise BadInput for another kind of file, and EaselError if nothing can be written there: before
    any generation.
    """
    if chosen is None:
        check_writable(context.output_folder, _DOING)
        return context.output_folder
    path = Path(chosen).expanduser().absolute()
    suffix = path.suffix.lower()
    if not path.is_dir() and suffix not in WRITTEN_SUFFIXES:
        if path.is_file():
            raise BadInput(
                "-o {output} is a file: name a folder, or a picture ending in .png, .jpg or .webp.",
                output=chosen,
            )
        if suffix in {*PICTURE_SUFFIXES, ".bmp", ".gif"}:
            raise BadInput(
                "-o {output}: pictures are written as PNG, JPEG or WebP; name one of these, or a "
                "folder.",
                output=chosen,
            )
    if names_picture(path):
        check_writable(path.parent, _DOING, path.name)
    else:
        check_writable(path, _DOING)
    return path


def told_plan(
    resolved: ResolvedTask, paces: Paces, note: Callable[[Text], object]
) -> dict[str, Any]:
    """Pass the picture's memory and time to `note`; return the plan for `--json`, {} if unknown."""
    if resolved.plan is None:
        return {}
    seconds = paces.seconds(resolved.first)
    note(resolved.plan.words(seconds))
    known = None if seconds is None else round(seconds, 1)
    return {"plan": {"peak_bytes": resolved.plan.peak, "seconds": known}}


def draw(
    runner: JobRunner,
    job: Job,
    *,
    as_json: bool,
    plan: Mapping[str, Any] | None = None,
    note: Callable[[Text], object] = _note,
) -> None:
    """Run `job`, with progress on stderr and its pictures on stdout; `plan` is for `--json`.

    `note` receives the messages of the pictures' events.

    Raise EaselError if the job fails.
    """
    with ProgressView() as view:
        for event in runner.run(job):
            view.show(event)
            if isinstance(event, Finished):
                view.clear()
                print(
                    json.dumps(picture_object(event) | dict(plan or {}), ensure_ascii=False)
                    if as_json
                    else event.path,
                    flush=True,
                )
                for notice in event.notices:
                    note(notice)
            raise_end(event)


def raise_end(event: Event) -> None:
    """Raise the error of a job that ended without success."""
    error = failure_of(event)
    if error is not None:
        raise error
    if isinstance(event, Cancelled):
        raise KeyboardInterrupt


def picture_object(event: Finished) -> dict[str, Any]:
    """Return the picture's `--json` object: its recipe with path, seconds and seconds_per_step."""
    return {
        **event.recipe,
        "path": event.path,
        "seconds": round(event.seconds, 4),
        "seconds_per_step": round(event.seconds_per_step, 5),
    }


def _warn_about_unit(
    model: Model, request: GenerationRequest, note: Callable[[Text], object]
) -> None:
    for choice in model.capabilities.units:
        if choice.unit is request.compute_unit and choice.confirm:
            note(choice.confirm)


def _axes(options: argparse.Namespace) -> list[Axis]:
    """Return the axes of `--grid`, empty if it isn't given. Raise BadInput."""
    if options.grid and options.count not in (None, 1):
        raise BadInput("--count and --grid don’t go together: a grid draws one picture a place.")
    return [parse_option(text) for text in options.grid]


def _fill_in_apples_defaults(options: argparse.Namespace, model: Model) -> None:
    """Set unset options to Apple's defaults if Apple's converter made the model.

    It is recognized by the names of its packages. A folder converted by Easel states its own
    defaults (easel.json) and keeps them.
    """
    folder = Path(model.path)
    if model.kind != "coreml" or (folder / "easel.json").exists() or not is_apple_named(folder):
        return
    for name, value in APPLES_DEFAULTS.items():
        if getattr(options, name) is None:
            setattr(options, name, value)

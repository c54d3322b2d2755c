"""`easel models list | convert | shrink | check`: installed models, and Core ML from them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from desktop.cli.asset_lookup import lora_use
from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder
from desktop.core.errors import BadInput
from desktop.core.messages import Message, in_english
from desktop.core.tasks import ConvertRequest, InspectRequest
from desktop.files.writable import check_writable
from desktop.models.conversion.converted_folder import is_conversion
from desktop.models.conversion.shrinking import shrink_request, why_not_shrink
from desktop.models.loras.lora_fit import check_loras
from desktop.models.model import Model

from . import download_commands as getting
from .reported_job import report_of


def add_commands(commands: CommandAdder) -> None:
    """Add `models` and its commands to the parser."""
    models = commands.add_parser(
        "models",
        text="list, get, check and convert models",
        examples=("easel models list", "easel models browse", "easel models download sdxl-turbo"),
    )
    actions = models.command_adder(title="actions", metavar="ACTION")
    listing = actions.add_parser(
        "list",
        text="list the models that were found",
        examples=("easel models list", "easel models list --json"),
    )
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=list_models)
    getting.add_commands(actions)
    _add_convert(actions)
    shrink = actions.add_parser(
        "shrink",
        text="write a model anew in eight bits, beside it",
        examples=("easel models shrink flux-2-klein-4b",),
    )
    shrink.add_argument("model", metavar="MODEL", help="its name or path")
    shrink.add_argument("--json", action="store_true", help="print JSON")
    shrink.set_defaults(run=shrink_model)
    check = actions.add_parser(
        "check",
        text="tell what the Neural Engine would not take of a model",
        examples=("easel models check sd_xl_turbo_1.0_fp16",),
    )
    check.add_argument("model", metavar="MODEL", help="its name or path")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=check_model)


def list_models(options: argparse.Namespace, context: CliContext) -> int:
    """Print every model and asset; an unusable one with the reason."""
    found = context.library().contents()
    if options.json:
        summaries = [thing.summary() for thing in (*found.models, *found.assets)]
        print(json.dumps(summaries, ensure_ascii=False, indent=2))
        return 0
    for model in found.models:
        print(_line(model))
    for asset in found.assets:
        print(f"{asset.name}  ({asset.kind}, {asset.family})")
        if asset.problem:
            print(f"    can’t be used: {asset.problem}")
    for folder in found.folders:
        if folder.message:
            print(f"easel: {folder.path}: {folder.message}", file=sys.stderr)
    return 0


def convert_model(options: argparse.Namespace, context: CliContext) -> int:
    """Convert a model to a Core ML folder."""
    library = context.library()
    source = library.find(options.source)
    task = ConvertRequest(
        source=source.path,
        output=str(Path(options.output).expanduser().absolute()),
        attention=options.attention,
        width=options.width,
        height=options.height,
        batch_one=options.batch_one,
        chunk_unet=options.chunk_unet,
        quantize_nbits=options.quantize_nbits,
        compress=options.compress,
        controlnets=tuple(options.controlnet),
        support_controlnet=options.support_controlnet,
        vae=options.vae,
        loras=tuple(lora_use(text, source, library) for text in options.lora),
        min_deployment_target=options.min_deployment_target,
        form=options.form,
        check=options.check,
    )
    check_writable(Path(task.output), Message("convert the model"))
    for told in check_loras(task.loras, source):
        print(f"easel: {told}", file=sys.stderr)
    replaced = is_conversion(Path(task.output))
    report = report_of(context, task)
    if replaced:
        print(
            f"easel: the conversion that was at {task.output} is in the Trash.",
            file=sys.stderr,
        )
    if options.json:
        print(json.dumps(in_english(report), ensure_ascii=False, indent=2))
        return 0
    checked: dict[str, object] = report.get("check") or {}
    for name, psnr in checked.items():
        shown = f"{psnr:.1f} dB" if isinstance(psnr, int | float) else str(psnr)
        print(f"{name}: PSNR {shown}")
    print(report.get("path", task.output))
    return 0


def shrink_model(options: argparse.Namespace, context: CliContext) -> int:
    """Write an eight-bit-transformer copy of a flow-family model beside the original."""
    model = context.library().find(options.model)
    reason = why_not_shrink(model)
    if reason is not None:
        raise BadInput(reason)
    task = shrink_request(model)
    check_writable(Path(task.output).parent, Message("make the model smaller"))
    report = report_of(context, task)
    if options.json:
        print(json.dumps(in_english(report), ensure_ascii=False, indent=2))
    else:
        print(report.get("path", task.output))
    return 0


def check_model(options: argparse.Namespace, context: CliContext) -> int:
    """Print why a model's UNet doesn't run on the Neural Engine."""
    model = context.library().find(options.model)
    report = report_of(context, InspectRequest(model=model.path, what="neural_engine"))
    if options.json:
        print(json.dumps(in_english(report), ensure_ascii=False, indent=2))
        return 0
    for line in report.get("lines", []):
        print(line)
    return 0


def _line(model: Model) -> str:
    size = f"{model.size_bytes / 1e9:.2f} GB"
    facts = [model.family, model.variant, model.form, model.attention, model.precision, size]
    text = f"{model.name}  ({', '.join(fact for fact in facts if fact)})"
    return text if model.usable else f"{text}\n    can’t be used: {model.problem}"


def _add_convert(actions: CommandAdder) -> None:
    convert = actions.add_parser(
        "convert",
        text="convert a model to Core ML",
        examples=(
            "easel models convert sd_xl_turbo_1.0_fp16 -o turbo-coreml",
            "easel models convert my-model -o out --attention split_einsum --quantize-nbits 6",
        ),
    )
    convert.add_argument("source", metavar="SOURCE", help="a model’s name or path")
    convert.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help="a new or empty folder, or an earlier conversion, which then goes to the Trash",
    )
    convert.add_argument(
        "--attention",
        choices=["auto", "original", "split_einsum", "split_einsum_v2"],
        default="auto",
    )
    convert.add_argument("--width", type=int, metavar="W")
    convert.add_argument("--height", type=int, metavar="H")
    convert.add_argument("--batch-one", action="store_true")
    convert.add_argument("--chunk-unet", action="store_true")
    convert.add_argument("--quantize-nbits", type=int, choices=[1, 2, 4, 6, 8])
    convert.add_argument("--compress", choices=["none", "linear8"], default="none")
    convert.add_argument("--controlnet", nargs="*", default=[], metavar="NAME")
    convert.add_argument("--support-controlnet", action="store_true")
    convert.add_argument("--vae", metavar="NAME")
    convert.add_argument(
        "--lora",
        action="append",
        default=[],
        metavar="NAME:W",
        help="a LoRA that goes into the weights for good; may be given several times",
    )
    convert.add_argument(
        "--min-deployment-target", choices=["macOS13", "macOS14", "macOS15"], default="macOS13"
    )
    convert.add_argument("--form", choices=["packages", "compiled"], default="packages")
    convert.add_argument("--check", action="store_true", help="compare each part with PyTorch")
    convert.add_argument("--json", action="store_true", help="print JSON")
    convert.set_defaults(run=convert_model)

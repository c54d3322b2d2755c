"""Conversion of a torch model to a Core ML folder: the entry point for the engine child."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput, EaselError
from desktop.core.messages import Message
from desktop.core.tasks import ConvertRequest
from desktop.engines.torch.merged_loras import merge_loras
from desktop.models.conversion import conversion_needs as needs
from desktop.models.conversion.converted_folder import REPORT
from desktop.models.families.known_families import family_named
from desktop.models.loras.lora_fit import check_loras

from . import conversion_parts as parts
from .compile_packages import compile_packages
from .compress import bisect, linear8, palettize
from .conversion_plan import ConversionItem, ConversionPlan, make_plan
from .conversion_progress import ConversionProgress
from .coreml_folder import (
    check_output,
    controlnet_name,
    finite,
    new_folder,
    package_name,
    write_json,
    write_tokenizer,
)
from .description import describe
from .model_source import Source, open_source
from .neural_engine_fit import report as neural_engine_report
from .part_check import GOOD_DB, LEAST_DB, compare
from .torch_parts import load_controlnet
from .trace import to_package

_PALETTIZED = ("text_encoder", "text_encoder_2", "unet", "control-unet", "controlnet")
"""Parts that Apple's converter compresses; the VAE and the safety checker are left as they are."""


def convert(
    request: ConvertRequest, job: str, emit: Emit, check: CancelCheck, *, cache_dir: Path
) -> dict[str, Any]:
    """Convert `request.source` into the folder `request.output` and return the report.

    Emits Progress (phase, fraction, seconds left). The folder is created at the end, complete, or
    not at all. Raises BadInput before any work where the request can't be done, EaselError where it
    fails, JobCancelled where `check` does.
    """
    started = time.monotonic()
    output = Path(request.output)
    if request.form == "compiled":
        _refuse_off_mac()
    check_output(output)
    source = open_source(Path(request.source), cache_dir, request.vae)
    plan = make_plan(request, source)
    check_loras(request.loras, source.model)
    needs.refuse_short_memory(needs.memory_needed(plan.largest), needs.memory_there())
    rewritten = request.chunk_unet or request.quantize_nbits or request.compress != "none"
    disk = needs.disk_needed(plan.weights, plan.largest, rewritten=bool(rewritten))
    needs.refuse_short_disk(disk, needs.disk_there(output))
    with new_folder(output) as folder:
        progress = ConversionProgress(job, emit, check, _phases(request, plan))
        work = _Work(request, source, plan, folder, progress)
        results = [work.convert(item) for item in plan.items]
        report = _report(request, plan, results, folder, time.monotonic() - started)
        if request.form == "compiled":
            _compile(results, folder, progress)
        tokenizer = source.tokenizer_folder()
        if tokenizer is not None:
            write_tokenizer(tokenizer, folder)
        write_json(folder / "easel.json", describe(request, source, plan, report))
        write_json(folder / REPORT, report)
        check()
    return finite(report | {"path": str(output)})


def _refuse_off_mac() -> None:
    if sys.platform != "darwin":
        raise BadInput("Compiled models can be made on a Mac only: choose the form “packages”.")


class _Work:
    """Converter of one item after another into `folder`."""

    def __init__(
        self,
        request: ConvertRequest,
        source: Source,
        plan: ConversionPlan,
        folder: Path,
        progress: ConversionProgress,
    ) -> None:
        self.request, self.source, self.plan = request, source, plan
        self.folder, self.progress = folder, progress

    def convert(self, item: ConversionItem) -> dict[str, Any]:
        """Convert, split, compress and check one part; return its entry in the report."""
        started = time.monotonic()
        self.progress.begin(item.title)
        part = self._build(item)
        self.progress.at(0.1)
        package = self.folder / self._file_name(item)
        to_package(
            part.module,
            part.inputs,
            part.outputs,
            package,
            target=self.request.min_deployment_target,
            full_precision=part.full_precision,
            halve=part.halve,
            report=lambda fraction: self.progress.at(0.1 + 0.9 * fraction),
        )
        inputs, outputs, expected = part.inputs, part.outputs, part.expected
        precision, largest = ("fp32" if part.full_precision else "fp16"), part.largest
        del part
        packages = self._cut(item, package)
        compression = self._compress(item, packages)
        entry: dict[str, Any] = {
            "part": item.part.partition(":")[0],
            "title": item.title,
            "files": [path.name for path in packages],
            "bytes": sum(_size(path) for path in packages),
            "precision": precision,
            "compression": compression,
        }
        if self.request.check:
            self.progress.begin(_check_of(item))
            decibels = compare(packages, inputs, outputs, expected, self.progress.check)
            entry |= _verdict(item, decibels, compression, precision)
            entry["largest_value"] = round(largest, 1)
            if largest > HALF_MAX and precision == "fp16":
                entry["note"] = Message(
                    "Its values reach {largest}, beyond what 16 bits hold ({most}): pictures may "
                    "come out black. Convert with a VAE that is mended for 16 bits.",
                    largest=f"{largest:,.0f}",
                    most=f"{HALF_MAX:,.0f}",
                )
        entry["seconds"] = round(time.monotonic() - started, 2)
        return entry

    def _build(self, item: ConversionItem) -> parts.ConversionPart:
        shape, check, source = self.plan.shape, self.request.check, self.source
        full = self.plan.vae_full_precision
        name = item.part
        if name.startswith("text_encoder"):
            penultimate = family_named(source.model.family).two_encoders
            return parts.text_encoder(self._merged(name), penultimate=penultimate, check=check)
        if name == "vae_decoder":
            return parts.vae_decoder(source.load("vae"), shape, full_precision=full, check=check)
        if name == "vae_encoder":
            return parts.vae_encoder(source.load("vae"), shape, full_precision=full, check=check)
        if name == "safety_checker":
            return parts.safety_checker(source.load(name), shape, check=check)
        if item.path is not None:
            net = load_controlnet(item.path, source.config("unet"))
            return parts.controlnet(net, shape, check=check)
        controlled = name == "control-unet"
        return parts.unet(self._merged("unet"), shape, controlled=controlled, check=check)

    def _merged(self, name: str) -> Any:
        """Return the part `name` with the LoRAs merged into its weights."""
        module = self.source.load(name)
        encoders = sum(part.startswith("text_encoder") for part in self.source.parts())
        merge_loras(name, module, self.request.loras, encoders)
        return module

    def _file_name(self, item: ConversionItem) -> str:
        if item.path is not None:
            return controlnet_name(item.part.partition(":")[2])
        return package_name(self.plan.name, item.part)

    def _cut(self, item: ConversionItem, package: Path) -> list[Path]:
        if not (self.request.chunk_unet and item.part in {"unet", "control-unet"}):
            return [package]
        self.progress.begin(_CUT)
        return bisect(package, self.progress.at)

    def _compress(self, item: ConversionItem, packages: list[Path]) -> str:
        nbits, linear = self.request.quantize_nbits, self.request.compress == "linear8"
        if item.part.partition(":")[0] not in _PALETTIZED or not (nbits or linear):
            return "none"
        self.progress.begin(_compression_of(item))
        for number, package in enumerate(packages):
            report = self._share(number, len(packages))
            if nbits:
                palettize(package, nbits, report)
            else:
                linear8(package, report)
        return f"palettized_{nbits}" if nbits else "linear8"

    def _share(self, number: int, count: int) -> Callable[[float], None]:
        return lambda fraction: self.progress.at((number + fraction) / count)


HALF_MAX = 65504.0
_CUT = Message("Cutting the UNet in two")
_COMPILE = Message("Compiling")


def _check_of(item: ConversionItem) -> Message:
    return Message("{part}: comparing with PyTorch", part=item.title)


def _compression_of(item: ConversionItem) -> Message:
    return Message("{part}: compressing", part=item.title)


def _compile(results: list[dict[str, Any]], folder: Path, progress: ConversionProgress) -> None:
    """Replace the packages by compiled models, in the report too."""
    progress.begin(_COMPILE)
    for number, entry in enumerate(results):
        packages = [folder / name for name in entry["files"]]
        compiled = compile_packages(entry["part"], packages, folder)
        entry["files"] = [path.relative_to(folder).as_posix() for path in compiled]
        progress.at((number + 1) / len(results))


def _phases(request: ConvertRequest, plan: ConversionPlan) -> list[tuple[Message, float]]:
    """Return the phases in order, with an estimate of each one's seconds."""
    phases: list[tuple[Message, float]] = []
    for item in plan.items:
        million = item.weights / 1e6
        phases.append((item.title, 6 + 0.09 * million))
        if request.chunk_unet and "unet" in item.part:
            phases.append((_CUT, 2 + 0.05 * million))
        if request.quantize_nbits or request.compress != "none":
            phases.append((_compression_of(item), 1 + 0.15 * million))
        if request.check:
            phases.append((_check_of(item), 2 + 0.05 * million))
    if request.form == "compiled":
        phases.append((_COMPILE, 30))
    return phases


def _verdict(
    item: ConversionItem, decibels: dict[str, float], compression: str, precision: str
) -> dict[str, Any]:
    """Return the part's PSNR in dB for the report. Raises EaselError if it is too low."""
    least = min(decibels.values())
    if least < LEAST_DB and compression == "none":
        raise EaselError(
            "The converted {item} differs too much from the original ({measured} dB, at least "
            "{needed} are needed): nothing was kept.",
            str(decibels),
            item=item.title,
            measured=f"{least:.1f}",
            needed=LEAST_DB,
        )
    verdict: dict[str, Any] = {"psnr": {name: round(value, 2) for name, value in decibels.items()}}
    if least < LEAST_DB:
        verdict["note"] = Message(
            "Below {least} dB: {compression} loses too much for this part.",
            least=LEAST_DB,
            compression=compression,
        )
    elif least < GOOD_DB and compression == "none":
        verdict["note"] = Message(
            "Below {least} dB, the usual for {precision}.",
            least=GOOD_DB,
            precision=precision,
        )
    return verdict


def _report(
    request: ConvertRequest,
    plan: ConversionPlan,
    results: list[dict[str, Any]],
    folder: Path,
    seconds: float,
) -> dict[str, Any]:
    height, width = plan.shape.pixels
    checked = {
        str(entry["title"]): min(entry["psnr"].values()) for entry in results if "psnr" in entry
    }
    return {
        "version": 1,
        "source": request.source,
        "name": plan.name,
        "size": [width, height],
        "attention": plan.shape.attention,
        "unet_batch": plan.shape.batch,
        "seconds": round(seconds, 1),
        "bytes": sum(entry["bytes"] for entry in results),
        "check": checked or None,
        "least_psnr": min(checked.values()) if checked else None,
        "parts": results,
        "neural_engine": neural_engine_report(folder),
    }


def _size(package: Path) -> int:
    return sum(path.stat().st_size for path in package.rglob("*") if path.is_file())

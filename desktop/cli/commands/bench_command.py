"""`easel bench`: time a model on this machine, beside published figures."""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable

import msgspec

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder, CommandParser
from desktop.cli.prompt_lines import given_prompt
from desktop.core.tasks import BenchRequest

from .generate_command import request_from
from .reported_job import report_of

PROMPT = "red apple"
"""The prompt if none is given; the time hardly depends on it."""
PUBLISHED = (
    ("SD 1.4, 512, 50 steps, Core ML, M1", 35.0),
    ("SD 1.4, 512, 50 steps, Core ML, M2", 23.0),
    ("SD 1.4, 512, 50 steps, Core ML, M1 Pro", 26.0),
    ("SD 1.4, 512, 50 steps, Core ML, M1 Max", 18.0),
    ("SD 1.4, 512, 50 steps, Core ML, M1 Ultra", 9.0),
    ("SD 2.1-base, 512, 20 steps, Core ML, M1 Ultra", 4.0),
    ("SD 2.1-base, 512, 20 steps, Core ML, M2 Ultra", 3.0),
    ("SDXL, 1024, 20 steps, Core ML, M1 Max", 46.0),
    ("SDXL, 1024, 20 steps, Core ML, M2 Ultra", 20.0),
)
"""Published seconds per picture, from the README's tables of apple/ml-stable-diffusion."""


def add_command(
    commands: CommandAdder, add_generation_options: Callable[[CommandParser], None]
) -> None:
    """Add `bench` to the parser, with the options of `generate`."""
    bench = commands.add_parser(
        "bench",
        text="time a model on this machine",
        about="Draws a picture several times and prints the median time.",
        examples=(
            "easel bench",
            "easel bench -i sd_xl_turbo_1.0_fp16 --steps 4 --runs 5 --compare",
        ),
    )
    add_generation_options(bench)
    bench.add_argument(
        "--runs", type=int, default=3, metavar="N", help="pictures that are timed (3)"
    )
    bench.add_argument("--compare", action="store_true", help="print published figures beside it")
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    bench.set_defaults(run=run)


def run(options: argparse.Namespace, context: CliContext) -> int:
    """Generate `runs` pictures after a warm-up, and print the median seconds."""
    if not options.preset and given_prompt(options) is None:
        options.prompt = PROMPT
    request = msgspec.structs.replace(request_from(options, context), count=1)
    task = BenchRequest(request=request, runs=max(1, options.runs))
    data = report_of(context, task)
    if options.json:
        print(json.dumps(data))
        return 0
    print(f"first picture: {data['first']:.2f} s")
    print(f"median of {task.runs}: {statistics.median(data['seconds']):.2f} s")
    print(f"a step: {statistics.median(data['seconds_per_step']):.3f} s")
    if options.compare:
        print("\nPublished, on other machines (seconds a picture):")
        for what, seconds in PUBLISHED:
            print(f"  {what}: {seconds:g}")
    return 0

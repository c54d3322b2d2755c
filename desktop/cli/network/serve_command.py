"""`easel serve` and `easel mcp`: Easel as the engine of other programs, off unless started."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder, CommandParser
from desktop.core.messages import Message
from desktop.models.requests.value_checks import whole

_VARIABLE = "EASEL_TOKEN"


def add_commands(commands: CommandAdder) -> None:
    """Add `serve` and `mcp` to the parser."""
    serve = commands.add_parser(
        "serve",
        text="draw for apps on this machine over HTTP",
        about="Answers OpenAI’s image API (/v1/images) and the part of A1111’s (/sdapi/v1) "
        "that chat apps call, on this machine only, until Ctrl-C. While the window is open, its "
        "queue takes the requests.",
        examples=("easel serve", "easel serve --port 0 --allow-host host.docker.internal"),
    )
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen")
    serve.add_argument("--port", type=int, default=7861, metavar="N", help="0: any free one")
    serve.add_argument(
        "--token",
        metavar="SECRET",
        help="what clients must show, also from EASEL_TOKEN; without it Easel makes one",
    )
    serve.add_argument(
        "--allow-host",
        dest="allowed_hosts",
        action="append",
        default=[],
        metavar="NAME",
        help="another name under which clients call, such as host.docker.internal",
    )
    _add_where(serve)
    serve.set_defaults(run=run_serve)
    mcp = commands.add_parser(
        "mcp",
        text="draw for an assistant on this machine (Model Context Protocol)",
        about="A Model Context Protocol server on stdin and stdout: no port, nothing leaves "
        "the machine. While the window is open, its queue takes the requests.",
        examples=("easel mcp",),
    )
    _add_where(mcp)
    mcp.set_defaults(run=run_mcp)


def _add_where(parser: CommandParser) -> None:
    parser.add_argument(
        "--where",
        choices=["free"],
        default="",
        help="free: each picture is drawn by whoever is free, this computer or a server that has "
        "the same model",
    )


def run_serve(options: argparse.Namespace, context: CliContext) -> int:
    """Serve until Ctrl-C."""
    from desktop.serve.access_token import checked_token, own_token
    from desktop.serve.http_server import HttpServer, listen, make_app

    given = options.token or os.environ.get(_VARIABLE, "")
    port = whole(Message("port"), options.port, 0, 65535)
    token = checked_token(given) if given else ""
    listening = listen(options.host, port, token_given=bool(given))
    with listening, _service(context, options.where) as service:
        token = token or own_token(context.app_paths.serve_token)
        hosts = frozenset(name.lower() for name in (options.host, *options.allowed_hosts))
        app = make_app(service, context.app_paths.inputs, token, hosts)
        server = HttpServer(app, listening)
        print(f"{server.address}/v1", flush=True)
        shown = f"token {token}" if not given else "the token that you gave"
        print(f"easel: {server.address} answers to {shown}. Ctrl-C ends it.", file=sys.stderr)
        server.run()
    return 0


def run_mcp(options: argparse.Namespace, context: CliContext) -> int:
    """Serve one MCP client on stdin and stdout until it hangs up."""
    from desktop.serve.mcp_server import run_on_stdio

    with _service(context, options.where) as service:
        run_on_stdio(service, context.app_paths, context.output_folder)
    return 0


@contextmanager
def _service(context: CliContext, where: str) -> Generator[Any]:
    """Yield the service over the window's engine, or over a child that ends with the block."""
    from desktop.serve.engine_choice import EngineChoice
    from desktop.serve.image_service import ImageService

    choice = EngineChoice(context.app_paths.window_socket, context.new_runner)
    service = ImageService(
        context.library,
        choice.runner,
        lambda: context.output_folder,
        context.app_paths.wildcards,
        spread=where == "free",
    )
    try:
        yield service
    finally:
        service.cancel_all()
        choice.close()

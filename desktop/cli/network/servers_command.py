"""`easel servers`: the servers that generate for Easel."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from desktop.cli.cli_context import CliContext
from desktop.cli.command_parser import CommandAdder, CommandParser
from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.server import Server
from desktop.process.window_link import WindowLink
from desktop.storage.settings_file import SettingsFile


def add_commands(commands: CommandAdder) -> None:
    """Add `servers` and its commands to the parser."""
    servers = commands.add_parser(
        "servers",
        text="draw on servers (ComfyUI, A1111, Forge): list, add, test and remove them",
        about="A server on another computer draws for Easel: ComfyUI, or what speaks A1111’s HTTP "
        "(A1111 and Forge with --api, stable-diffusion.cpp). Nothing is sent anywhere "
        "before a server was added, and each picture’s recipe says where it was drawn.",
        examples=(
            "easel servers add studio 192.168.1.20:8188",
            "easel servers add forge 192.168.1.21:7860",
            "easel servers test studio",
            "easel servers models studio",
            "easel generate 'a red apple' -i server:studio/sd_xl_base_1.0",
        ),
    )
    actions = servers.command_adder(title="actions", metavar="ACTION")
    listing = actions.add_parser(
        "list", text="list the servers that were added", examples=("easel servers list",)
    )
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=list_servers)
    _add_add(actions)
    _add_named(actions, "test", "say what answers: program, device, free memory, queue", test)
    _add_named(actions, "models", "list the models of a server", list_models)
    _add_named(actions, "remove", "forget a server and its token", remove)


def _add_add(actions: CommandAdder) -> None:
    add = actions.add_parser(
        "add",
        text="add a server, once it has answered",
        examples=(
            "easel servers add studio 192.168.1.20:8188",
            "easel servers add farm https://example.com/comfy --token",
        ),
    )
    _add_name(add)
    add.add_argument("address", metavar="ADDRESS", help="like 192.168.1.20:8188 or https://host")
    add.add_argument(
        "--token",
        action="store_true",
        help="read from stdin a token, user:password (A1111’s --api-auth), or lines like "
        "Name: value, to be sent along; it is kept in the keychain",
    )
    add.add_argument(
        "--any-certificate",
        action="store_true",
        help="trust its certificate, also a self-signed one",
    )
    add.set_defaults(run=add_server)


def _add_named(actions: CommandAdder, name: str, text: str, run: object) -> None:
    parser = actions.add_parser(name, text=text, examples=(f"easel servers {name} studio",))
    _add_name(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def _add_name(parser: CommandParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what you call the server")


def list_servers(options: argparse.Namespace, context: CliContext) -> int:
    """Print the servers, without contacting any."""
    servers = context.settings.servers
    if options.json:
        entries = [{"name": server.name, "address": server.address} for server in servers]
        print(json.dumps(entries, ensure_ascii=False, indent=2))
        return 0
    for server in servers:
        print(f"{server.name}  {server.address}")
    if not servers:
        print("easel: no server was added: easel servers add NAME ADDRESS", file=sys.stderr)
    return 0


def add_server(options: argparse.Namespace, context: CliContext) -> int:
    """Add a server that responds, and store its token."""
    from desktop.remote.protocol.server_address import checked_server

    settings = _settings(context)
    taken = tuple(server.name for server in settings.values.servers)
    server = checked_server(
        options.name, options.address, taken, any_certificate=options.any_certificate
    )
    token = _given_token() if options.token else ""
    directory = context.servers()
    print(_state(server, context, token))
    if token:
        directory.credentials.keep(server.address, token)
    settings.change(servers=(*settings.values.servers, server))
    return 0


def test(options: argparse.Namespace, context: CliContext) -> int:
    """Print a server's state."""
    server = context.servers().named(options.name)
    if not options.json:
        print(_state(server, context, None))
        return 0
    state = context.servers().test(server)
    print(
        json.dumps(
            {
                "program": state.program,
                "version": state.version,
                "device": state.device,
                "memory_free_bytes": state.free_bytes,
                "memory_bytes": state.total_bytes,
                "queue": state.queued,
                "models": state.models,
            },
            ensure_ascii=False,
            indent=2,
        )
    )
    return 0


def list_models(options: argparse.Namespace, context: CliContext) -> int:
    """Print the models and assets on a server."""
    reading = context.servers().read_one(options.name)
    if reading.error is not None:
        raise reading.error
    found = (*reading.contents.models, *reading.contents.assets)
    if options.json:
        print(json.dumps([thing.summary() for thing in found], ensure_ascii=False, indent=2))
        return 0
    for model in reading.contents.models:
        family = " ".join(part for part in (model.family, model.variant) if part)
        print(f"{model.path}  ({family})")
        if model.problem:
            print(f"    can’t be used: {model.problem}")
    for asset in reading.contents.assets:
        print(f"{asset.name}  ({asset.kind}, {asset.family})")
    return 0


def remove(options: argparse.Namespace, context: CliContext) -> int:
    """Forget a server."""
    settings = _settings(context)
    server = context.servers().named(options.name)
    context.servers().credentials.keep(server.address, "")
    settings.change(servers=tuple(one for one in settings.values.servers if one != server))
    return 0


def _settings(context: CliContext) -> SettingsFile:
    """Return the settings to change. Raise BadInput if the window has them open."""
    link = WindowLink.open(context.app_paths.window_socket)
    if link is not None:
        link.close()
        raise BadInput("Easel’s window is open: change the servers there, in Settings > Servers.")
    return SettingsFile(context.app_paths.settings)


def _given_token() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("token: ").strip()
    return sys.stdin.read(10_000).strip()


def _state(server: Server, context: CliContext, token: str | None) -> Message:
    """Return a server's state in one line. Raise EaselError if it does not respond."""
    state = context.servers().test(server, token)
    return Message("{name}: {state}", name=server.name, state=state.sentence())

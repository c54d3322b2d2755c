"""The Model Context Protocol server: what an assistant may ask of Easel, over the official SDK.

https://modelcontextprotocol.io; tools answer with a small picture that the assistant sees, and a
link to the file as it was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.from_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.types import Image
from mcp_types import ResourceLink

from desktop import __version__
from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Event, Finished, Step
from desktop.core.recipe import Recipe
from desktop.core.request import StartingImage
from desktop.models.requests.draft import Draft
from desktop.storage.app_paths import AppPaths
from desktop.storage.gallery.gallery_library import GalleryLibrary
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.metadata.reading import read_recipe

from .image_service import ImageService
from .job_ticket import JobTicket
from .wire import picture_as

T = TypeVar("T")
_ASKED_BY = "an assistant (MCP)"
_SHOWN_SIDE = 768
"""Pixels a side of the picture in an answer: clients refuse answers of over a megabyte."""
_MOST_FOUND = 50
_INSTRUCTIONS = (
    "Easel draws pictures from words on this computer. Call list_models before naming a model; "
    "without one the starter draws, which knows simple icons only. Drawing takes seconds to "
    "minutes. Pictures are kept in the user's gallery; links are files on this computer."
)


def run_on_stdio(service: ImageService, app_paths: AppPaths, output: Path) -> None:
    """Serve one client on stdin and stdout until it hangs up."""
    make_server(service, app_paths, output).run("stdio")


def make_server(service: ImageService, app_paths: AppPaths, output: Path) -> MCPServer[Any]:
    """The server with its tools; `output` is the gallery's folder."""
    server: MCPServer[Any] = MCPServer(
        "easel", title="Easel", version=__version__, instructions=_INSTRUCTIONS, log_level="ERROR"
    )
    tools = AssistantTools(service, app_paths, output)
    for tool in (tools.draw, tools.edit, tools.upscale):
        server.add_tool(tool, structured_output=False)
    for tool in (tools.list_models, tools.search_gallery, tools.read_recipe):
        server.add_tool(tool)
    return server


class AssistantTools:
    """The tools; their names, arguments and docstrings are what the assistant reads."""

    def __init__(self, service: ImageService, app_paths: AppPaths, output: Path) -> None:
        self._service = service
        self._gallery = GalleryLibrary(app_paths.index, lambda: [output], read_only=True)

    async def draw(
        self,
        ctx: Context[Any, Any],
        prompt: str,
        negative_prompt: str = "",
        model: str = "",
        width: int | None = None,
        height: int | None = None,
        steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        count: int = 1,
    ) -> list[Image | ResourceLink]:
        """Draw pictures from words. Sizes are in pixels; what is left out suits the model."""
        draft = Draft(
            prompt=prompt,
            negative_prompt=negative_prompt or None,
            width=width,
            height=height,
            steps=steps,
            guidance_scale=guidance_scale,
            seed=seed,
            count=count,
        )
        return await self._pictures(
            ctx, partial(self._service.draw, draft, model, asked_by=_ASKED_BY)
        )

    async def edit(
        self,
        ctx: Context[Any, Any],
        picture: str,
        prompt: str,
        strength: float = 0.75,
        mask: str = "",
        negative_prompt: str = "",
        model: str = "",
        steps: int | None = None,
        seed: int | None = None,
    ) -> list[Image | ResourceLink]:
        """Draw anew from a picture file: strength 0 keeps it, 1 forgets it.

        With `mask` (a black and white picture file) only its white parts are drawn.
        """
        start = StartingImage(
            path=_file(picture), strength=strength, mask=_file(mask) if mask else None
        )
        draft = Draft(
            prompt=prompt,
            negative_prompt=negative_prompt or None,
            steps=steps,
            seed=seed,
            starting_image=start,
        )
        return await self._pictures(
            ctx, partial(self._service.draw, draft, model, asked_by=_ASKED_BY)
        )

    async def upscale(
        self, ctx: Context[Any, Any], picture: str, upscaler: str = ""
    ) -> list[Image | ResourceLink]:
        """Enlarge a picture file with an upscaler of the user's, by its name in `list_models`."""
        work = partial(self._service.upscale, Path(_file(picture)), upscaler, asked_by=_ASKED_BY)
        return await self._pictures(ctx, work)

    async def list_models(self) -> list[dict[str, Any]]:
        """The models that can draw: name, family, usual size and steps, and upscalers.

        A name like `server:NAME/MODEL` is one of a server of the user's.
        """
        found = await _in_thread(self._service.found)
        models = [
            {
                "name": model.reference,
                "server": model.server,
                "kind": "model",
                "family": model.family,
                "width": model.defaults.width,
                "height": model.defaults.height,
                "steps": model.defaults.steps,
                "good_at": str(model.good_at),
            }
            for model in found.models
        ]
        upscalers = [{"name": a.reference, "kind": "upscaler"} for a in found.of_kind("upscaler")]
        return [*models, *upscalers]

    async def search_gallery(self, words: str = "", most: int = 10) -> list[dict[str, Any]]:
        """Find pictures that Easel drew, newest first, by words of prompt, model or name."""

        def find() -> list[dict[str, Any]]:
            paths = self._gallery.paths(GalleryQuery(text=words))
            rows = self._gallery.rows_at(paths[: max(1, min(most, _MOST_FOUND))])
            return [
                {"path": str(row.path), "prompt": row.prompt, "model": row.model} for row in rows
            ]

        return await _in_thread(find)

    async def read_recipe(self, picture: str) -> dict[str, Any]:
        """How a picture was made: prompt, model, seed and settings, whichever program drew it."""

        def read() -> dict[str, Any]:
            found = read_recipe(Path(_file(picture)))
            return (found.recipe if found else Recipe({})).as_dict()

        return await _in_thread(read)

    async def _pictures(
        self, ctx: Context[Any, Any], work: Callable[..., list[Finished]]
    ) -> list[Image | ResourceLink]:
        """Do `work` and show what came of it; a client that calls off stops the job."""
        ticket = JobTicket()

        def watch(event: Event) -> None:
            if isinstance(event, Step) and not ticket.cancelled:
                done = event.index * event.steps + event.step
                words = f"step {event.step} of {event.steps}"
                try:
                    anyio.from_thread.run(
                        ctx.report_progress, done, event.count * event.steps, words
                    )
                except (RuntimeError, anyio.BrokenResourceError, anyio.ClosedResourceError):
                    ticket.cancel()  # the client has gone

        try:
            pictures = await _in_thread(partial(work, watch=watch, ticket=ticket))
        except anyio.get_cancelled_exc_class():
            ticket.cancel()
            raise
        blocks: list[Image | ResourceLink] = []
        for done in pictures:
            path = Path(done.path)
            blocks.append(Image(data=picture_as(path, "jpeg", _SHOWN_SIDE), format="jpeg"))
            blocks.append(_link(path))
        return blocks


def _link(path: Path) -> ResourceLink:
    return ResourceLink(
        type="resource_link",
        name=path.name,
        uri=path.as_uri(),
        mime_type="image/png",
        size=path.stat().st_size,
    )


def _file(name: str) -> str:
    path = Path(name.removeprefix("file://")).expanduser().absolute()
    if not path.is_file():
        raise ToolError(str(BadInput("There is no picture at {path}.", path=path).message))
    return str(path)


async def _in_thread(work: Callable[[], T]) -> T:
    """`work` on a thread; its sentence as the tool's error. A cancelled caller doesn't wait."""
    try:
        return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    except EaselError as error:
        raise ToolError(str(error.message)) from error

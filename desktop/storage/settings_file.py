"""The user's preferences: typed values, each declared once with its title."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.names import composed
from desktop.core.server import Server
from desktop.core.tasks import PictureForm
from desktop.files.atomic import set_aside, sweep_temporaries, write_atomically
from desktop.files.bounded import MOST_JSON, UnreadableError, parse_json, read_bytes
from desktop.files.disk_errors import disk_error

from .pictures.name_template import file_name

logger = logging.getLogger(__name__)
SETTINGS_VERSION = 1


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings with their defaults; `title_of` returns a setting's title."""

    version: int = SETTINGS_VERSION
    model_folders: Annotated[
        tuple[str, ...],
        Meta(
            title="Model folders",
            description="Folders in which Easel looks for models, besides its own.",
        ),
    ] = ()
    output_folder: Annotated[
        str,
        Meta(
            title="Output folder",
            description="Where new pictures are saved. Empty: the folder Easel in Pictures.",
        ),
    ] = ""
    gallery_folders: Annotated[
        tuple[str, ...],
        Meta(
            title="Gallery folders",
            description="More folders whose pictures the gallery shows.",
        ),
    ] = ()
    default_model: Annotated[
        str,
        Meta(
            title="Default model",
            description="The model that is chosen when Easel starts. Empty: the starter model.",
        ),
    ] = ""
    language: Annotated[
        Literal["", "en", "ko"],
        Meta(title="Language", description="Empty: the system’s language."),
    ] = ""
    appearance: Annotated[
        Literal["", "light", "dark"],
        Meta(title="Appearance", description="Light or dark. Empty: as the system."),
    ] = ""
    picture_format: Annotated[
        Literal["png", "jpeg", "webp"],
        Meta(title="Picture format", description="The file format of new pictures."),
    ] = "png"
    picture_name: Annotated[
        str,
        Meta(
            title="File names",
            description="The pattern of new pictures’ names. Empty: {prompt}-{seed}.",
        ),
    ] = ""
    previews: Annotated[
        bool,
        Meta(title="Previews", description="Show the picture while it is drawn."),
    ] = True
    complete_words: Annotated[
        bool,
        Meta(
            title="Complete words",
            description="Offer known words and names while a prompt is typed.",
        ),
    ] = True
    sound: Annotated[
        bool,
        Meta(title="Sound", description="Play a sound when a picture is ready."),
    ] = False
    low_memory: Annotated[
        bool,
        Meta(
            title="Save memory",
            description="Keep less of a model in memory; pictures take longer.",
        ),
    ] = False
    notifications: Annotated[
        Literal["off", "on", "away"],
        Meta(
            title="Notifications",
            description="When to tell that a picture is ready; away: another app is in front.",
        ),
    ] = "away"
    keep_awake: Annotated[
        bool,
        Meta(title="Stay awake", description="Don’t let the computer sleep while a job runs."),
    ] = True
    keep_awake_on_battery: Annotated[
        bool,
        Meta(title="Stay awake on battery", description="Also while it isn’t plugged in."),
    ] = False
    serve: Annotated[
        bool,
        Meta(
            title="Draw for other apps",
            description="Answer other apps on this computer while the window is open.",
        ),
    ] = False
    serve_port: Annotated[
        int,
        Meta(ge=1024, le=65535, title="Port", description="Where other apps find Easel."),
    ] = 7861
    servers: Annotated[
        tuple[Server, ...],
        Meta(
            title="Servers",
            description="Other computers that draw for Easel; their tokens are in the keychain.",
        ),
    ] = ()
    coreml_cache_limit_gb: Annotated[
        float,
        Meta(
            ge=0,
            le=10_000,
            title="Core ML cache",
            description="Most space in GB for compiled models; the oldest are compiled again.",
        ),
    ] = 20.0


def picture_form(settings: Settings) -> PictureForm:
    """Return the form of new pictures' files; an unusable name pattern is left out."""
    template = settings.picture_name
    try:
        file_name(template, {}, name="name", number=1)
    except BadInput:
        template = ""
    return PictureForm(format=settings.picture_format, template=template)


def folder_among(path: Path, folders: Iterable[str]) -> str | None:
    """Return the one of `folders` that is the folder at `path`, in any spelling; else None.

    If both exist the file system decides, which may ignore case or Unicode composition. If a disk
    is disconnected, the paths are compared, with links resolved.
    """
    return next((folder for folder in folders if _is_same(Path(folder), path)), None)


def _is_same(one: Path, other: Path) -> bool:
    one, other = one.expanduser(), other.expanduser()
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return composed(os.path.realpath(one)) == composed(os.path.realpath(other))


def title_of(name: str) -> str:
    """Return the title of the setting `name`. Raises KeyError for an unknown one."""
    metas: tuple[Meta, ...] = getattr(_fields()[name].type, "__metadata__", ())
    return next((meta.title for meta in metas if meta.title), "")


def _fields() -> dict[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(Settings)}


class SettingsFile:
    """The settings and their file.

    `notice` is a message for the user where the file could not be taken as it was. With `read_only`
    (a file from a newer Easel) changes last until the app ends, and the file stays as it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values = Settings()
        self.notice: Message | None = None
        self.read_only = False
        self._unknown: dict[str, Any] = {}
        self._load()

    def change(self, **values: Any) -> Settings:
        """Set some settings and save the file. Raises EaselError where it can't be saved.

        The change holds until the app ends even then. Raises KeyError for an unknown setting and
        msgspec.ValidationError for a wrong value; nothing is changed then.
        """
        known = _fields()
        for name, value in values.items():
            msgspec.convert(value, known[name].type)
        self.values = msgspec.structs.replace(self.values, **values)
        logger.info("Settings changed: %s", ", ".join(values))
        if not self.read_only:
            self._save()
        return self.values

    def add_model_folders(self, *paths: Path, own: Path) -> None:
        """Add `paths` to the model folders, except those already included.

        `own` is Easel's own model folder. Raises EaselError where the file can't be saved; the
        change holds until the app ends even then.
        """
        folders = self.values.model_folders
        for path in paths:
            if folder_among(path, (str(own), *folders)) is None:
                folders = (*folders, str(path.absolute()))
        if folders != self.values.model_folders:
            self.change(model_folders=folders)

    def _save(self) -> None:
        content = {**self._unknown, **msgspec.to_builtins(self.values)}
        data = msgspec.json.format(msgspec.json.encode(content), indent=2)
        try:
            write_atomically(self.path, data + b"\n")
        except OSError as error:
            raise disk_error(error, self.path, Message("save the settings")) from error

    def _load(self) -> None:
        sweep_temporaries(self.path.parent)
        try:
            content = parse_json(read_bytes(self.path, MOST_JSON))
        except FileNotFoundError:
            return
        except OSError as error:
            self.notice = disk_error(error, self.path, Message("read the settings")).message
            self.read_only = True
            return
        except UnreadableError:
            content = None
        if not isinstance(content, dict):
            self._put_aside(Message("The settings file was damaged"))
            return
        self._take(cast("dict[str, Any]", content))

    def _take(self, content: dict[str, Any]) -> None:
        version = content.get("version", SETTINGS_VERSION)
        newer = isinstance(version, int) and version > SETTINGS_VERSION
        good: dict[str, Any] = {}
        bad: list[str] = []
        for name, field in _fields().items():
            if name not in content or name == "version":
                continue
            try:
                good[name] = _without_nul(msgspec.convert(content[name], field.type))
            except (msgspec.ValidationError, ValueError):
                bad.append(title_of(name))
        self.values = Settings(**good)
        self._unknown = {key: content[key] for key in content if key not in _fields()}
        if newer:
            self.read_only = True
            self.notice = Message(
                "The settings were written by a newer Easel: they are left as they are, and "
                "changes made here are forgotten when Easel ends."
            )
        elif bad:
            self._put_aside(Message("Some settings were damaged ({names})", names=tuple(bad)))

    def _put_aside(self, what: Message) -> None:
        try:
            aside = set_aside(self.path)
        except OSError as error:
            self.read_only = True
            self.notice = Message(
                "{what}, and Easel couldn’t set the file aside ({reason}).",
                what=what,
                reason=error.strerror or str(error),
            )
            return
        self.notice = Message(
            "{what}: Easel starts with the defaults for it and kept it as “{aside}”.",
            what=what,
            aside=aside,
        )


def _without_nul(value: Any) -> Any:
    """Return `value`. Raises ValueError for a path with NUL, which no file can have."""
    if "\\u0000" in msgspec.json.encode(value).decode():
        raise ValueError("a text with NUL")
    return value

"""The menu bar and every shortcut, declared as data and built once for the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
        """Mark `text` for lupdate (PySide6's own stub says that it returns `object`)."""
        ...
else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

_Role = QAction.MenuRole
_CONTEXT = "Actions"


@dataclass(frozen=True)
class Spec:
    """One entry of the menu bar. `keys` in Qt's portable form: Ctrl is Cmd on a Mac.

    Keys in `view_keys` act only while the gallery has the focus (they would type elsewhere);
    the gallery handles them itself, and Help lists them.
    """

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    view_keys: tuple[str, ...] = ()
    checkable: bool = False
    role: QAction.MenuRole = _Role.NoRole
    separator_before: bool = False


_FILE, _EDIT, _VIEW, _IMAGE, _MODELS, _WINDOW, _HELP = (
    QT_TRANSLATE_NOOP("Actions", "File"),
    QT_TRANSLATE_NOOP("Actions", "Edit"),
    QT_TRANSLATE_NOOP("Actions", "View"),
    QT_TRANSLATE_NOOP("Actions", "Image"),
    QT_TRANSLATE_NOOP("Actions", "Models"),
    QT_TRANSLATE_NOOP("Actions", "Window"),
    QT_TRANSLATE_NOOP("Actions", "Help"),
)
MENUS = (_FILE, _EDIT, _VIEW, _IMAGE, _MODELS, _WINDOW, _HELP)

SPECS: tuple[Spec, ...] = (
    Spec("import", _FILE, QT_TRANSLATE_NOOP("Actions", "Use Settings of a Picture…"), ("Ctrl+I",)),
    Spec(
        "save_as",
        _FILE,
        QT_TRANSLATE_NOOP("Actions", "Save Picture As…"),
        ("Ctrl+S",),
        separator_before=True,
    ),
    Spec("save_all", _FILE, QT_TRANSLATE_NOOP("Actions", "Save Selected To…"), ("Ctrl+Alt+S",)),
    Spec("reveal", _FILE, QT_TRANSLATE_NOOP("Actions", "Show in Finder"), ("Ctrl+Shift+R",)),
    Spec(
        "preferences",
        _FILE,
        QT_TRANSLATE_NOOP("Actions", "Preferences…"),
        ("Ctrl+,",),
        role=_Role.PreferencesRole,
        separator_before=True,
    ),
    Spec("close", _FILE, QT_TRANSLATE_NOOP("Actions", "Close Window"), ("Ctrl+W",)),
    Spec(
        "quit",
        _FILE,
        QT_TRANSLATE_NOOP("Actions", "Quit Easel"),
        ("Ctrl+Q",),
        role=_Role.QuitRole,
    ),
    Spec("undo", _EDIT, QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",)),
    Spec("redo", _EDIT, QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z",)),
    Spec("cut", _EDIT, QT_TRANSLATE_NOOP("Actions", "Cut"), ("Ctrl+X",), separator_before=True),
    Spec("copy", _EDIT, QT_TRANSLATE_NOOP("Actions", "Copy"), ("Ctrl+C",)),
    Spec("paste", _EDIT, QT_TRANSLATE_NOOP("Actions", "Paste"), ("Ctrl+V",)),
    Spec("select_all", _EDIT, QT_TRANSLATE_NOOP("Actions", "Select All"), ("Ctrl+A",)),
    Spec(
        "find",
        _EDIT,
        QT_TRANSLATE_NOOP("Actions", "Find"),
        ("Ctrl+F",),
        separator_before=True,
    ),
    Spec("show_queue", _VIEW, QT_TRANSLATE_NOOP("Actions", "Queue"), ("Ctrl+0",)),
    Spec(
        "show_sidebar",
        _VIEW,
        QT_TRANSLATE_NOOP("Actions", "Controls"),
        ("Ctrl+1",),
        checkable=True,
    ),
    Spec(
        "show_inspector",
        _VIEW,
        QT_TRANSLATE_NOOP("Actions", "Inspector"),
        ("Ctrl+2",),
        checkable=True,
    ),
    Spec(
        "larger",
        _VIEW,
        QT_TRANSLATE_NOOP("Actions", "Larger Tiles"),
        ("Ctrl+=", "Ctrl++"),
        separator_before=True,
    ),
    Spec("smaller", _VIEW, QT_TRANSLATE_NOOP("Actions", "Smaller Tiles"), ("Ctrl+-",)),
    Spec(
        "sort_newest",
        _VIEW,
        QT_TRANSLATE_NOOP("Actions", "Newest First"),
        checkable=True,
        separator_before=True,
    ),
    Spec("sort_oldest", _VIEW, QT_TRANSLATE_NOOP("Actions", "Oldest First"), checkable=True),
    Spec("sort_name", _VIEW, QT_TRANSLATE_NOOP("Actions", "By Name"), checkable=True),
    Spec("sort_seed", _VIEW, QT_TRANSLATE_NOOP("Actions", "By Seed"), checkable=True),
    Spec("sort_model", _VIEW, QT_TRANSLATE_NOOP("Actions", "By Model"), checkable=True),
    Spec(
        "full_screen",
        _VIEW,
        QT_TRANSLATE_NOOP("Actions", "Full Screen"),
        ("Ctrl+Meta+F", "F11"),
        separator_before=True,
    ),
    Spec(
        "generate",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Generate"),
        ("Ctrl+Return", "Ctrl+Enter", "Ctrl+G"),
    ),
    Spec(
        "generate_first",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Generate First"),
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
    ),
    Spec("cancel", _IMAGE, QT_TRANSLATE_NOOP("Actions", "Cancel"), ("Ctrl+.", "Esc")),
    Spec(
        "quick_look",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Quick Look"),
        ("Ctrl+Y",),
        view_keys=("Space",),
        separator_before=True,
    ),
    Spec(
        "use_settings",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Use All Settings"),
        ("Ctrl+U",),
    ),
    Spec(
        "copy_settings",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"),
        ("Ctrl+Shift+C",),
    ),
    Spec(
        "start_image",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"),
        ("Ctrl+E",),
    ),
    Spec(
        "trash",
        _IMAGE,
        QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
        ("Ctrl+Backspace", "Ctrl+Del"),
        separator_before=True,
    ),
    Spec("model_folders", _MODELS, QT_TRANSLATE_NOOP("Actions", "Model Folders…")),
    Spec("refresh_models", _MODELS, QT_TRANSLATE_NOOP("Actions", "Look Again"), ("Ctrl+R",)),
    Spec("reveal_model", _MODELS, QT_TRANSLATE_NOOP("Actions", "Show Model in Finder")),
    Spec("minimise", _WINDOW, QT_TRANSLATE_NOOP("Actions", "Minimise"), ("Ctrl+M",)),
    Spec("zoom", _WINDOW, QT_TRANSLATE_NOOP("Actions", "Zoom")),
    Spec("shortcuts", _HELP, QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts"), ("Ctrl+Shift+/",)),
    Spec("about", _HELP, QT_TRANSLATE_NOOP("Actions", "About Easel"), role=_Role.AboutRole),
)


class Actions(QObject):
    """The window's QActions by name; whoever owns the work connects to `triggered`."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(_translated(spec.text), window)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(spec.checkable)
            action.setMenuRole(spec.role)
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def fill_menu_bar(self, window: QMainWindow) -> None:
        """Put the actions into the menu bar, in the order of the table."""
        menus: dict[str, QMenu] = {}
        for title in MENUS:
            menus[title] = window.menuBar().addMenu(_translated(title))
        for spec in SPECS:
            if spec.separator_before:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self._actions[spec.name])


def shortcut_lines() -> list[tuple[str, str]]:
    """What each action is called and its keys as this system writes them, for Help."""
    lines: list[tuple[str, str]] = []
    for spec in SPECS:
        keys = [QKeySequence(k) for k in (*spec.keys[:2], *spec.view_keys)]
        if keys:
            native = QKeySequence.SequenceFormat.NativeText
            text = "  ".join(dict.fromkeys(key.toString(native) for key in keys))
            lines.append((_translated(spec.text), text))
    return lines


def _translated(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)

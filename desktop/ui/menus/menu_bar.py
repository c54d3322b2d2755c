"""The menu bar as data.

To add an entry: put a `MenuEntry` into its menu and connect `actions["its name"].triggered` where
the work is done. Its shortcut, its line in Help, the collision test and being off without the
chosen pictures that it needs follow automatically.
"""

import sys

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .image_menu import IMAGE_MENU
from .menu_entry import Menu, MenuEntry, Role, for_pictures

__all__ = ["MENUS", "SPECS", "Menu", "MenuEntry"]

_SHOW = QT_TRANSLATE_NOOP("Actions", "Show in Folder")
_SHOW_MODEL = QT_TRANSLATE_NOOP("Actions", "Show Model in Folder")
if sys.platform == "darwin":
    _SHOW = QT_TRANSLATE_NOOP("Actions", "Show in Finder")
    _SHOW_MODEL = QT_TRANSLATE_NOOP("Actions", "Show Model in Finder")

APP_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Easel"),
    (
        MenuEntry("about", QT_TRANSLATE_NOOP("Actions", "About Easel"), role=Role.AboutRole),
        MenuEntry(
            "check_updates",
            QT_TRANSLATE_NOOP("Actions", "Check for Updates…"),
            role=Role.ApplicationSpecificRole,
        ),
        MenuEntry(
            "preferences",
            QT_TRANSLATE_NOOP("Actions", "Settings…"),
            ("Ctrl+,",),
            role=Role.PreferencesRole,
            separator_before=True,
        ),
        MenuEntry(
            "quit",
            QT_TRANSLATE_NOOP("Actions", "Quit Easel"),
            ("Ctrl+Q",),
            role=Role.QuitRole,
            separator_before=True,
        ),
    ),
    is_app=True,
)

FILE_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "File"),
    (
        MenuEntry(
            "import", QT_TRANSLATE_NOOP("Actions", "Use Settings of a Picture…"), ("Ctrl+I",)
        ),
        for_pictures(
            "save_as",
            QT_TRANSLATE_NOOP("Actions", "Save Picture As…"),
            ("Ctrl+S",),
            separator_before=True,
        ),
        for_pictures("export", QT_TRANSLATE_NOOP("Actions", "Export…"), ("Ctrl+Shift+E",)),
        for_pictures("contact_sheet", QT_TRANSLATE_NOOP("Actions", "Contact Sheet…")),
        for_pictures("share", QT_TRANSLATE_NOOP("Actions", "Share…")),
        for_pictures("reveal", _SHOW, ("Ctrl+Shift+R",)),
        MenuEntry(
            "add_folder",
            QT_TRANSLATE_NOOP("Actions", "Add a Folder to the Gallery…"),
            separator_before=True,
        ),
        MenuEntry(
            "close",
            QT_TRANSLATE_NOOP("Actions", "Close Window"),
            ("Ctrl+W",),
            separator_before=True,
        ),
    ),
)

# A Mac finds the roles of Cut, Copy, Paste and Select All by their text: only with it do they
# reach the text fields of the system's own panels. See packaging/translations.py: mac_ko.ts.
EDIT_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Edit"),
    (
        MenuEntry("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",)),
        MenuEntry("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z",)),
        MenuEntry(
            "cut",
            QT_TRANSLATE_NOOP("Actions", "Cut"),
            ("Ctrl+X",),
            role=Role.TextHeuristicRole,
            separator_before=True,
        ),
        MenuEntry(
            "copy",
            QT_TRANSLATE_NOOP("Actions", "Copy"),
            ("Ctrl+C",),
            role=Role.TextHeuristicRole,
        ),
        MenuEntry(
            "paste",
            QT_TRANSLATE_NOOP("Actions", "Paste"),
            ("Ctrl+V",),
            role=Role.TextHeuristicRole,
        ),
        MenuEntry(
            "select_all",
            QT_TRANSLATE_NOOP("Actions", "Select All"),
            ("Ctrl+A",),
            role=Role.TextHeuristicRole,
        ),
        MenuEntry("find", QT_TRANSLATE_NOOP("Actions", "Find"), ("Ctrl+F",), separator_before=True),
    ),
)

_SORT = QT_TRANSLATE_NOOP("Actions", "Sort Pictures")

VIEW_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "View"),
    (
        MenuEntry(
            "live", QT_TRANSLATE_NOOP("Actions", "Live Drawing"), ("Ctrl+L",), checkable=True
        ),
        MenuEntry("show_queue", QT_TRANSLATE_NOOP("Actions", "Queue"), ("Ctrl+0",)),
        MenuEntry(
            "show_sidebar", QT_TRANSLATE_NOOP("Actions", "Controls"), ("Ctrl+1",), checkable=True
        ),
        MenuEntry(
            "show_inspector", QT_TRANSLATE_NOOP("Actions", "Inspector"), ("Ctrl+2",), checkable=True
        ),
        MenuEntry(
            "larger",
            QT_TRANSLATE_NOOP("Actions", "Larger Tiles"),
            ("Ctrl+=", "Ctrl++"),
            separator_before=True,
        ),
        MenuEntry("smaller", QT_TRANSLATE_NOOP("Actions", "Smaller Tiles"), ("Ctrl+-",)),
        MenuEntry(
            "sort_newest",
            QT_TRANSLATE_NOOP("Actions", "Newest First"),
            checkable=True,
            group="sort",
            submenu=_SORT,
            separator_before=True,
        ),
        MenuEntry(
            "sort_oldest",
            QT_TRANSLATE_NOOP("Actions", "Oldest First"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_name",
            QT_TRANSLATE_NOOP("Actions", "By Name"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_seed",
            QT_TRANSLATE_NOOP("Actions", "By Seed"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_model",
            QT_TRANSLATE_NOOP("Actions", "By Model"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "sort_stars",
            QT_TRANSLATE_NOOP("Actions", "By Rating"),
            checkable=True,
            group="sort",
            submenu=_SORT,
        ),
        MenuEntry(
            "show_filters",
            QT_TRANSLATE_NOOP("Actions", "Filters"),
            ("Ctrl+Shift+F",),
            checkable=True,
        ),
        MenuEntry(
            "full_screen",
            QT_TRANSLATE_NOOP("Actions", "Enter Full Screen"),
            ("Ctrl+Meta+F", "F11"),
            separator_before=True,
        ),
    ),
)

MODELS_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Models"),
    (
        MenuEntry("get_models", QT_TRANSLATE_NOOP("Actions", "Get Models…"), ("Ctrl+Shift+M",)),
        MenuEntry("installed_models", QT_TRANSLATE_NOOP("Actions", "Installed Models")),
        MenuEntry("downloads", QT_TRANSLATE_NOOP("Actions", "Downloads"), ("Ctrl+Alt+L",)),
        MenuEntry(
            "model_info",
            QT_TRANSLATE_NOOP("Actions", "Model Info…"),
            ("Ctrl+Alt+I",),
            separator_before=True,
        ),
        MenuEntry("convert_model", QT_TRANSLATE_NOOP("Actions", "Convert to Core ML…")),
        MenuEntry("shrink_model", QT_TRANSLATE_NOOP("Actions", "Make It Smaller")),
        MenuEntry(
            "model_folders", QT_TRANSLATE_NOOP("Actions", "Model Folders…"), separator_before=True
        ),
        MenuEntry(
            "refresh_models", QT_TRANSLATE_NOOP("Actions", "Rescan Model Folders"), ("Ctrl+R",)
        ),
        MenuEntry("reveal_model", _SHOW_MODEL),
    ),
)

WINDOW_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Window"),
    (
        MenuEntry("minimise", QT_TRANSLATE_NOOP("Actions", "Minimize"), ("Ctrl+M",)),
        MenuEntry("zoom", QT_TRANSLATE_NOOP("Actions", "Zoom")),
    ),
)

HELP_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Help"),
    (
        MenuEntry("manual", QT_TRANSLATE_NOOP("Actions", "Easel Help"), ("Ctrl+?",)),
        MenuEntry("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard Shortcuts"), ("Ctrl+/",)),
        MenuEntry("welcome", QT_TRANSLATE_NOOP("Actions", "Welcome to Easel")),
        MenuEntry(
            "copy_diagnostics",
            QT_TRANSLATE_NOOP("Actions", "Copy Diagnostics"),
            separator_before=True,
        ),
        MenuEntry("show_logs", QT_TRANSLATE_NOOP("Actions", "Show Logs")),
    ),
)

MENUS: tuple[Menu, ...] = (
    APP_MENU,
    FILE_MENU,
    EDIT_MENU,
    VIEW_MENU,
    IMAGE_MENU,
    MODELS_MENU,
    WINDOW_MENU,
    HELP_MENU,
)
SPECS: tuple[MenuEntry, ...] = tuple(spec for menu in MENUS for spec in menu.specs)

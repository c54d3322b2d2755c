"""The menu bar as data.

To add an entry: put a `MenuEntry` into its menu and connect `actions["its name"].triggered` where
the work is done. Its shortcut, its line in Help and the collision test follow automatically.
"""

import sys

from desktop.ui.i18n.translate_noop import QT_TRANSLATE_NOOP

from .menu_entry import Menu, MenuEntry, Role

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
        MenuEntry(
            "save_as",
            QT_TRANSLATE_NOOP("Actions", "Save Picture As…"),
            ("Ctrl+S",),
            separator_before=True,
        ),
        MenuEntry("export", QT_TRANSLATE_NOOP("Actions", "Export…"), ("Ctrl+Shift+E",)),
        MenuEntry("contact_sheet", QT_TRANSLATE_NOOP("Actions", "Contact Sheet…")),
        MenuEntry("share", QT_TRANSLATE_NOOP("Actions", "Share…")),
        MenuEntry("reveal", _SHOW, ("Ctrl+Shift+R",)),
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

_RATING = QT_TRANSLATE_NOOP("Actions", "Rating")
_TAGS = QT_TRANSLATE_NOOP("Actions", "Tags")


def _stars(number: int, text: str) -> MenuEntry:
    return MenuEntry(
        f"stars_{number}",
        text,
        view_keys=(str(number),),
        checkable=True,
        submenu=_RATING,
        separator_before=number == 0,
    )


def _tag(name: str, text: str) -> MenuEntry:
    return MenuEntry(f"tag_{name}", text, checkable=True, submenu=_TAGS)


IMAGE_MENU = Menu(
    QT_TRANSLATE_NOOP("Actions", "Image"),
    (
        MenuEntry(
            "generate",
            QT_TRANSLATE_NOOP("Actions", "Generate"),
            ("Ctrl+Return", "Ctrl+Enter", "Ctrl+G"),
        ),
        MenuEntry(
            "generate_first",
            QT_TRANSLATE_NOOP("Actions", "Generate First"),
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        ),
        MenuEntry(
            "cancel",
            QT_TRANSLATE_NOOP("Actions", "Cancel"),
            ("Ctrl+.",),
        ),
        MenuEntry(
            "keep_live", QT_TRANSLATE_NOOP("Actions", "Keep Live Picture"), ("Ctrl+Shift+L",)
        ),
        MenuEntry(
            "open",
            QT_TRANSLATE_NOOP("Actions", "Open"),
            view_keys=("Return",),
            separator_before=True,
        ),
        MenuEntry(
            "quick_look",
            QT_TRANSLATE_NOOP("Actions", "Quick Look"),
            ("Ctrl+Y",),
            view_keys=("Space",),
        ),
        MenuEntry("compare", QT_TRANSLATE_NOOP("Actions", "Compare"), ("Ctrl+Shift+K",)),
        MenuEntry(
            "compare_original",
            QT_TRANSLATE_NOOP("Actions", "Compare with Its Original"),
            ("Ctrl+Alt+K",),
        ),
        MenuEntry("show_origin", QT_TRANSLATE_NOOP("Actions", "Show Origin"), ("Ctrl+Alt+O",)),
        MenuEntry(
            "show_outcome",
            QT_TRANSLATE_NOOP("Actions", "Show What Came of It"),
            ("Ctrl+Alt+Shift+O",),
        ),
        MenuEntry("use_settings", QT_TRANSLATE_NOOP("Actions", "Use All Settings"), ("Ctrl+U",)),
        MenuEntry(
            "copy_settings",
            QT_TRANSLATE_NOOP("Actions", "Copy Settings as Text"),
            ("Ctrl+Shift+C",),
        ),
        MenuEntry(
            "edit_picture", QT_TRANSLATE_NOOP("Actions", "Edit This Picture"), ("Ctrl+Alt+E",)
        ),
        MenuEntry(
            "use_reference", QT_TRANSLATE_NOOP("Actions", "Use as Reference"), ("Ctrl+Alt+R",)
        ),
        MenuEntry("paint_mask", QT_TRANSLATE_NOOP("Actions", "Paint a Mask…"), ("Ctrl+Shift+P",)),
        MenuEntry(
            "more_like_this", QT_TRANSLATE_NOOP("Actions", "More Like This…"), ("Ctrl+Alt+V",)
        ),
        MenuEntry("vary_part", QT_TRANSLATE_NOOP("Actions", "Vary a Part…"), ("Ctrl+Alt+P",)),
        MenuEntry("extend", QT_TRANSLATE_NOOP("Actions", "Extend…"), ("Ctrl+Alt+X",)),
        MenuEntry("upscale", QT_TRANSLATE_NOOP("Actions", "Upscale…"), ("Ctrl+Shift+U",)),
        MenuEntry(
            "start_image", QT_TRANSLATE_NOOP("Actions", "Use as Starting Image"), ("Ctrl+E",)
        ),
        _stars(0, QT_TRANSLATE_NOOP("Actions", "No Stars")),
        _stars(1, "★"),
        _stars(2, "★★"),
        _stars(3, "★★★"),
        _stars(4, "★★★★"),
        _stars(5, "★★★★★"),
        _tag("Red", QT_TRANSLATE_NOOP("Actions", "Red")),
        _tag("Orange", QT_TRANSLATE_NOOP("Actions", "Orange")),
        _tag("Yellow", QT_TRANSLATE_NOOP("Actions", "Yellow")),
        _tag("Green", QT_TRANSLATE_NOOP("Actions", "Green")),
        _tag("Blue", QT_TRANSLATE_NOOP("Actions", "Blue")),
        _tag("Purple", QT_TRANSLATE_NOOP("Actions", "Purple")),
        _tag("Gray", QT_TRANSLATE_NOOP("Actions", "Gray")),
        MenuEntry(
            "other_tags",
            QT_TRANSLATE_NOOP("Actions", "Other Tags…"),
            submenu=_TAGS,
            separator_before=True,
        ),
        MenuEntry("albums", QT_TRANSLATE_NOOP("Actions", "Albums…"), ("Ctrl+Shift+A",)),
        MenuEntry("new_album", QT_TRANSLATE_NOOP("Actions", "New Album from the Selection…")),
        MenuEntry(
            "rename",
            QT_TRANSLATE_NOOP("Actions", "Rename"),
            ("F2",),
            separator_before=True,
        ),
        MenuEntry("move", QT_TRANSLATE_NOOP("Actions", "Move To…")),
        MenuEntry("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",)),
        MenuEntry(
            "trash",
            QT_TRANSLATE_NOOP("Actions", "Move to Trash"),
            ("Ctrl+Backspace", "Ctrl+Del"),
            view_keys=("Del",),
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

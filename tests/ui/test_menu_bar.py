"""The menu bar: its menus on a Mac and elsewhere, roles, submenus, shortcuts."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow

from desktop.app.app_controller import install_language
from desktop.ui.gallery.picture_menu import GROUPS, picture_menu
from desktop.ui.help.shortcuts_dialog import ShortcutsDialog
from desktop.ui.menus.actions import Actions, shortcut_groups
from desktop.ui.menus.menu_bar import SPECS


def shown(menu) -> list[str]:
    """The names of a menu's entries; those of a submenu in brackets behind its title."""
    names: list[str] = []
    for action in menu.actions():
        if action.menu() is not None:
            names.append(f"{action.text()} [{' '.join(shown(action.menu()))}]")
        else:
            names.append(action.objectName() if not action.isSeparator() else "-")
    return names


@pytest.fixture
def bar(qtbot, themed):
    def build(platform: str) -> dict[str, list[str]]:
        window = QMainWindow()
        qtbot.addWidget(window)
        Actions(window).fill_menu_bar(window, platform)
        return {entry.text(): shown(entry.menu()) for entry in window.menuBar().actions()}

    return build


def test_the_menus_stand_in_the_order_of_a_mac(bar) -> None:
    menus = bar("linux")
    names = ["Easel", "File", "Edit", "View", "Image", "Models", "Window", "Help"]
    assert list(menus) == names
    assert menus["Easel"][-1] == "quit"
    assert any(
        entry.startswith("Sort Pictures [sort_newest sort_oldest") for entry in menus["View"]
    )
    assert all(entries[0] != "-" != entries[-1] for entries in menus.values())


def test_the_image_menu_is_short_and_its_submenus_are_those_of_a_picture(
    bar, qtbot, make_window
) -> None:
    entries = [entry for entry in bar("linux")["Image"] if entry != "-"]
    assert len(entries) <= 20
    inner = {title: rest for title, _, rest in (entry.partition(" [") for entry in entries)}
    assert list(inner) == list(dict.fromkeys(inner))
    for title in ("Origin", "Continue from Here", "Rating", "Tags"):
        assert inner[title], title
    window = make_window()
    menu = picture_menu(window.parts.actions, window)
    own = [entry for entry in shown(menu) if "[" in entry]
    assert own == [entry for entry in entries if "[" in entry]


def test_a_mac_gets_the_apps_entries_by_their_roles(bar) -> None:
    menus = bar("darwin")
    assert next(iter(menus)) == "File"
    placed = [name for entries in menus.values() for name in entries if name != "-"]
    own = [spec for spec in SPECS if spec.name in ("about", "preferences", "quit")]
    assert {spec.role for spec in own} == {
        QAction.MenuRole.AboutRole,
        QAction.MenuRole.PreferencesRole,
        QAction.MenuRole.QuitRole,
    }
    assert all(spec.name in placed for spec in own)


def test_no_two_entries_have_the_same_keys_or_name() -> None:
    keys = Counter(
        QKeySequence(key).toString() for spec in SPECS for key in (*spec.keys, *spec.view_keys)
    )
    assert [key for key, count in keys.items() if count > 1 or not key] == []
    names = Counter(spec.name for spec in SPECS)
    assert [name for name, count in names.items() if count > 1] == []


def test_what_a_mac_keeps_for_itself_is_left_to_it() -> None:
    """Hide, Spotlight, input sources, screenshots, the Dock, log out, lock, force quit."""
    kept = ("H", "Alt+H", "Tab", "Shift+Tab", "`", "Space", "Alt+Space", "Alt+D", "Alt+Esc")
    kept += ("Shift+3", "Shift+4", "Shift+5", "Shift+Q", "Meta+Q", "Meta+Space", "Meta+D", "Alt+M")
    system = {QKeySequence(f"Ctrl+{keys}").toString() for keys in kept} | {
        QKeySequence(f"Meta+{key}").toString() for key in ("Up", "Down", "Left", "Right", "Space")
    }
    used = {QKeySequence(key).toString() for spec in SPECS for key in spec.keys}
    assert used & system == set()
    assert all(system)


def test_every_shortcut_stands_in_help(qtbot, themed) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    texts = {label.text() for label in dialog.findChildren(QLabel)}
    with_keys = [spec for spec in SPECS if spec.keys or spec.view_keys]
    told = [line for _, lines in shortcut_groups() for line in lines]
    assert len(told) == len(with_keys)
    for text, keys in told:
        assert {text, keys} <= texts


TEXT_ENTRIES = ("cut", "copy", "paste", "select_all")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_mac_knows_the_entries_of_text_fields_by_their_words(qapp, themed, language: str) -> None:
    """Qt sends cut:, copy:, paste: and selectAll: to whatever has the focus, native panels too, for
    entries whose words are its own for them; and only there.
    """
    install_language(qapp, language)
    try:
        for spec in SPECS:
            if spec.name not in TEXT_ENTRIES:
                assert spec.role != QAction.MenuRole.TextHeuristicRole
                continue
            assert spec.role == QAction.MenuRole.TextHeuristicRole
            translate = QCoreApplication.translate
            qts_own = translate("QCocoaMenuItem", spec.text)
            assert translate("Actions", spec.text) == qts_own
            assert (qts_own == spec.text) == (language == "en")
    finally:
        install_language(qapp, "en")


@pytest.mark.parametrize(("language", "words"), [("en", "Settings…"), ("ko", "설정…")])
def test_a_macs_own_menu_speaks_as_the_system_does(qapp, themed, language: str, words: str) -> None:
    install_language(qapp, language)
    try:
        translate = QCoreApplication.translate
        assert translate("MAC_APPLICATION_MENU", "Preferences…") == words
        assert translate("Actions", "Settings…") == words
        if language == "ko":
            assert translate("MAC_APPLICATION_MENU", "Quit %1").replace("%1", "Easel") == (
                translate("Actions", "Quit Easel")
            )
    finally:
        install_language(qapp, "en")


def test_an_entry_is_on_with_as_many_pictures_as_it_needs(qtbot, themed) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)
    on = {}
    for chosen in (0, 1, 2, 3):
        actions.follow_choice(chosen)
        names = ("trash", "rename", "compare", "generate")
        on[chosen] = [name for name in names if actions[name].isEnabled()]
    assert on == {
        0: ["generate"],
        1: ["trash", "rename", "generate"],
        2: ["trash", "compare", "generate"],
        3: ["trash", "generate"],
    }


def test_what_the_menu_of_pictures_offers_needs_one() -> None:
    names = {name for group in GROUPS for name in group}
    offered = [spec for spec in SPECS if names & {spec.name, spec.submenu}]
    assert len(offered) > 40
    own_way = {"compare_original", "show_origin", "show_outcome", "copy"}
    assert {spec.name for spec in offered if not spec.needs} == own_way

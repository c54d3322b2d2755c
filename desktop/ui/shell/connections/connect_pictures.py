"""Connect what shows pictures: the gallery, the search, the inspector."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from desktop.ui.controls.notices.banner import Banner
from desktop.ui.gallery.follow_newest import FollowNewest
from desktop.ui.shell.window_parts import WindowParts


def connect_pictures(window: QMainWindow, parts: WindowParts) -> None:
    """Connect the gallery, the search and the inspector."""
    _connect_gallery(window, parts)
    _connect_inspector(parts)


def _connect_gallery(window: QMainWindow, parts: WindowParts) -> None:
    view, gallery, inspecting = parts.gallery_view, parts.gallery, parts.inspector_controller
    toolbar = parts.toolbar

    def search(text: str) -> None:
        gallery.narrow(text=text.strip())

    def say(sentence: str) -> None:
        parts.column.banners.add(Banner(sentence))

    def follow_recipe(path: str) -> None:
        parts.view_actions.follow_recipe(path, inspecting.recipe)
        parts.origin_actions.follow_recipe(path, inspecting.recipe)

    toolbar.search_changed.connect(search)
    toolbar.tile_side_changed.connect(view.set_tile_side)
    view.selection_changed.connect(lambda: inspecting.show_selection(view.selected_count()))
    view.current_changed.connect(inspecting.show_path)
    view.current_changed.connect(window.setWindowFilePath)  # a Mac's title bar gets a proxy icon
    gallery.preview_changed.connect(inspecting.show_running)
    gallery.preview_changed.connect(parts.view_actions.show_running)
    gallery.ended.connect(inspecting.show_running)
    gallery.rewritten.connect(inspecting.look_again)
    gallery.wanted.connect(view.select_paths)
    gallery.found.connect(view.scrollToTop)
    gallery.arrived.connect(FollowNewest(view, parts.pictures, window).arrived)
    gallery.counted.connect(toolbar.status.show_picture_count)
    parts.column.cleared.connect(toolbar.search.clear)
    parts.column.cleared.connect(parts.column.header.filters.clear.click)
    gallery.counted.connect(lambda: parts.column.set_searching(gallery.query.narrows))
    gallery.annotations_changed.connect(parts.view_actions.refresh_facts)
    inspecting.shown.connect(follow_recipe)
    parts.origin_actions.said.connect(say)
    parts.picture_actions.look_requested.connect(parts.view_actions.open)
    parts.view_actions.stars_requested.connect(parts.annotation_actions.set_stars)
    parts.column.empty.example_chosen.connect(parts.generate_actions.draw_example)
    parts.window_actions.open_requested.connect(parts.drop_handler.offer)


def _connect_inspector(parts: WindowParts) -> None:
    inspector, annotating = parts.inspector, parts.annotation_actions
    annotating.shown.connect(inspector.annotations.show_annotations)
    inspector.stars_requested.connect(annotating.set_stars)
    inspector.tag_requested.connect(annotating.toggle_tag)
    inspector.albums_requested.connect(annotating.ask_albums)
    inspector.use_requested.connect(parts.picture_actions.use)
    parts.origin_actions.chain_found.connect(inspector.chain.show_chain)
    inspector.chain.wanted.connect(parts.origin_actions.show)
    inspector.picture.menu_requested.connect(parts.gallery_view.menu_requested)
    inspector.picture.double_clicked.connect(parts.view_actions.open)
    inspector.picture.drag_wanted.connect(
        lambda: parts.gallery_view.startDrag(Qt.DropAction.CopyAction)
    )

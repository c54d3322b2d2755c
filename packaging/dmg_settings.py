"""What dmgbuild puts on the disk image: the app, a link to Applications, and a picture behind them.

dmgbuild runs this file with `defines` in place: app (path of Easel.app), background, icon.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

defines: dict[str, Any] = globals().get("defines", {})

application = str(defines.get("app", "Easel.app"))
_name = Path(application).name

format = "ULFO"
filesystem = "APFS"
files = [application]
symlinks = {"Applications": "/Applications"}
hide_extensions = [_name]
icon = defines.get("icon")
background = defines.get("background")

window_rect = ((200, 160), (660, 420))
default_view = "icon-view"
icon_size = 128
text_size = 13
icon_locations = {_name: (170, 200), "Applications": (490, 200)}
show_status_bar = False
show_tab_view = False
show_toolbar = False
show_pathbar = False
show_sidebar = False

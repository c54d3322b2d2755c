"""The graph of the frozen app's modules, as JSON: found, missing with who imports it, and what is
found only because `LAST` is listed.

    python module_graph.py PACKAGING_FOLDER [FOLDER]...

The folders are searched before what is installed: a Mac's wheels, unpacked. Built by PyInstaller's
modulegraph with the spec's own lists, but without the large libraries, whose own modules are not
looked at here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LARGE = (
    *("torch", "diffusers", "transformers", "coremltools", "accelerate", "peft", "tokenizers"),
    *("scipy", "numpy", "sympy", "PySide6", "shiboken6", "PIL", "huggingface_hub", "safetensors"),
)

LAST = "keyring.backends"


def main(packaging: str, *folders: str) -> None:
    sys.path[:0] = [packaging, str(Path(packaging).parent)]
    import bundle_contents as contents
    from PyInstaller.lib.modulegraph import modulegraph

    graph = modulegraph.ModuleGraph(
        path=[*folders, str(contents.ROOT), *sys.path],
        excludes=[*contents.excluded_modules(), *LARGE],
    )
    graph.add_script(str(contents.ROOT / "desktop" / "__main__.py"))
    kept = [name for name in contents.kept_packages() if name.split(".")[0] not in LARGE]
    before: set[str] = set()
    for package in sorted(kept, key=LAST.__eq__):
        if package == LAST:
            before = {node.identifier for node in graph.nodes()}
        for module in contents.modules_in(package):
            graph.import_hook(module)
    found: list[str] = []
    missing: dict[str, list[str]] = {}
    for node in graph.nodes():
        name = node.identifier.strip("'")
        if isinstance(node, modulegraph.MissingModule):
            if name.split(".")[0] in LARGE:
                continue
            missing[name] = sorted(user.identifier for user in graph.get_edges(node)[1] if user)
        elif not isinstance(node, modulegraph.ExcludedModule):
            found.append(Path(name).name if "/" in name else name)
    brought = sorted(set(found) - before)
    print(json.dumps({"found": sorted(found), "missing": missing, "brought_by_last": brought}))


if __name__ == "__main__":
    main(*sys.argv[1:])

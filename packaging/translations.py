"""Brings resources/translations up to date: strings from the code into .ts, .ts into .qm.

    python packaging/translations.py            all languages
    python packaging/translations.py --add de   one more: a new easel_de.ts to translate, and what
                                                macOS itself says of Easel (strings/de.lproj)

Texts are changed in the .ts files (Qt Linguist or any editor); the .qm files are made from them.
mac_LANGUAGE.ts holds what Qt says in a Mac's own menu, where Qt's words are not Apple's, and the
words by which Qt knows Cut, Copy, Paste and Select All: they must be those of easel_LANGUAGE.ts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import PySide6

sys.path.insert(0, str(Path(__file__).resolve().parent))
from message_templates import CONTEXT, collect

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent
STRINGS = ROOT / "packaging" / "strings"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--add", default="", help="a language code")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if options.add:
        update(FOLDER / f"easel_{options.add}.ts")
        add_strings(options.add)
    for ts in sorted(FOLDER.glob("easel_*.ts")):
        update(ts)
        release(ts, ts.with_suffix(".qm"))
    for ts in sorted(FOLDER.glob("mac_*.ts")):  # what Qt puts into a Mac's menus: by hand
        release(ts, ts.with_suffix(".qm"))
    return 0


def update(ts: Path) -> None:
    """Put new strings into `ts` and drop those that are gone. English needs only its plurals."""
    plural = ["-pluralonly"] if ts.stem == "easel_en" else []
    language = ts.stem.removeprefix("easel_")
    sources = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "desktop" / "ui").rglob("*.py"))
    with tempfile.TemporaryDirectory(prefix="easel-") as folder:
        marked = Path(folder) / "messages.py"
        marked.write_text(_marked(collect()), encoding="utf-8")
        sources.append(str(marked))
        command = [str(TOOLS / "lupdate"), *sources, *plural, "-no-obsolete", "-locations", "none"]
        command += ["-source-language", "en", "-target-language", language, "-ts", str(ts)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _marked(texts: list[str]) -> str:
    """The messages' templates as lupdate finds them: it doesn't know `Message`."""
    quoted = (json.dumps(text, ensure_ascii=False) for text in texts)
    return "".join(f'QT_TRANSLATE_NOOP("{CONTEXT}", {text})\n' for text in quoted)


def add_strings(language: str, folder: Path = STRINGS) -> None:
    """Put the sentences of the Info.plist there to translate: Korean's has all of them."""
    target = folder / f"{language}.lproj" / "InfoPlist.strings"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "en.lproj" / "InfoPlist.strings", target)


def release(ts: Path, qm: Path) -> None:
    """Compile `ts`; strings without a translation stay English."""
    command = [str(TOOLS / "lrelease"), "-silent", str(ts), "-qm", str(qm)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    sys.exit(main())

"""Takes this machine's package indexes, certificates and name resolution into a Debian in a folder.

    python3 packaging/machine_settings.py mirror            prints where Debian's packages are had
    python3 packaging/machine_settings.py carry ROOT SUITE  writes them; prints folders to mount

For packaging/fresh_machine.sh. What pip's environment variables say goes into its configuration,
since the commands there run with an empty environment. Needs nothing but Python.
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
_BUNDLE_VARIABLES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_AS_THEY_ARE = ("/etc/resolv.conf", "/etc/hosts", str(BUNDLE), "/usr/local/share/ca-certificates")
_APT = re.compile(r"Acquire::(https?::(?!Proxy-Auto)|Check-|Retries|ForceIPv)")
_NPM = re.compile(r"\s*(registry|cafile|(https?-)?proxy|noproxy|strict-ssl)\s*=")
_FILE = "file://"


def main() -> int:
    if sys.argv[1:] == ["mirror"]:
        print(next((uri for uri, suite in apt_sources("") if "security" not in suite), ""))
        return 0
    root, suite = Path(sys.argv[2]), sys.argv[3]
    for path in map(Path, _AS_THEY_ARE):
        if path.exists():
            copy(path, root)
    carry_apt(root, suite)
    carry_npm(root, Path.home(), os.environ)
    for folder in carry_pip(pip_settings(os.environ, Path.home()), root):
        print(folder)
    return 0


def copy(path: Path, root: Path) -> None:
    """Put a file or folder at its own place below `root`."""
    target = root / path.relative_to("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True)
    else:
        target.unlink(missing_ok=True)
        shutil.copyfile(path, target)


def apt_sources(suite: str) -> list[tuple[str, str]]:
    """(address, suite) of Debian's own sources here, as they would be for `suite` ("": as here)."""
    release = dict(re.findall(r'^(\w+)="?([^"\n]*)', _text("/etc/os-release"), re.MULTILINE))
    here = release.get("VERSION_CODENAME", "")
    if release.get("ID") != "debian" or not here:
        return []
    lines = _said_by("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)")
    found = []
    for line in dict.fromkeys(lines):
        uri, release_, component = [*line.split(), "", "", ""][:3]
        if component == "main" and release_.startswith(here):
            found.append((uri, release_.replace(here, suite or here)))
    return list(dict.fromkeys(found))


def carry_apt(root: Path, suite: str) -> None:
    """Write apt's sources and how it connects; without any here those of debootstrap stay."""
    sources = apt_sources(suite)
    if sources:
        with opened(root / "etc/apt/sources.list") as file:
            file.writelines(f"deb {uri} {name} main\n" for uri, name in sources)
    with opened(root / "etc/apt/apt.conf.d/90machine") as file:
        file.writelines(f"{it}\n" for it in _said_by("apt-config", "dump") if _APT.match(it))


def carry_npm(root: Path, home: Path, environment: Mapping[str, str]) -> None:
    """The registry and how it is reached, no names nor passwords; pyright comes from there."""
    places = ("/usr/etc/npmrc", "/etc/npmrc", home / ".npmrc")
    lines = [line for place in places for line in _text(place).splitlines() if _NPM.match(line)]
    for name, value in environment.items():
        if name.lower().startswith("npm_config_"):
            lines.append(f"{name[11:].lower().replace('_', '-')}={value}")
        elif name == "NODE_EXTRA_CA_CERTS":
            lines.append(f"cafile={value}")
    with opened(root / "root/.npmrc") as file:
        file.writelines(f"{line}\n" for line in lines if _NPM.match(line))


def pip_settings(environment: Mapping[str, str], home: Path) -> configparser.RawConfigParser:
    """All that pip is told on this machine, in one configuration; later places win, as with pip."""
    folders = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    user = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    files = [
        *(Path(folder) / "pip/pip.conf" for folder in reversed(folders.split(":"))),
        Path("/etc/pip.conf"),
        home / ".pip/pip.conf",
        user / "pip/pip.conf",
    ]
    if "PIP_CONFIG_FILE" in environment:
        files.append(Path(environment["PIP_CONFIG_FILE"]))
    merged = configparser.RawConfigParser()
    merged.add_section("global")
    for file in files:
        if file.is_file():
            merged.read(file)
    for name, value in environment.items():
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE":
            merged.set("global", name[4:].lower().replace("_", "-"), value)
    bundle = next((environment[it] for it in _BUNDLE_VARIABLES if environment.get(it)), "")
    if bundle and not merged.has_option("global", "cert"):
        merged.set("global", "cert", bundle)
    return merged


def carry_pip(settings: configparser.RawConfigParser, root: Path) -> list[str]:
    """Write pip's configuration and the files that it names; the folders it names are the answer.

    An index in a folder may point at wheels beside it, so what goes over is the folder around it.
    """
    with opened(root / "etc/pip.conf") as file:
        settings.write(file)
    folders: dict[str, None] = {}
    for section in settings.sections():
        for option, value in settings.items(section):
            for word in value.split():
                path = Path(word.removeprefix(_FILE))
                if not path.is_absolute() or path == Path("/") or not path.exists():
                    continue
                if path.is_dir():
                    around = option.endswith("index-url") and path.parent != Path("/")
                    folders[str(path.parent if around else path)] = None
                else:
                    copy(path, root)
    return list(folders)


def opened(path: Path) -> TextIO:
    """A file to write to, in a folder that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w")


def _text(path: str | Path) -> str:
    path = Path(path)
    return path.read_text() if path.is_file() else ""


def _said_by(*command: str) -> list[str]:
    """The lines that a program prints; none where there is no such program."""
    if shutil.which(command[0]) is None:
        return []
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())

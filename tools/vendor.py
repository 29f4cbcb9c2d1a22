"""Fetch the pinned browser libraries and write down what was fetched.

``python tools/vendor.py`` fetches each package with ``npm pack``, keeps the few files listed here and writes
``static/vendor/manifest.json``; ``--check`` compares the files with the manifest and fetches nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src" / "chengzhi" / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"
# The storage with hashed names follows these comments and would miss the maps, which are not shipped.
SOURCE_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=[^\s*]+(?: \*/)?\s*$")

Entry = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One pinned package: which of its files are kept, or which of its icons are merged into a sprite."""

    name: str
    version: str
    licence: str
    folder: str
    files: tuple[str, ...] = ()
    icons: tuple[str, ...] = ()


# Only what templates and modules name; add there, then run this file again.
ICONS = tuple(Path(__file__).with_name("vendor_icons.txt").read_text(encoding="utf-8").split())

PACKAGES = (
    Package(
        name="@tabler/core",
        version="1.6.1",
        licence="MIT",
        folder="tabler",
        files=("dist/css/tabler.min.css",),
    ),
    Package(
        name="@tabler/icons",
        version="3.51.0",
        licence="MIT",
        folder="tabler-icons",
        files=("LICENSE",),
        icons=ICONS,
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        licence="0BSD",
        folder="htmx",
        files=("dist/htmx.min.js", "LICENSE"),
    ),
    Package(
        name="idb",
        version="8.0.4",
        licence="ISC",
        folder="idb",
        files=("build/index.js", "LICENSE"),
    ),
    Package(
        name="maplibre-gl",
        version="6.17.0",
        licence="BSD-3-Clause",
        folder="maplibre",
        files=("dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css", "LICENSE.txt"),
    ),
)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fetch(package: Package, folder: Path) -> Path:
    """Return the folder into which the package was unpacked."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: it is needed to fetch libraries, not to run or build the project.")
    command = [npm, "pack", "--silent", f"{package.name}@{package.version}"]
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)  # noqa: S603  fixed words
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder / package.folder, filter="data")
    return folder / package.folder / "package"


def sprite(source: Path, icons: tuple[str, ...]) -> bytes:
    """Merge outline icons into one SVG of symbols, named as the package names them."""
    symbols = []
    for name in sorted(icons):
        drawing = (source / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        shapes = re.findall(r"<(?:path|circle|rect|line)[^>]*/>", drawing)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def contents(package: Package, source: Path) -> dict[str, bytes]:
    """Return the kept files by name, without their comments on source maps."""
    kept = {Path(name).name: SOURCE_MAP.sub(b"\n", (source / name).read_bytes()) for name in package.files}
    if package.icons:
        kept["sprite.svg"] = sprite(source, package.icons)
    return kept


def install(package: Package) -> list[Entry]:
    """Fetch one package, replace its folder and return the manifest entries of its files."""
    with tempfile.TemporaryDirectory() as folder:
        kept = contents(package, fetch(package, Path(folder)))
    target = VENDOR / package.folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, content in kept.items():
        (target / name).write_bytes(content)
    facts = {"name": package.name, "version": package.version, "licence": package.licence}
    return [
        {**facts, "file": f"{package.folder}/{name}", "sha256": digest(content)}
        for name, content in sorted(kept.items())
    ]


def faults(vendor: Path = VENDOR) -> list[str]:
    """Return what differs between the manifest and the folder, as sentences; empty when all is well."""
    entries: list[Entry] = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["file"]: entry["sha256"] for entry in entries}
    present = {str(path.relative_to(vendor)): path for path in vendor.rglob("*") if path.is_file()}
    present.pop("manifest.json", None)
    found = [f"{name} is listed but missing" for name in sorted(listed.keys() - present.keys())]
    found += [f"{name} is not listed" for name in sorted(present.keys() - listed.keys())]
    for name in sorted(listed.keys() & present.keys()):
        if digest(present[name].read_bytes()) != listed[name]:
            found.append(f"{name} was changed after it was fetched")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare files with the manifest, fetch nothing")
    if not parser.parse_args().check:
        entries = [entry for package in PACKAGES for entry in install(package)]
        MANIFEST.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    found = faults()
    print("\n".join(found) or "vendored files agree with the manifest")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

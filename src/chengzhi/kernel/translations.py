"""Compile message catalogues without gettext's tools, which are missing on many machines.

``compile_all()`` turns every stale ``locale/*/LC_MESSAGES/*.po`` of the package into its ``.mo``. It needs no
settings, so that it can run before Django starts.
"""

import ast
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
MAGIC = 0x950412DE
HEADER_SIZE = 7 * 4
LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s+)?("(?:[^"\\]|\\.)*")$')


class CatalogueError(ValueError):
    """A line of a catalogue that no translator's program would have written; names file and line."""


@dataclass(slots=True)
class Entry:
    """One message as written in a catalogue: its parts by keyword, translations by plural number."""

    is_fuzzy: bool = False
    parts: dict[str, str] = field(default_factory=dict)
    strings: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        context = f"{self.parts['msgctxt']}\x04" if "msgctxt" in self.parts else ""
        plural = f"\x00{self.parts['msgid_plural']}" if "msgid_plural" in self.parts else ""
        return context + self.parts.get("msgid", "") + plural

    @property
    def text(self) -> str:
        return "\x00".join(self.strings[number] for number in sorted(self.strings))

    @property
    def is_usable(self) -> bool:
        """Tell whether it is translated and no translator has doubts; the header always counts."""
        return "msgid" in self.parts and all(self.strings.values()) and (not self.is_fuzzy or not self.key)


def entries(path: Path) -> Iterator[Entry]:
    """Yield the messages of a catalogue; raises CatalogueError with file and line."""
    entry, part = Entry(), ("", 0)
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#~"):
            continue
        starts = line.startswith(("#", "msgctxt")) or (line.startswith("msgid ") and "msgid" in entry.parts)
        if entry.strings and (starts or not line):
            yield entry
            entry = Entry()
        if line.startswith("#,"):
            entry.is_fuzzy = "fuzzy" in line
        elif line and not line.startswith("#"):
            part = _add(entry, part, line, f"{path}:{number}")
    if entry.strings:
        yield entry


def _add(entry: Entry, part: tuple[str, int], line: str, where: str) -> tuple[str, int]:
    """Add one line to the message and return the part that the next bare string would continue."""
    found = LINE.match(line)
    if found is None or not (found[1] or part[0]):
        raise CatalogueError(f"{where}: {line}")
    text = ast.literal_eval(found[3])
    keyword, number = (found[1], int(found[2] or 0)) if found[1] else part
    if keyword == "msgstr":
        entry.strings[number] = entry.strings.get(number, "") + text
    else:
        entry.parts[keyword] = entry.parts.get(keyword, "") + text
    return keyword, number


def binary(messages: dict[str, str]) -> bytes:
    """Return the catalogue in the binary form that ``gettext`` reads: two tables of places, then the texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    start = HEADER_SIZE + 16 * len(pairs)
    tables, texts = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\x00"
    head = struct.pack(
        "<7I", MAGIC, 0, len(pairs), HEADER_SIZE, HEADER_SIZE + 8 * len(pairs), 0, HEADER_SIZE + 16 * len(pairs)
    )
    return head + tables[0] + tables[1] + texts


def compile_one(source: Path) -> Path:
    """Write the binary catalogue beside its source, whole or not at all."""
    target = source.with_suffix(".mo")
    messages = {entry.key: entry.text for entry in entries(source) if entry.is_usable}
    unfinished = target.with_suffix(f".mo.{os.getpid()}")
    unfinished.write_bytes(binary(messages))
    unfinished.replace(target)
    return target


def is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def compile_all(root: Path = PACKAGE, *, force: bool = False) -> list[Path]:
    """Compile the stale catalogues under ``root`` (all with ``force``) and return what was written."""
    sources = sorted(root.glob("**/locale/*/LC_MESSAGES/*.po"))
    return [compile_one(source) for source in sources if force or is_stale(source)]

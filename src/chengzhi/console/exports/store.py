"""Exports that were asked for, each in a folder of its own under the person's account, with what is known of it."""

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from chengzhi.console.exports.known import LISTINGS
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound

KEPT = timedelta(days=7)
MOST_KEPT = 10
# Far longer than the first row of the slowest list, or the last sheet of the longest one, takes.
SILENCE = timedelta(minutes=5)
TOKEN = 24
FACTS, PROGRESS, BOOK = "export.json", "progress", "export.xlsx"


@dataclass(slots=True, kw_only=True)
class Export:
    """One export on its way; ``stage`` is waiting, writing, done or failed; ``reach`` is how far the person saw."""

    token: str
    account: int
    appointment: int | None
    reach: str
    list_name: str
    title: str
    made_at: str
    expected: int
    params: dict[str, str] = field(default_factory=dict)
    conditions: list[list[str]] = field(default_factory=list)
    language: str = "zh-hans"
    stage: str = "waiting"
    rows: int = 0
    fault: str = ""

    @property
    def folder(self) -> Path:
        return root() / str(self.account) / self.token

    @property
    def book(self) -> Path:
        return self.folder / BOOK

    @property
    def size(self) -> int:
        """Bytes of the finished workbook."""
        return self.book.stat().st_size

    @property
    def label(self) -> str:
        """The list in the language of the reader; the title of that time where the list is no more."""
        known = LISTINGS.get(self.list_name)
        return str(known.label) if known else self.title

    @property
    def filename(self) -> str:
        return f"{self.title}-{self.made:%Y%m%d-%H%M}.xlsx"

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def ends(self) -> datetime:
        """When the workbook is removed."""
        return self.made + KEPT

    @property
    def waited(self) -> int:
        """Seconds since it was asked for."""
        return int((clock.now() - self.made).total_seconds())

    @property
    def is_running(self) -> bool:
        return self.stage in {"waiting", "writing"}

    @property
    def is_silent(self) -> bool:
        """Tell whether a writer has given no sign of life for so long that it may be dead."""
        told = max(_touched(self.folder / name) for name in (FACTS, PROGRESS))
        return self.stage == "writing" and clock.now().timestamp() - told > SILENCE.total_seconds()

    @property
    def written(self) -> int:
        """Rows written so far."""
        try:
            return int((self.folder / PROGRESS).read_text())
        except (OSError, ValueError):
            return 0

    def tell(self, rows: int) -> None:
        """Note how many rows are written."""
        (self.folder / PROGRESS).write_text(str(rows))

    def save(self) -> None:
        """Write what is known; readers see the old or the new whole."""
        draft = self.folder / f".{secrets.token_hex(4)}"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        draft.replace(self.folder / FACTS)

    def drop(self) -> None:
        """The workbook and everything about it is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"


def reach_of(viewer: Capacity) -> str:
    """Return how far a capacity sees, in a form that can be compared later: rights, units, territory."""
    grants = sorted((name, str(scope)) for name, scope in viewer.grants.items())
    return json.dumps([viewer.appointment_id, grants, sorted(viewer.unit_ids), sorted(viewer.territory)])


def ask(*, viewer: Capacity, list_name: str, title: str, params: dict[str, str], conditions: list[tuple[str, str]],
        expected: int) -> tuple[Export, bool]:  # fmt: skip
    """The export stands in the queue; returns it, and whether it is new: the same one is not queued twice."""
    held = mine(viewer)
    for one in held:
        if (
            one.is_running
            and not one.is_silent
            and (one.list_name, one.params, one.reach) == (list_name, params, reach_of(viewer))
        ):
            return one, False
    for old in [one for one in held if not one.is_running][MOST_KEPT - 1 :]:
        old.drop()
    fresh = Export(
        token=secrets.token_hex(TOKEN // 2), account=viewer.account_id or 0, appointment=viewer.appointment_id,
        reach=reach_of(viewer), list_name=list_name, title=title, made_at=clock.now().isoformat(), expected=expected,
        params=params, conditions=[list(one) for one in conditions], language=get_language() or "zh-hans",
    )  # fmt: skip
    fresh.folder.mkdir(parents=True, mode=0o700)
    fresh.save()
    return fresh, True


def load(account: int, token: str) -> Export:
    """Return an export of an account by its token, or raise NotFound."""
    if not (len(token) == TOKEN and token.isascii() and token.isalnum()):
        raise NotFound
    try:
        found = Export(**json.loads((root() / str(account) / token / FACTS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise NotFound from None
    if (found.account, found.token) != (account, token) or found.ends <= clock.now():
        raise NotFound
    return found


def access_export(viewer: Capacity, token: str) -> Export:
    """Return an export of the viewer's own, or raise NotFound."""
    return load(viewer.account_id or 0, token)


def mine(viewer: Capacity) -> list[Export]:
    """Return the exports of a viewer's account, newest first."""
    return sorted(_readable(viewer.account_id or 0), key=lambda one: one.made_at, reverse=True)


def _readable(account: int) -> Iterator[Export]:
    for folder in (root() / str(account)).glob("*"):
        try:
            yield load(account, folder.name)
        except NotFound:
            continue


def remove_old() -> int:
    """Exports older than a week are gone, whatever became of them; returns how many."""
    before = (clock.now() - KEPT).timestamp()
    old = [one for one in root().glob("*/*") if one.is_dir() and one.stat().st_mtime < before]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)

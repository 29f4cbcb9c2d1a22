"""Files that were handed in, each in a folder of its own with what is known of it so far."""

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, NotFound

LARGEST = 64 * 1024 * 1024
KEPT = timedelta(days=1)
MOST_OPEN = 10
LONGEST_NAME = 80
TOKEN = 24
FACTS, PROGRESS, REFUSED, LOCK = "job.json", "progress", "refused.csv", "lock"
HANDED_IN = "in"


@dataclass(slots=True, kw_only=True)
class Job:
    """One file on its way through the steps; ``stage`` is columns, checking, checked, importing, done or failed."""

    token: str
    kind: str
    account: int
    appointment: int | None
    filename: str
    stored: str
    made_at: str
    language: str = "zh-hans"
    stage: str = "columns"
    columns: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    samples: list[dict[str, str]] = field(default_factory=list)
    guesses: dict[str, dict[str, str]] = field(default_factory=dict)
    mapping: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    started_at: str = ""

    @property
    def folder(self) -> Path:
        return root() / self.token

    @property
    def path(self) -> Path:
        """Where the file lies, under the name it was handed in with as far as that is harmless."""
        return self.folder / HANDED_IN / self.stored

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def refused_file(self) -> Path:
        return self.folder / REFUSED

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def is_running(self) -> bool:
        return self.stage in {"checking", "importing"}

    @property
    def waited(self) -> int:
        """Seconds since the running step was asked for."""
        started = datetime.fromisoformat(self.started_at) if self.started_at else clock.now()
        return int((clock.now() - started).total_seconds())

    @property
    def rows_read(self) -> int:
        try:
            return int((self.folder / PROGRESS).read_text())
        except (OSError, ValueError):
            return 0

    def save(self) -> None:
        """Write what is known; readers see the old or the new whole."""
        draft = self.folder / f".{secrets.token_hex(4)}"
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(self.folder / FACTS)

    def tell(self, rows: int) -> None:
        """Note how many rows have been read."""
        (self.folder / PROGRESS).write_text(str(rows))

    def hold(self) -> bool:
        """Return whether the caller alone may take the last step; a second caller gets False."""
        try:
            os.close(os.open(self.folder / LOCK, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def release(self) -> None:
        (self.folder / LOCK).unlink(missing_ok=True)

    def drop(self) -> None:
        """The file and everything about it is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Ticker:
    """Counts rows and notes the number twice a second at most."""

    def __init__(self, job: Job) -> None:
        self.job, self.rows, self.told_at = job, 0, 0.0

    def one(self) -> None:
        self.at(self.rows + 1)

    def at(self, rows: int) -> None:
        """So many rows have been read by now."""
        self.rows = rows
        if time.monotonic() - self.told_at > 0.5:
            self.told_at = time.monotonic()
            self.job.tell(rows)


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def receive(*, kind: str, upload: "UploadedFile[bytes]", capacity: Capacity) -> Job:
    """The file lies in a new folder; raises BadInput where it is empty or too large."""
    size = upload.size or 0
    if not size:
        raise BadInput({"file": _("文件是空的，没有上传。请检查选中的文件。")})
    if size > LARGEST:
        words = _("文件有 %(size)s MB，最多 %(most)s MB，没有上传。请拆成几个文件，或去掉用不到的列。")
        raise BadInput({"file": words % {"size": size // 1024 // 1024, "most": LARGEST // 1024 // 1024}})
    for old in mine(capacity)[MOST_OPEN - 1 :]:
        old.drop()
    name = (upload.name or "upload")[-LONGEST_NAME:]
    job = Job(
        token=secrets.token_hex(TOKEN // 2),
        kind=kind,
        account=capacity.account_id or 0,
        appointment=capacity.appointment_id,
        filename=name,
        stored=_harmless(name),
        made_at=clock.now().isoformat(),
        language=get_language() or "zh-hans",
    )
    job.path.parent.mkdir(parents=True, mode=0o700)
    with job.path.open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    job.save()
    return job


def _harmless(name: str) -> str:
    try:
        return get_valid_filename(name.lstrip(". "))
    except SuspiciousFileOperation:
        return "upload"


def load(token: str) -> Job:
    """Return a job by its token, or raise NotFound."""
    if not (len(token) == TOKEN and token.isascii() and token.isalnum()):
        raise NotFound
    try:
        facts = json.loads((root() / token / FACTS).read_text(encoding="utf-8"))
        job = Job(**facts)
    except (OSError, ValueError, TypeError):
        raise NotFound from None
    if job.token != token or not job.path.is_file():
        raise NotFound
    return job


def access_job(viewer: Capacity, token: str) -> Job:
    """Return a job of the viewer's own, or raise NotFound."""
    job = load(token)
    if viewer.account_id is None or job.account != viewer.account_id:
        raise NotFound
    return job


def mine(viewer: Capacity) -> list[Job]:
    """Return the jobs of a viewer, newest first."""
    found = [job for job in every() if job.account == viewer.account_id]
    return sorted(found, key=lambda job: job.made_at, reverse=True)


def every() -> Iterator[Job]:
    """Yield every job that can be read."""
    for folder in sorted(root().glob("*")):
        try:
            yield load(folder.name)
        except NotFound:
            continue


def remove_old() -> int:
    """Files older than a day are gone, whatever state they were in; returns how many."""
    before = (clock.now() - KEPT).timestamp()
    count = 0
    for folder in root().glob("*"):
        if folder.is_dir() and folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count

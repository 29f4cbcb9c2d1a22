"""Trying a file out and writing it: at once for small files, by the worker for large ones."""

import logging
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override

from chengzhi.console.imports.kinds import Kind
from chengzhi.console.imports.maps import CELLS, PARTS
from chengzhi.console.imports.reports import REPORTS
from chengzhi.console.imports.store import Job, Ticker, load
from chengzhi.console.imports.tables import CALENDAR, STANDARDS
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound
from chengzhi.organisation.selectors import capacity_of

logger = logging.getLogger(__name__)

KINDS: dict[str, Kind] = {one.name: one for one in (REPORTS, STANDARDS, CELLS, PARTS, CALENDAR)}
AT_ONCE = 300_000
CHECK, WRITE = "check", "write"
RUNNING = {CHECK: "checking", WRITE: "importing"}
ENDED = {CHECK: "checked", WRITE: "done"}


def kind_named(name: str, viewer: Capacity) -> Kind:
    """Return a kind of file that the viewer may import, or raise NotFound."""
    kind = KINDS.get(name)
    if kind is None or not viewer.may(kind.right):
        raise NotFound
    return kind


def is_small(job: Job) -> bool:
    return job.size <= AT_ONCE


def begin(job: Job, phase: str) -> None:
    """The job waits for its step."""
    job.stage, job.fault, job.started_at = RUNNING[phase], "", clock.now().isoformat()
    job.tell(0)
    job.save()


def carry_out(job: Job, phase: str, capacity: Capacity) -> None:
    """The step is done, and the job says how it ended; faults of the file are told, never raised."""
    kind = KINDS[job.kind]
    run = kind.check if phase == CHECK else kind.write
    try:
        if not capacity.may(kind.right):
            raise Forbidden(_("没有导入：您现在的岗位没有这个权限。请换一个岗位。"))
        job.report = run(job, capacity, Ticker(job))
        job.stage, job.fault = ENDED[phase], ""
    except BadInput as fault:
        _fail(job, [words for found in fault.errors.values() for words in found])
    except ChengzhiError as fault:
        _fail(job, [fault.message])
    except DatabaseError:
        logger.exception("import %s of %s failed", phase, job.kind)
        _fail(job, [_("写入时出错，什么都没有写入。请稍后再试一次；还不行请系统管理员看日志。")])
    job.save()


def _fail(job: Job, words: list[str]) -> None:
    job.stage, job.fault = "failed", "\n".join(dict.fromkeys(words))
    job.release()


def carry_out_later(token: str, phase: str) -> None:
    """Do in the worker what a person asked for, in their capacity of today and in their language."""
    try:
        job = load(token)
    except NotFound:
        return
    capacity: Any = capacity_of(job.appointment) if job.appointment else None
    with override(job.language):
        if capacity is None:
            _fail(job, [_("没有导入：您的任职已经变了。请重新登录后再导入。")])
            job.save()
            return
        carry_out(job, phase, capacity)

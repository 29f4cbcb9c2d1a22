"""Writing an export in the worker, in the capacity of whoever asked for it as it stands then."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override

from chengzhi.console.exports.known import LISTINGS
from chengzhi.console.exports.store import Export, load, reach_of
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.excel import MOST_ROWS, write_xlsx
from chengzhi.organisation.selectors import capacity_of

logger = logging.getLogger(__name__)
TELLING = 0.5


def allowed_capacity(export: Export) -> Capacity:
    """Return the capacity in which an export was asked for; raises Forbidden once it does not reach as far any more."""
    found = capacity_of(export.appointment) if export.appointment else None
    if found is None or found.account_id != export.account:
        raise Forbidden(_("当时的任职已经变了，这份导出不能再用。请以现在的身份重新导出。"))
    listing = LISTINGS.get(export.list_name)
    if listing is None:
        raise Forbidden(_("这个列表已经没有了，没有导出。"))
    if not listing.admits(found) or reach_of(found) != export.reach:
        raise Forbidden(_("导出以后权限或辖区变了，这份导出不能再用。请重新导出。"))
    return found


def write_later(account: int, token: str) -> None:
    """Write the workbook; how it ended stands with the export, told in the language of whoever asked.

    What a worker that died had begun is written again from the start; what was removed meanwhile is left alone.
    """
    try:
        export = load(account, token)
    except NotFound:
        return
    if not export.is_running:
        return
    with override(export.language):
        _write(export)
    if export.folder.is_dir():
        export.save()


def _write(export: Export) -> None:
    export.stage = "writing"
    export.save()
    try:
        viewer = allowed_capacity(export)
        write_book(export, viewer)
    except (Forbidden, NotFound, BadInput) as fault:
        _fail(export, fault.message)
    except OSError:
        logger.exception("export of %s could not be stored", export.list_name)
        _fail(export, _("没有导出：文件写不进去，可能磁盘满了。请告诉系统管理员，再重新导出。"))
    except DatabaseError:
        logger.exception("export of %s could not be read", export.list_name)
        _fail(export, _("没有导出：读数据时出错。请重新导出；还不行请系统管理员看日志。"))
    else:
        export.stage = "done"


def write_book(export: Export, viewer: Capacity) -> None:
    """The workbook lies whole in its place, on as many sheets as the rows need."""
    listing = LISTINGS[export.list_name]
    sheet = listing.read(viewer, export.params)
    draft = export.folder / ".book"
    write_xlsx(
        title=str(listing.label), conditions=sheet.conditions, columns=sheet.columns, rows=_counted(export, sheet.rows()),
        person=f"{viewer.person_name} · {viewer.post_name} · {viewer.unit_name}", moment=clock.now(), target=draft,
        per_sheet=MOST_ROWS,
    )  # fmt: skip
    draft.replace(export.book)


def _counted(export: Export, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Pass the rows on and note their number, twice a second at most."""
    told = 0.0
    for count, row in enumerate(rows, start=1):
        export.rows = count
        if time.monotonic() - told > TELLING:
            told = time.monotonic()
            export.tell(count)
        yield row


def _fail(export: Export, words: str) -> None:
    export.stage, export.fault, export.rows = "failed", words, 0
    (export.folder / ".book").unlink(missing_ok=True)

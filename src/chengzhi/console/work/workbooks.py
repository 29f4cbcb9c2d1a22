"""Workbooks as downloads."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from chengzhi.kernel import clock
from chengzhi.kernel.excel import Column, write_xlsx
from chengzhi.kernel.web import StaffRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(
    request: StaffRequest,
    title: str,
    conditions: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
) -> HttpResponse:
    """Return a workbook whose first sheet says under which conditions, by whom and when it was made."""
    who, now = request.capacity, clock.now()
    person = f"{who.person_name} · {who.post_name} · {who.unit_name}"
    content = write_xlsx(
        title=title, conditions=conditions, columns=columns, rows=rows, person=person, moment=now
    )  # fmt: skip
    name = f"{title}-{now:%Y%m%d-%H%M}.xlsx"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})

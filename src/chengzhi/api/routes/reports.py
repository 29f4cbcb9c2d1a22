"""诉求：上报、查看."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from chengzhi.api import answers, keys
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.items import own_media
from chengzhi.api.reporting import check_may_report, is_same, registered_already
from chengzhi.api.schemas.reports import ReportIn, ReportOut, ReportWhole
from chengzhi.cases.models import Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.reporters import taken_report
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.token_scopes import TokenScope
from chengzhi.kernel.wording import mask_name, mask_phone

router = Router(tags=["诉求 reports"])


@router.post("", summary="上报", operation_id="create_report", response={201: ReportOut})
@needs(TokenScope.REPORTS_WRITE, Permission.REPORT)
def create_report(request: ApiRequest, given: ReportIn) -> HttpResponse:
    """上报一条诉求：新立一件案卷，或并入 join 所指的未结案卷。要带 Idempotency-Key。"""
    capacity = request.auth.capacity
    key = keys.idempotency_key(request, capacity.account_id)
    told = told_by(given, key=key, capacity=capacity)
    take_in = report_self_handled if told.after_media else report_matter
    report = take_in(told, capacity=capacity)
    answer = _answer(report)
    if report.received_at == told.received_at:
        return answer
    if not is_same(report, told):
        raise keys.told_otherwise() if report.idempotency_key == key else registered_already(report)
    return keys.replayed(answer)


@router.get("/{report}", summary="一条诉求", operation_id="get_report", response=ReportWhole)
@needs(TokenScope.CASES_READ, Permission.READ)
def get_report(
    request: ApiRequest, report: Annotated[int, Path(ge=1, le=2**62, description="诉求的 id")]
) -> HttpResponse:
    """读一条诉求。诉求人的姓名、电话只给一部分；要看全的，用 POST /cases/{number}/contacts 写明用途。"""
    found = taken_report(request.auth.capacity, report)
    if found is None:
        raise NotFound
    more = {
        "words": found.words,
        "place": found.place,
        "reporter_name": mask_name(found.reporter_name),
        "reporter_phone": mask_phone(found.reporter_phone),
        "callback": found.callback,
        "external_ref": found.external_ref,
        "answered_at": found.answered_at.astimezone(dt.UTC).isoformat() if found.answered_at else None,
        "satisfaction": found.satisfaction,
    }
    return answers.data({**_facts(found), **more})


def told_by(given: ReportIn, *, key: str, capacity: Capacity) -> Told:
    """Return what a request tells, once it is known that this capacity may tell it."""
    category = given.category
    if given.join:
        category = access_case(capacity, given.join).category_id
    facts: dict[str, Any] = given.model_dump(exclude={"category", "media", "after_media"})
    told = Told(
        **facts,
        category_id=category,
        media=own_media(capacity, given.media),
        after_media=own_media(capacity, given.after_media, field="after_media"),
        key=key,
        received_at=clock.now(),
    )
    check_may_report(told, capacity)
    return told


def _facts(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk,
        "number": report.case.number,
        "channel": report.channel.code,
        "is_joined": report.is_joined,
        "received_at": report.received_at.astimezone(dt.UTC).isoformat(),
        "case": f"/api/v1/cases/{report.case.number}",
    }


def _answer(report: Report) -> HttpResponse:
    return answers.data(_facts(report), status=201, headers={"Location": f"/api/v1/reports/{report.pk}"})

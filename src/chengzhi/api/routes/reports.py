"""诉求：上报、查看."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from ninja import Router

from chengzhi.api import answers, keys
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.items import own_media
from chengzhi.api.reporting import check_may_report, is_same
from chengzhi.api.schemas.reports import ReportIn, ReportOut
from chengzhi.cases.models import Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.token_scopes import TokenScope

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
        raise keys.told_otherwise()
    return keys.replayed(answer)


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


def _answer(report: Report) -> HttpResponse:
    number = report.case.number
    case = f"/api/v1/cases/{number}"
    facts = {
        "id": report.pk,
        "number": number,
        "channel": report.channel.code,
        "is_joined": report.is_joined,
        "received_at": report.received_at.astimezone(dt.UTC).isoformat(),
        "case": case,
    }
    return answers.data(facts, status=201, headers={"Location": f"/api/v1/reports/{report.pk}"})

"""步骤：流转记录、现在能办的、办理."""

import datetime as dt

from django.http import HttpResponse
from ninja import Router

from chengzhi.api import answers, keys
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.routes.cases import Number
from chengzhi.api.schemas.steps import StepIn, StepOut
from chengzhi.api.stepping import act_of, is_same
from chengzhi.cases.models import CaseStep
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.caseacts import chosen_step
from chengzhi.cases.services import take_step
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["步骤 steps"])


@router.post("/{number}/steps", summary="办理一步", operation_id="take_step", response={201: StepOut})
@needs(TokenScope.CASES_WRITE, Permission.READ)
def take(request: ApiRequest, number: Number, given: StepIn) -> HttpResponse:
    """办理案卷的一步。要带 Idempotency-Key，并用 If-Match 或 seen 写明看到的是第几步。"""
    capacity = request.auth.capacity
    key = keys.idempotency_key(request, capacity.account_id)
    seen = answers.seen_step(request, given.seen)
    case = access_case(capacity, number)
    step = chosen_step(case, given.step)
    before = case.step_seq
    act = act_of(case, step, given, capacity=capacity, seen=seen, key=key)
    row = take_step(case, given.step, act)
    answer = _answer(row, case.number)
    if row.seq > before:
        return answer
    if not is_same(row, act, given.step):
        raise keys.told_otherwise()
    return keys.replayed(answer)


def _answer(row: CaseStep, number: str) -> HttpResponse:
    facts = {
        "number": number,
        "seq": row.seq,
        "name": row.name,
        "from_state": row.from_state,
        "to_state": row.to_state,
        "taken_at": row.taken_at.astimezone(dt.UTC).isoformat(),
        "hash": row.hash,
        "case": f"/api/v1/cases/{number}",
    }
    return answers.data(facts, status=201, headers={"ETag": answers.tag(row.seq)})

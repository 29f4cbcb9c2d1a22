"""步骤：流转记录、现在能办的、办理."""

import datetime as dt
import json

from django.http import HttpResponse
from ninja import Query, Router

from chengzhi.api import answers, cursors, keys
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.routes.cases import Number
from chengzhi.api.schemas.shared import Page
from chengzhi.api.schemas.steps import AvailablesOut, StepIn, StepOut, StepRow, StepsPage
from chengzhi.api.stepping import act_of, is_same, shown_choice, was_written_now
from chengzhi.cases import services
from chengzhi.cases.models import CaseStep
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.caseacts import chosen_step
from chengzhi.cases.selectors.casedata import case_to_step
from chengzhi.cases.selectors.stepdata import case_steps, step_under
from chengzhi.kernel import procedures
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["步骤 steps"])


@router.get("/{number}/steps", summary="流转记录", operation_id="list_steps", response=Page[StepRow])
@needs(TokenScope.CASES_READ, Permission.READ)
def list_steps(request: ApiRequest, number: Number, given: Query[StepsPage]) -> HttpResponse:
    """读一件案卷的流转记录，从第一步起；hash 和 prev_hash 把各步连成一条链。"""
    asked = f"steps:{number}"
    after = int(cursors.opened(given.cursor, asked)[0]) if given.cursor else 0
    found = case_steps(request.auth.capacity, number, after=after, limit=given.limit + 1)
    shown = found[: given.limit]
    following = None
    if len(found) > given.limit:
        cursor = cursors.sealed([shown[-1][0]], asked)
        following = f"/api/v1/cases/{number}/steps?limit={given.limit}&cursor={cursor}"
    rows = (f'{{"label":{json.dumps(label, ensure_ascii=False)},{text[1:]}' for _seq, label, text in shown)
    return answers.rows(rows, following)


@router.get("/{number}/available-steps", summary="现在能办的", operation_id="available_steps", response=AvailablesOut)
@needs(TokenScope.CASES_READ, Permission.READ)
def available_steps(request: ApiRequest, number: Number) -> HttpResponse:
    """读这个身份现在能办的步骤、要填的内容；办不了的，连同全部理由、依据和解决办法。"""
    viewer = request.auth.capacity
    found = access_case(viewer, number)
    items = [shown_choice(viewer, found, one) for one in procedures.available_steps(found, viewer)]
    facts = {"number": found.number, "step_seq": found.step_seq, "state": found.state, "items": items}
    return answers.data(facts, headers={"ETag": answers.tag(found.step_seq)})


@router.post("/{number}/steps", summary="办理一步", operation_id="take_step", response={201: StepOut})
@needs(TokenScope.CASES_WRITE, Permission.READ)
def take_step(request: ApiRequest, number: Number, given: StepIn) -> HttpResponse:
    """办理案卷的一步。要带 Idempotency-Key，并用 If-Match 或 seen 写明看到的是第几步。"""
    capacity = request.auth.capacity
    key = keys.idempotency_key(request, capacity.account_id)
    seen = answers.seen_step(request, given.seen)
    try:
        case = case_to_step(capacity, number)
        act = act_of(case, chosen_step(case, given.step), given, capacity=capacity, seen=seen, key=key)
        row = services.take_step(case, given.step, act)
    except ChengzhiError:
        earlier = step_under(key, number)
        if earlier is None:
            raise
        row = earlier
    answer = _answer(row, number)
    if was_written_now(row, key):
        return answer
    if not is_same(row, given):
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

"""Acts beside the ordinary way: 督办, 催办, 会商, 裁定, 强制结案, 代处置, and what the worker records."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chengzhi.cases.enums import CaseState, Clock
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import guards as g
from chengzhi.cases.procedure import inputs as i
from chengzhi.cases.procedure.handling import WORK
from chengzhi.cases.procedure.terms import DISPATCH, HANDLE, HANDLING
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.procedures.table import Step

S = CaseState
LIVE = frozenset({
    S.REPORTED, S.VERIFYING, S.ACCEPTED, S.FILED, S.DISPATCHED, S.HANDLING, S.RETURNED, S.ON_HOLD, S.IN_CONFERENCE,
    S.HANDLED, S.INSPECTED, S.CHECKING, S.CHECK_FAILED, S.CHECKED, S.SELF_HANDLED,
})  # fmt: skip
DISPUTED = frozenset({S.FILED, S.RETURNED, S.HANDLING})
SYSTEM = frozenset({ActorKind.SYSTEM})
LATE_STAGES = (Clock.DISPATCH, Clock.HANDLE, Clock.HANDLING, Clock.INSPECT, Clock.SEND_CHECK, Clock.CHECK, Clock.CLOSE)

STEPS: tuple[Step[CaseState], ...] = (
    Step(
        name="supervise", label=pgettext_lazy("act", "督办"), done=_("已督办"), sources=LIVE, target=None, permission=Permission.SUPERVISE,
        basis=g.LOOP, guards=(g.not_supervised_yet,), inputs=(i.LEVEL, i.OPINION), rank=70,
    ),
    Step(
        name="reply_supervision", label=_("回复督办"), done=_("已回复督办"), sources=LIVE, target=None,
        permission=Permission.HANDLE, basis=g.LOOP, guards=(g.is_supervised, g.somebody_can_answer), inputs=(i.OPINION,),
        rank=18,
    ),
    Step(
        name="lift_supervision", label=_("撤销督办"), done=_("已撤销督办"), sources=LIVE, target=None,
        permission=Permission.SUPERVISE, basis=g.LOOP, guards=(g.is_supervised,), inputs=(i.REASON,), rank=71,
    ),
    Step(
        name="urge", label=_("催办"), done=_("已催办"), sources=LIVE, target=None, permission=Permission.READ,
        basis=g.LOOP, inputs=(i.NOTE,), rank=65,
    ),
    Step(
        name="call_conference", label=_("会商"), done=_("已提交会商"), sources=DISPUTED, target=S.IN_CONFERENCE,
        permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.REASON,), pauses=WORK, stops=(Clock.DISPATCH,), rank=62,
    ),
    Step(
        name="agree_unit", label=_("商定责任单位"), done=_("会商已定责任单位"), sources=frozenset({S.IN_CONFERENCE}),
        target=S.DISPATCHED, permission=Permission.CONFER, basis=g.LOOP, inputs=(i.UNIT, i.MINUTES, i.BECOMES_RULE),
        starts=(HANDLE, HANDLING), rank=10,
    ),
    Step(
        name="agree_hold", label=_("商定挂账"), done=_("会商已定挂账"), sources=frozenset({S.IN_CONFERENCE}),
        target=S.ON_HOLD, permission=Permission.CONFER, basis=g.LOOP, guards=(g.work_has_begun,),
        inputs=(i.UNIT, i.MINUTES, i.UNTIL), rank=20,
    ),
    Step(
        name="end_conference", label=_("退回派遣"), done=_("会商退回派遣"), sources=frozenset({S.IN_CONFERENCE}),
        target=S.RETURNED, permission=Permission.CONFER, basis=g.LOOP, inputs=(i.MINUTES,), starts=(DISPATCH,), rank=30,
    ),
    Step(
        name="arbitrate", label=_("裁定责任单位"), done=_("已裁定责任单位"), sources=frozenset({S.RETURNED, S.IN_CONFERENCE}),
        target=S.DISPATCHED, permission=Permission.CONFER, basis=g.LOOP,
        inputs=(i.UNIT, i.FIRST, i.SECOND, i.REASON, i.BECOMES_RULE), demands=(g.both_sides_are_heard,),
        stops=(Clock.DISPATCH,), starts=(HANDLE, HANDLING), rank=32,
    ),
    Step(
        name="substitute", label=_("代处置"), done=_("已指定代处置"), sources=frozenset({S.DISPATCHED, S.HANDLING}),
        target=S.DISPATCHED, permission=Permission.SUPERVISE, basis=g.LOOP, inputs=(i.UNIT, i.REASON),
        starts=(HANDLE, HANDLING), rank=74,
    ),
    Step(
        name="force_close", label=_("强制结案"), done=_("已强制结案"),
        sources=LIVE - {S.REPORTED, S.VERIFYING, S.ACCEPTED, S.SELF_HANDLED}, target=S.CLOSED,
        permission=Permission.SUPERVISE, basis=g.LOOP, guards=(g.judge_is_not_handler, g.no_task_is_out),
        inputs=(i.REASON,), stops=LATE_STAGES, rank=90, is_destructive=True,
    ),
    Step(
        name="warn", label=_("临期提醒"), done=_("临期提醒"), sources=LIVE, target=None, permission=None, basis=g.LOOP,
        open_to=SYSTEM, rank=99,
    ),
    Step(
        name="escalate", label=_("超时上报"), done=_("超时已上报"), sources=LIVE, target=None, permission=None,
        basis=g.LOOP, open_to=SYSTEM, rank=99,
    ),
)  # fmt: skip

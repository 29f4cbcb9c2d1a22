"""From inspection to rating: 督查, 核查, 返工, 结案, 回访, 评价, 重开, 申诉."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chengzhi.cases.enums import CaseState, Clock, RequestKind
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import guards as g
from chengzhi.cases.procedure import inputs as i
from chengzhi.cases.procedure.terms import CHECK, CLOSE, HANDLE, HANDLING, SEND_CHECK
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.procedures.table import Step

S = CaseState
TOLD = frozenset({ActorKind.PERSON, ActorKind.RESIDENT})

STEPS: tuple[Step[CaseState], ...] = (
    Step(
        name="pass_inspection", label=_("督查通过"), done=_("督查已通过"), sources=frozenset({S.HANDLED}),
        target=S.INSPECTED, permission=Permission.DISPATCH, basis=g.LOOP, guards=(g.judge_is_not_handler,),
        inputs=(i.NOTE,), stops=(Clock.INSPECT,), starts=(SEND_CHECK,), rank=10, is_batch=True,
    ),
    Step(
        name="rework", label=_("返工"), done=_("已退回返工"), sources=frozenset({S.HANDLED, S.CHECK_FAILED}),
        target=S.HANDLING, permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.REASON,),
        stops=(Clock.INSPECT, Clock.SEND_CHECK), starts=(HANDLE, HANDLING), rank=20,
    ),
    Step(
        name="send_check", label=_("发核查"), done=_("已发核查"), sources=frozenset({S.INSPECTED}), target=S.CHECKING,
        permission=Permission.ACCEPT, basis=g.LOOP, inputs=(i.COLLECTOR, i.NOTE), stops=(Clock.SEND_CHECK,),
        starts=(CHECK,), rank=10, is_batch=True,
    ),
    Step(
        name="pass_check", label=_("核查通过"), done=_("核查已通过"), sources=frozenset({S.CHECKING}), target=S.CHECKED,
        permission=Permission.PATROL, basis=g.LOOP, guards=(g.judge_is_not_handler,), inputs=(i.PHOTOS, i.NOTE),
        demands=(g.check_photos_are_shown,), stops=(Clock.CHECK,), starts=(CLOSE,), rank=10,
    ),
    Step(
        name="fail_check", label=_("核查不通过"), done=_("核查没有通过"), sources=frozenset({S.CHECKING}),
        target=S.CHECK_FAILED, permission=Permission.PATROL, basis=g.LOOP, inputs=(i.REASON, i.PHOTOS),
        demands=(g.check_photos_are_shown,), stops=(Clock.CHECK,), starts=(SEND_CHECK,), rank=20,
    ),
    Step(
        name="withdraw_check", label=_("撤回核查"), done=_("已撤回核查"), sources=frozenset({S.CHECKING}),
        target=S.INSPECTED, permission=Permission.ACCEPT, basis=g.LOOP, inputs=(i.REASON,), stops=(Clock.CHECK,),
        starts=(SEND_CHECK,), rank=60,
    ),
    Step(
        name="close", label=_("结案"), done=_("已结案"), sources=frozenset({S.CHECKED}), target=S.CLOSED,
        permission=Permission.FILE, basis=g.STANDARD, guards=(g.judge_is_not_handler,), inputs=(i.CLOSING, i.NOTE),
        stops=(Clock.CLOSE,), rank=10, is_batch=True,
    ),
    Step(
        name="check_again", label=_("回退重新核查"), done=_("已回退重新核查"), sources=frozenset({S.CHECKED}),
        target=S.INSPECTED, permission=Permission.FILE, basis=g.LOOP, inputs=(i.REASON,), stops=(Clock.CLOSE,),
        starts=(SEND_CHECK,), rank=40,
    ),
    Step(
        name="call_back", label=_("回访"), done=_("已回访"), sources=frozenset({S.CLOSED}), target=None,
        permission=Permission.CALL_BACK, basis=g.LOOP, guards=(g.not_rated_yet,),
        inputs=(i.SATISFACTION, i.NOTE), rank=10,
    ),
    Step(
        name="rate", label=_("评价"), done=_("诉求人已评价"), sources=frozenset({S.CLOSED}), target=None, permission=None,
        basis=g.LOOP, open_to=frozenset({ActorKind.RESIDENT}), guards=(g.not_rated_yet,),
        inputs=(i.SATISFACTION, i.NOTE), rank=12,
    ),
    Step(
        name="reopen", label=_("重开"), done=_("诉求人说没解决，已重开"), sources=frozenset({S.CLOSED}),
        target=S.HANDLING, permission=Permission.CALL_BACK, basis=g.LOOP, open_to=TOLD,
        guards=(g.reopen_window_is_open, g.a_unit_has_handled_it), inputs=(i.REASON, i.PHOTOS), starts=(HANDLE, HANDLING), rank=30,
    ),
    Step(
        name="appeal", label=_("申诉"), done=_("已申诉"), sources=frozenset({S.CLOSED}), target=None,
        permission=Permission.HANDLE, basis=g.LOOP, guards=(g.was_late, g.not_appealed_before), inputs=(i.REASON,),
        rank=40,
    ),
    Step(
        name="grant_appeal", label=_("同意免责"), done=_("已同意免责"), sources=frozenset({S.CLOSED}), target=None,
        permission=Permission.DISPATCH, basis=g.LOOP,
        guards=(g.has_open(RequestKind.APPEAL), g.decider_is_not_asker), inputs=(i.REASON,), rank=15,
    ),
    Step(
        name="refuse_appeal", label=_("不同意免责"), done=pgettext_lazy("done", "不同意免责"), sources=frozenset({S.CLOSED}), target=None,
        permission=Permission.DISPATCH, basis=g.LOOP,
        guards=(g.has_open(RequestKind.APPEAL), g.decider_is_not_asker), inputs=(i.REASON,), rank=25,
    ),
)  # fmt: skip

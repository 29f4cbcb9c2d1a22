"""From dispatch to feedback: 派遣, 处置, 回退, 延期, 挂账, 反馈."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chengzhi.cases.enums import CaseState, Clock, RequestKind
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import guards as g
from chengzhi.cases.procedure import inputs as i
from chengzhi.cases.procedure.terms import ACCEPT, DISPATCH, HANDLE, HANDLING, INSPECT
from chengzhi.kernel.procedures.table import Step

S = CaseState
WORK = (Clock.HANDLE, Clock.HANDLING)
UNDER_WAY = frozenset({S.FILED, S.DISPATCHED, S.HANDLING, S.RETURNED, S.ON_HOLD})

STEPS: tuple[Step[CaseState], ...] = (
    Step(
        name="dispatch", label=_("派遣"), done=_("已派遣"), sources=frozenset({S.FILED, S.RETURNED}), target=S.DISPATCHED,
        permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.UNIT, i.OVERRIDE, i.NOTE), stops=(Clock.DISPATCH,),
        starts=(HANDLE, HANDLING), rank=10, is_batch=True,
    ),
    Step(
        name="refuse_return", label=_("不同意回退"), done=pgettext_lazy("done", "不同意回退"), sources=frozenset({S.RETURNED}),
        target=S.HANDLING, permission=Permission.DISPATCH, basis=g.LOOP, guards=(g.a_unit_holds_it,), inputs=(i.REASON,),
        stops=(Clock.DISPATCH,), resumes=WORK, rank=20,
    ),
    Step(
        name="return_to_desk", label=_("回退给受理员"), done=_("已回退给受理员"), sources=frozenset({S.FILED}),
        target=S.REPORTED, permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.REASON,), stops=(Clock.DISPATCH,),
        starts=(ACCEPT,), rank=50,
    ),
    Step(
        name="take_over", label=_("接收"), done=_("已接收"), sources=frozenset({S.DISPATCHED}), target=S.HANDLING,
        permission=Permission.HANDLE, basis=g.LOOP, inputs=(i.NOTE,), rank=10, is_batch=True,
    ),
    Step(
        name="hand_down", label=_("下派"), done=_("已下派"), sources=frozenset({S.DISPATCHED, S.HANDLING}),
        target=S.HANDLING, permission=Permission.HANDLE, basis=g.LOOP, inputs=(i.HANDLER, i.NOTE), rank=15,
    ),
    Step(
        name="feed_back", label=_("反馈结果"), done=_("已反馈"), sources=frozenset({S.HANDLING}), target=S.HANDLED,
        permission=Permission.HANDLE, basis=g.STANDARD,
        guards=(
            g.no_open(RequestKind.EXTENSION), g.no_open(RequestKind.HOLD), g.supervision_is_answered,
            g.joint_units_are_done,
        ),
        inputs=(i.RESULT, i.AFTER), demands=(g.after_photos_are_shown,), stops=(Clock.HANDLING, Clock.HANDLE),
        starts=(INSPECT,), rank=12,
    ),
    Step(
        name="ask_return", label=_("回退"), done=_("已申请回退"), sources=frozenset({S.DISPATCHED, S.HANDLING}),
        target=S.RETURNED, permission=Permission.HANDLE, basis=g.LOOP,
        guards=(g.no_open(RequestKind.EXTENSION), g.no_open(RequestKind.HOLD)), inputs=(i.REASON,), pauses=WORK,
        starts=(DISPATCH,), rank=40,
    ),
    Step(
        name="ask_extension", label=_("申请延期"), done=_("已申请延期"), sources=frozenset({S.HANDLING}), target=None,
        permission=Permission.HANDLE, basis=g.LOOP,
        guards=(g.limit_not_passed, g.no_open(RequestKind.EXTENSION)), inputs=(i.HOURS, i.REASON), rank=42,
    ),
    Step(
        name="grant_extension", label=_("同意延期"), done=_("已同意延期"), sources=frozenset({S.HANDLING}), target=None,
        permission=Permission.DISPATCH, basis=g.LOOP,
        guards=(g.has_open(RequestKind.EXTENSION), g.decider_is_not_asker), inputs=(i.NOTE,), rank=11,
    ),
    Step(
        name="refuse_extension", label=_("不同意延期"), done=pgettext_lazy("done", "不同意延期"), sources=frozenset({S.HANDLING}),
        target=None, permission=Permission.DISPATCH, basis=g.LOOP,
        guards=(g.has_open(RequestKind.EXTENSION), g.decider_is_not_asker), inputs=(i.REASON,), rank=21,
    ),
    Step(
        name="ask_hold", label=_("申请挂账"), done=_("已申请挂账"), sources=frozenset({S.HANDLING}), target=None,
        permission=Permission.HANDLE, basis=g.LOOP, guards=(g.no_open(RequestKind.HOLD),),
        inputs=(i.UNTIL, i.REASON), rank=44,
    ),
    Step(
        name="grant_hold", label=_("同意挂账"), done=_("已挂账"), sources=frozenset({S.HANDLING}), target=S.ON_HOLD,
        permission=Permission.DISPATCH, basis=g.LOOP, guards=(g.has_open(RequestKind.HOLD), g.decider_is_not_asker),
        inputs=(i.NOTE,), pauses=WORK, rank=13,
    ),
    Step(
        name="refuse_hold", label=_("不同意挂账"), done=pgettext_lazy("done", "不同意挂账"), sources=frozenset({S.HANDLING}), target=None,
        permission=Permission.DISPATCH, basis=g.LOOP, guards=(g.has_open(RequestKind.HOLD), g.decider_is_not_asker),
        inputs=(i.REASON,), rank=23,
    ),
    Step(
        name="resume", label=_("恢复"), done=_("已恢复处置"), sources=frozenset({S.ON_HOLD}), target=S.HANDLING,
        permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.NOTE,), resumes=WORK, rank=10,
    ),
    Step(
        name="ask_void", label=_("申请作废"), done=_("已申请作废"), sources=UNDER_WAY, target=None,
        permission=Permission.DISPATCH, basis=g.LOOP, guards=(g.no_open(RequestKind.VOID),), inputs=(i.REASON,), rank=80,
    ),
    Step(
        name="grant_void", label=_("作废"), done=_("已作废"), sources=UNDER_WAY, target=S.VOIDED,
        permission=Permission.FILE, basis=g.LOOP, guards=(g.has_open(RequestKind.VOID), g.decider_is_not_asker),
        inputs=(i.REASON,), stops=(Clock.HANDLE, Clock.HANDLING, Clock.DISPATCH), rank=14, is_destructive=True,
    ),
    Step(
        name="refuse_void", label=_("不同意作废"), done=pgettext_lazy("done", "不同意作废"), sources=UNDER_WAY, target=None,
        permission=Permission.FILE, basis=g.LOOP, guards=(g.has_open(RequestKind.VOID), g.decider_is_not_asker),
        inputs=(i.REASON,), rank=24,
    ),
    Step(
        name="add_joint_unit", label=_("联办"), done=_("已交联办"), sources=frozenset({S.DISPATCHED, S.HANDLING}),
        target=None, permission=Permission.DISPATCH, basis=g.LOOP, inputs=(i.UNIT, i.PART), rank=60,
    ),
    Step(
        name="finish_joint_part", label=_("协办办毕"), done=_("协办已办毕"), sources=frozenset({S.DISPATCHED, S.HANDLING}),
        target=None, permission=Permission.HANDLE, basis=g.LOOP, guards=(g.a_unit_asks_for_its_own_part,),
        inputs=(i.RESULT, i.AFTER), rank=16,
    ),
)  # fmt: skip

"""From report to filing: 上报, 受理, 核实, 立案."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chengzhi.cases.enums import CaseState, Clock
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import guards as g
from chengzhi.cases.procedure import inputs as i
from chengzhi.cases.procedure.terms import ACCEPT, DISPATCH, FILE, REVIEW, VERIFY
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.procedures.table import Step

S = CaseState
ANYONE = frozenset(ActorKind)

STEPS: tuple[Step[CaseState], ...] = (
    Step(
        name="report", label=_("上报"), done=_("已上报"), sources=frozenset(), target=S.REPORTED, permission=None,
        basis=g.LOOP, open_to=ANYONE, starts=(ACCEPT,), is_initial=True,
    ),
    Step(
        name="report_self_handled", label=_("自处理"), done=_("已自处理"), sources=frozenset(), target=S.SELF_HANDLED,
        permission=None, basis=g.LOOP, starts=(REVIEW,), is_initial=True,
    ),
    Step(
        name="accept", label=_("受理"), done=_("已受理"), sources=frozenset({S.REPORTED}), target=S.ACCEPTED,
        permission=Permission.ACCEPT, basis=g.LOOP, guards=(g.public_report_known_to_be_true, g.place_is_known),
        inputs=(i.NOTE,), stops=(Clock.ACCEPT,), starts=(FILE,), rank=10, is_batch=True,
    ),
    Step(
        name="send_verify", label=_("发核实"), done=_("已发核实"), sources=frozenset({S.REPORTED}), target=S.VERIFYING,
        permission=Permission.ACCEPT, basis=g.LOOP, guards=(g.place_is_known, g.no_task_is_out),
        inputs=(i.COLLECTOR, i.NOTE), pauses=(Clock.ACCEPT,), starts=(VERIFY,), rank=20, is_batch=True,
    ),
    Step(
        name="confirm", label=_("核实属实"), done=_("已核实，属实"), sources=frozenset({S.VERIFYING}), target=S.REPORTED,
        permission=Permission.PATROL, basis=g.LOOP, inputs=(i.PHOTOS, i.NOTE), demands=(g.check_photos_are_shown,),
        stops=(Clock.VERIFY,), resumes=(Clock.ACCEPT,), rank=10,
    ),
    Step(
        name="deny", label=_("核实不属实"), done=_("已核实，不属实"), sources=frozenset({S.VERIFYING}), target=S.REPORTED,
        permission=Permission.PATROL, basis=g.LOOP, inputs=(i.REASON, i.PHOTOS), demands=(g.check_photos_are_shown,),
        stops=(Clock.VERIFY,), resumes=(Clock.ACCEPT,), rank=20,
    ),
    Step(
        name="withdraw_verify", label=_("撤回核实"), done=_("已撤回核实"), sources=frozenset({S.VERIFYING}),
        target=S.REPORTED, permission=Permission.ACCEPT, basis=g.LOOP, inputs=(i.REASON,),
        stops=(Clock.VERIFY,), resumes=(Clock.ACCEPT,), rank=60,
    ),
    Step(
        name="refuse", label=pgettext_lazy("act", "不予受理"), done=_("不予受理"), sources=frozenset({S.REPORTED}), target=S.REFUSED,
        permission=Permission.ACCEPT, basis=g.LOOP, inputs=(i.REASON, i.DIRECTION), stops=(Clock.ACCEPT,),
        rank=40, is_destructive=True,
    ),
    Step(
        name="merge", label=_("并入"), done=_("已并入"), sources=frozenset({S.REPORTED, S.ACCEPTED}), target=S.MERGED,
        permission=Permission.ACCEPT, basis=g.LOOP, guards=(g.no_task_is_out,), inputs=(i.TARGET, i.NOTE),
        demands=(g.target_is_another_open_case,), stops=(Clock.ACCEPT, Clock.FILE), rank=50,
    ),
    Step(
        name="correct_facts", label=_("改位置和小类"), done=_("已改位置和小类"),
        sources=frozenset({S.REPORTED, S.ACCEPTED, S.FILED, S.RETURNED}), target=None, permission=Permission.ACCEPT,
        basis=g.LOOP, inputs=(i.REASON, i.CATEGORY, i.PLACE, i.LON, i.LAT), rank=70,
    ),
    Step(
        name="file", label=_("立案"), done=_("已立案"), sources=frozenset({S.ACCEPTED}), target=S.FILED,
        permission=Permission.FILE, basis=g.STANDARD, guards=(g.place_is_known,), inputs=(i.STANDARD, i.NOTE),
        stops=(Clock.FILE,), starts=(DISPATCH,), rank=10,
    ),
    Step(
        name="decline_filing", label=pgettext_lazy("act", "不予立案"), done=_("不予立案"), sources=frozenset({S.ACCEPTED}),
        target=S.NOT_FILED, permission=Permission.FILE, basis=g.STANDARD, inputs=(i.REASON, i.DIRECTION),
        stops=(Clock.FILE,), rank=40, is_destructive=True,
    ),
    Step(
        name="send_back", label=_("回退给受理员"), done=_("已回退给受理员"), sources=frozenset({S.ACCEPTED, S.FILED}),
        target=S.REPORTED, permission=Permission.FILE, basis=g.LOOP, inputs=(i.REASON,),
        stops=(Clock.FILE, Clock.DISPATCH), starts=(ACCEPT,), rank=50,
    ),
    Step(
        name="approve_self_handled", label=_("自处理通过"), done=_("自处理已通过"), sources=frozenset({S.SELF_HANDLED}),
        target=S.CLOSED, permission=Permission.ACCEPT, basis=g.LOOP, guards=(g.judge_is_not_handler,), inputs=(i.NOTE,),
        stops=(Clock.REVIEW,), rank=10, is_batch=True,
    ),
    Step(
        name="reject_self_handled", label=_("判为无效"), done=_("已判为无效"), sources=frozenset({S.SELF_HANDLED}),
        target=S.INVALID, permission=Permission.ACCEPT, basis=g.LOOP, inputs=(i.REASON,), stops=(Clock.REVIEW,),
        rank=40, is_destructive=True,
    ),
)  # fmt: skip

"""The procedures of the whistle and of a summoned department, version 1."""

from datetime import timedelta
from typing import cast

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import SummonsClock, SummonsState, WhistleState
from chengzhi.cases.models import Summons, Whistle
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import inputs as i
from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures.table import (
    Act,
    Basis,
    Input,
    InputKind,
    Procedure,
    Refusal,
    StateKind,
    Step,
    Term,
)

GROUND = Basis(_("街道吹哨、部门报到工作规则"))
SIGN_IN_MINUTES = 30
W, D = WhistleState, SummonsState
SYSTEM = frozenset({ActorKind.SYSTEM})
COMING = Input(name="coming", kind=InputKind.TEXT, label=_("到场人"))
UNITS = Input(name="units", kind=InputKind.UNITS, label=_("召集的部门"))
PHOTO = Input(name="media", kind=InputKind.MEDIA, label=_("现场照片"))
ANSWER = Term(clock=SummonsClock.ANSWER, label=SummonsClock.ANSWER.label, minutes=30)
ARRIVE = Term(clock=SummonsClock.ARRIVE, label=SummonsClock.ARRIVE.label, minutes=120)
REPORT = Term(clock=SummonsClock.REPORT, label=SummonsClock.REPORT.label, minutes=1440)


def whistle_within(subject: AbstractSubject, capacity: Capacity, scope: Scope) -> bool:
    """Tell whether a scope of a capacity reaches a whistle: by the calling unit or the territory."""
    whistle = cast("Whistle", subject)
    if scope is Scope.CITY or whistle.unit_id in capacity.unit_ids:
        return True
    return scope is Scope.TERRITORY and bool(whistle.cell_code) and capacity.covers(whistle.cell_code)


def summons_within(subject: AbstractSubject, capacity: Capacity, scope: Scope) -> bool:
    """Tell whether a scope of a capacity reaches a summons: by its own unit, or through the whistle."""
    summons = cast("Summons", subject)
    return summons.unit_id in capacity.unit_ids or whistle_within(summons.whistle, capacity, scope)


def all_departments_are_settled(act: Act) -> Refusal | None:
    """每个被召集的部门都已反馈、免到或记为未到."""
    open_units = [
        one.unit.name for one in cast("Whistle", act.subject).summonses.filter(is_open=True).select_related("unit")
    ]
    if not open_units:
        return None
    return Refusal(
        gettext("还有部门没有反馈：%(units)s。") % {"units": "、".join(open_units)},
        GROUND,
        helper="、".join(open_units),
    )


def own_department_signs(act: Act) -> Refusal | None:
    """报到只能由被召集的部门自己办."""
    if cast("Summons", act.subject).unit_id in act.capacity.unit_ids:
        return None
    return Refusal(gettext("只有被召集的部门自己能报到。"), GROUND, helper=cast("Summons", act.subject).unit.name)


def gathering_time_has_passed(act: Act) -> Refusal | None:
    """过了集合时间 30 分钟才能记为未到."""
    gather_at = cast("Summons", act.subject).whistle.gather_at
    if act.now >= gather_at + timedelta(minutes=SIGN_IN_MINUTES):
        return None
    return Refusal(gettext("过了集合时间 %(minutes)s 分钟才能记为未到。") % {"minutes": SIGN_IN_MINUTES}, GROUND)


WHISTLE: Procedure[WhistleState] = Procedure(
    name="whistle",
    label=_("街道吹哨"),
    version=1,
    in_force_from="2026-01-01",
    states=WhistleState,
    kinds={
        W.BLOWN: StateKind.OPEN, W.HANDED_OVER: StateKind.OPEN, W.CONCLUDED: StateKind.ENDED, W.WITHDRAWN: StateKind.ENDED,
    },
    within=whistle_within,
    steps=(
        Step(
            name="blow", label=pgettext_lazy("act", "吹哨"), done=_("已吹哨"), sources=frozenset(), target=W.BLOWN,
            permission=Permission.WHISTLE, basis=GROUND, is_initial=True,
        ),
        Step(
            name="hand_over", label=_("移交牵头部门"), done=_("已移交牵头部门"), sources=frozenset({W.BLOWN}),
            target=W.HANDED_OVER, permission=Permission.WHISTLE, basis=GROUND, inputs=(i.UNIT, i.NOTE), rank=20,
        ),
        Step(
            name="conclude", label=_("办结"), done=_("已办结"), sources=frozenset({W.BLOWN, W.HANDED_OVER}),
            target=W.CONCLUDED, permission=Permission.WHISTLE, basis=GROUND, guards=(all_departments_are_settled,),
            inputs=(i.RESULT,), rank=10,
        ),
        Step(
            name="withdraw", label=_("撤回"), done=_("已撤回"), sources=frozenset({W.BLOWN}), target=W.WITHDRAWN,
            permission=Permission.WHISTLE, basis=GROUND, inputs=(i.REASON,), rank=90, is_destructive=True,
        ),
    ),
)  # fmt: skip

SUMMONS: Procedure[SummonsState] = Procedure(
    name="summons",
    label=_("部门报到"),
    version=1,
    in_force_from="2026-01-01",
    states=SummonsState,
    kinds={
        D.CALLED: StateKind.OPEN, D.ANSWERED: StateKind.OPEN, D.DISPUTED: StateKind.OPEN, D.PRESENT: StateKind.OPEN,
        D.REPORTED: StateKind.ENDED, D.EXCUSED: StateKind.ENDED, D.ABSENT: StateKind.ENDED,
    },
    within=summons_within,
    clocks={clock.value: clock.label for clock in SummonsClock},
    steps=(
        Step(
            name="call", label=_("召集"), done=_("已召集"), sources=frozenset(), target=D.CALLED,
            permission=Permission.WHISTLE, basis=GROUND, starts=(ANSWER, ARRIVE), is_initial=True,
        ),
        Step(
            name="answer", label=_("应答"), done=_("已应答"), sources=frozenset({D.CALLED}), target=D.ANSWERED,
            permission=Permission.ANSWER, basis=GROUND, guards=(own_department_signs,), inputs=(COMING, i.NOTE),
            stops=(SummonsClock.ANSWER,), rank=10,
        ),
        Step(
            name="dispute", label=pgettext_lazy("act", "称不相关"), done=_("称不相关"), sources=frozenset({D.CALLED}), target=D.DISPUTED,
            permission=Permission.ANSWER, basis=GROUND, guards=(own_department_signs,), inputs=(i.REASON,),
            stops=(SummonsClock.ANSWER,), rank=40,
        ),
        Step(
            name="insist", label=_("坚持召集"), done=pgettext_lazy("done", "坚持召集"), sources=frozenset({D.DISPUTED}), target=D.CALLED,
            permission=Permission.WHISTLE, basis=GROUND, inputs=(i.REASON,), starts=(ANSWER,), rank=20,
        ),
        Step(
            name="excuse", label=_("免到"), done=_("已免到"), sources=frozenset({D.CALLED, D.ANSWERED, D.DISPUTED}),
            target=D.EXCUSED, permission=Permission.WHISTLE, basis=GROUND, inputs=(i.REASON,),
            stops=(SummonsClock.ARRIVE, SummonsClock.ANSWER), rank=30,
        ),
        Step(
            name="sign_in", label=_("签到"), done=_("已签到"), sources=frozenset({D.CALLED, D.ANSWERED}), target=D.PRESENT,
            permission=Permission.ANSWER, basis=GROUND, guards=(own_department_signs,), inputs=(PHOTO, i.LON, i.LAT),
            stops=(SummonsClock.ARRIVE, SummonsClock.ANSWER), starts=(REPORT,), rank=12,
        ),
        Step(
            name="report_result", label=_("反馈结果"), done=_("已反馈结果"), sources=frozenset({D.PRESENT}),
            target=D.REPORTED, permission=Permission.ANSWER, basis=GROUND, guards=(own_department_signs,),
            inputs=(i.RESULT,), stops=(SummonsClock.REPORT,), rank=10,
        ),
        Step(
            name="mark_absent", label=_("记为未到"), done=_("已记为未到"),
            sources=frozenset({D.CALLED, D.ANSWERED, D.DISPUTED}), target=D.ABSENT, permission=Permission.WHISTLE,
            basis=GROUND, guards=(gathering_time_has_passed,), inputs=(i.NOTE,),
            stops=(SummonsClock.ARRIVE, SummonsClock.ANSWER), rank=50,
        ),
        Step(
            name="release", label=_("撤回召集"), done=_("随吹哨撤回"),
            sources=frozenset({D.CALLED, D.ANSWERED, D.DISPUTED, D.PRESENT}), target=D.EXCUSED, permission=None,
            basis=GROUND, open_to=SYSTEM, stops=(SummonsClock.ARRIVE, SummonsClock.ANSWER, SummonsClock.REPORT), rank=99,
        ),
        Step(
            name="warn", label=_("临期提醒"), done=_("临期提醒"), target=None, permission=None, basis=GROUND,
            sources=frozenset({D.CALLED, D.ANSWERED, D.DISPUTED, D.PRESENT}), open_to=SYSTEM, rank=99,
        ),
        Step(
            name="escalate", label=_("超时上报"), done=_("超时已上报"), target=None, permission=None, basis=GROUND,
            sources=frozenset({D.CALLED, D.ANSWERED, D.DISPUTED, D.PRESENT}), open_to=SYSTEM, rank=99,
        ),
    ),
)  # fmt: skip

"""From a draft to a list in force: drafted by one, reviewed by another, approved, published, amended, withdrawn."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.law import law
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures.table import Input, InputKind, Procedure, StateKind, Step
from chengzhi.powers.enums import ListState
from chengzhi.powers.models import PowerList
from chengzhi.powers.permissions import Permission
from chengzhi.powers.procedure import guards as g

S = ListState
SYSTEM = frozenset({ActorKind.SYSTEM})
OPEN = frozenset({S.DRAFT, S.IN_REVIEW, S.REVIEWED, S.APPROVED})
REASON = Input(name="reason", kind=InputKind.REASON, label=_("理由"))
OPINION = Input(name="opinion", kind=InputKind.REASON, label=_("审核意见"))
DOCUMENT = Input(name="document", kind=InputKind.TEXT, label=_("批准文号"))
FROM = Input(name="valid_from", kind=InputKind.DATE, label=_("施行日"))
UNTIL = Input(name="valid_to", kind=InputKind.DATE, label=_("失效日"), hint=_("从这天起不再施行"))
PLACE = Input(name="published_at", kind=InputKind.TEXT, label=_("公布载体"), hint=_("网址、公报期号或公示栏"))


def list_within(subject: AbstractSubject, capacity: Capacity, scope: Scope) -> bool:
    """Tell whether a scope of a capacity reaches a list: everywhere, or the lists of its own units."""
    return scope is Scope.CITY or cast("PowerList", subject).unit_id in capacity.unit_ids


POWER_LIST: Procedure[ListState] = Procedure(
    name="power_list",
    label=_("权责清单"),
    version=1,
    in_force_from="2026-11-24",
    states=ListState,
    kinds={
        **dict.fromkeys(OPEN, StateKind.OPEN),
        S.PUBLISHED: StateKind.CLOSED,
        S.SUPERSEDED: StateKind.ENDED,
        S.WITHDRAWN: StateKind.ENDED,
        S.DROPPED: StateKind.ENDED,
    },
    within=list_within,
    steps=(
        Step(
            name="draft", label=_("起草"), done=_("已起草"), sources=frozenset(), target=S.DRAFT,
            permission=Permission.DRAFT, basis=law("CF-039-1"), open_to=frozenset({ActorKind.PERSON, ActorKind.SYSTEM}),
            is_initial=True,
        ),
        Step(
            name="submit", label=_("送合法性审核"), done=_("已送审"), sources=frozenset({S.DRAFT}), target=S.IN_REVIEW,
            permission=Permission.DRAFT, basis=law("CF-016-1"), rank=10,
            guards=(g.list_has_items, g.clauses_stand_apart, g.penalties_rest_on_law, g.laws_are_in_force),
        ),
        Step(
            name="pass_review", label=_("审核通过"), done=_("审核已通过"), sources=frozenset({S.IN_REVIEW}),
            target=S.REVIEWED, permission=Permission.REVIEW, basis=law("CF-016-1"), inputs=(OPINION,), rank=10,
            guards=(g.reviewer_did_not_draft, g.penalties_rest_on_law, g.laws_are_in_force),
        ),
        Step(
            name="return_draft", label=_("退回修改"), done=_("已退回修改"),
            sources=frozenset({S.IN_REVIEW, S.REVIEWED}), target=S.DRAFT, permission=Permission.REVIEW,
            basis=law("CF-016-1"), inputs=(REASON,), rank=30,
        ),
        Step(
            name="approve", label=_("批准"), done=_("已批准"), sources=frozenset({S.REVIEWED}), target=S.APPROVED,
            permission=Permission.PUBLISH, basis=law("CF-017-1"), inputs=(DOCUMENT,), rank=10,
            guards=(g.laws_are_in_force,),
        ),
        Step(
            name="publish", label=_("公布"), done=_("已公布"), sources=frozenset({S.APPROVED}), target=S.PUBLISHED,
            permission=Permission.PUBLISH, basis=law("CF-005-1"), inputs=(FROM, PLACE), rank=10,
            guards=(g.public_entries_are_whole, g.delegations_are_documented, g.benchmarks_are_published,
                    g.laws_are_in_force),
            demands=(g.begins_after_what_it_amends,),
        ),
        Step(
            name="amend", label=_("动态调整"), done=_("已起草新版"), sources=frozenset({S.PUBLISHED}), target=None,
            permission=Permission.DRAFT, basis=law("CF-024-1"), inputs=(REASON,), guards=(g.no_revision_is_open,), rank=20,
        ),
        Step(
            name="supersede", label=_("由新版接替"), done=_("已由新版接替"), sources=frozenset({S.PUBLISHED}),
            target=S.SUPERSEDED, permission=None, basis=law("CF-005-1"), open_to=SYSTEM, rank=99,
        ),
        Step(
            name="withdraw", label=_("废止"), done=_("已废止"), sources=frozenset({S.PUBLISHED}), target=S.WITHDRAWN,
            permission=Permission.PUBLISH, basis=law("CF-005-1"), inputs=(REASON, UNTIL), guards=(g.no_revision_is_open,),
            demands=(g.ends_after_its_start,), is_destructive=True, rank=60,
        ),
        Step(
            name="drop", label=_("作废草案"), done=_("草案已作废"), sources=frozenset({S.DRAFT}), target=S.DROPPED,
            permission=Permission.DRAFT, basis=law("CF-039-1"), inputs=(REASON,), is_destructive=True, rank=80,
        ),
    ),
)  # fmt: skip

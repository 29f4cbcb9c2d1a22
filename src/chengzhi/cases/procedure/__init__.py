"""The procedure of a case, version 1: the whole loop as one table."""

from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import CaseState, Clock
from chengzhi.cases.procedure import checking, handling, intake, special
from chengzhi.cases.procedure.guards import within
from chengzhi.kernel.procedures.table import Procedure, StateKind

S = CaseState
SUSPENDED = {S.ON_HOLD, S.IN_CONFERENCE}
ENDED = {S.REFUSED, S.NOT_FILED, S.VOIDED, S.MERGED, S.INVALID}


def _kind(state: CaseState) -> StateKind:
    if state in ENDED:
        return StateKind.ENDED
    if state in SUSPENDED:
        return StateKind.SUSPENDED
    return StateKind.CLOSED if state is S.CLOSED else StateKind.OPEN


CASE: Procedure[CaseState] = Procedure(
    name="case",
    label=_("案卷闭环"),
    version=1,
    in_force_from="2026-01-01",
    states=CaseState,
    kinds={state: _kind(state) for state in CaseState},
    steps=(*intake.STEPS, *handling.STEPS, *checking.STEPS, *special.STEPS),
    within=within,
    clocks={clock.value: clock.label for clock in Clock},
)

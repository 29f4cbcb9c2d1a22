"""Supervision from above: order, reply, lifting."""

from django.utils.translation import gettext as _

from chengzhi.cases.enums import SupervisionLevel
from chengzhi.cases.models import Case, CaseStep, Supervision
from chengzhi.cases.services.acts import CaseAct, Prepared, official_act
from chengzhi.kernel.errors import BadInput


@official_act("supervise")
def supervise(case: Case, act: CaseAct) -> Prepared:
    """Put the case under supervision with an opinion that the unit must answer (督办)."""
    level = act.text("level")
    if level and level not in SupervisionLevel.values:
        raise BadInput({"level": _("请选普通督办、黄牌督办或红牌督办。")})

    def after(row: CaseStep) -> None:
        Supervision.objects.create(
            case=case, level=level, opinion=act.text("opinion")[:400], by_name=act.capacity.person_name,
            asked_at=row.taken_at,
        )  # fmt: skip

    return Prepared(changes={"supervision": level}, after=after)


@official_act("reply_supervision")
def reply_supervision(case: Case, act: CaseAct) -> Prepared:
    """Answer the supervision (回复督办)."""
    return Prepared(
        after=lambda row: _update(case, reply=act.text("opinion")[:400], replied_at=row.taken_at),
    )


@official_act("lift_supervision")
def lift_supervision(case: Case, _act: CaseAct) -> Prepared:
    """End the supervision; its record stays (撤销督办)."""
    return Prepared(changes={"supervision": ""}, after=lambda row: _update(case, lifted_at=row.taken_at))


def _update(case: Case, **columns: object) -> None:
    case.supervisions.filter(lifted_at=None).update(**columns)

"""Which unit the rules propose for a case: the most exact rule wins, a ruling before a plain rule."""

from datetime import date

from django.db.models import Q

from chengzhi.cases.models import Case, DispatchRule
from chengzhi.kernel import clock
from chengzhi.organisation.models import Unit


def rules_for(case: Case, on: date | None = None) -> list[DispatchRule]:
    """Return the rules that fit a case on a day and name a unit of that day, most exact first."""
    day = on or clock.now().date()
    trade = case.standard.default_handler if case.standard and case.standard.default_handler else case.category.handler
    fits = Q(category=case.category_id) | (Q(category=None, handler=trade) & ~Q(handler=""))
    dated = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    standing = Q(unit__valid_from__lte=day) & (Q(unit__valid_to=None) | Q(unit__valid_to__gt=day))
    rules = DispatchRule.objects.filter(fits, dated, standing).select_related("unit")
    near = [one for one in rules if case.cell_code.startswith(one.division_code)]
    return sorted(near, key=lambda one: (one.category_id is None, -len(one.division_code), not one.is_ruling, -one.pk))


def proposed_unit(case: Case, on: date | None = None) -> tuple[Unit | None, str]:
    """Return the unit proposed for a case and the ground of the proposal; None when no rule fits."""
    unit = case.standard.default_unit if case.standard else None
    if case.standard and unit and stands(unit, on or clock.now().date()):
        return unit, f"立案条件 {case.standard.number}"
    for rule in rules_for(case, on):
        return rule.unit, rule.ground
    return None, ""


def stands(unit: Unit, day: date) -> bool:
    """Tell whether a unit is in force on a day."""
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to > day)

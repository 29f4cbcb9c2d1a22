"""What may be chosen for an act: units, people, standards, categories; the likeliest stands first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.rules import proposed_unit
from chengzhi.cases.selectors.similar import similar_cases
from chengzhi.catalogue.models import FilingStandard
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.grid.selectors import collector_of
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.procedures import Act, Input, InputKind, Step
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import in_force
from chengzhi.organisation.selectors import holders, holders_in_units, unit_tree_ids, units_as_of

Option = tuple[str, Any]
# Who supervises, dispatches and judges does not handle; a district and its communities hold no working unit.
NOT_HANDLING = {UnitKind.DISTRICT, UnitKind.CENTRE, UnitKind.TEAM}
MOST_LIKE = 5


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """Options for the inputs of an act on one case, as its viewer may choose them; callable by input."""

    viewer: Capacity
    case: Case

    def __call__(self, one: Input) -> Sequence[Option]:
        """Return (value, label) pairs; an empty value first means that nothing need be chosen."""
        match one.kind:
            case InputKind.UNIT | InputKind.UNITS:
                return self.units()
            case InputKind.PERSON:
                return self.handlers() if one.name == "handler" else self.collectors()
            case InputKind.STANDARD:
                return self.standards()
            case InputKind.CATEGORY:
                return self.categories()
            case InputKind.CASE:
                return self.like()
        return list(one.choices)

    def units(self) -> list[Option]:
        """Return the units in force that handle; the one the rules propose comes first."""
        proposal, _ground = proposed_unit(self.case)
        units = [one for one in units_as_of() if one.kind not in NOT_HANDLING]
        plain = [(str(one.id), one.name) for one in units if proposal is None or one.id != proposal.pk]
        if proposal is None:
            return plain
        return [(str(proposal.pk), _("%(unit)s（规则建议）") % {"unit": proposal.name}), *plain]

    def handlers(self) -> list[Option]:
        """Return who handles in the unit of the case and below it, on post today."""
        unit = self.case.handling_unit_id or self.viewer.unit_id
        found = holders_in_units(Permission.HANDLE, unit_tree_ids(unit)) if unit else []
        return [(str(one.appointment_id), f"{one.person_name} · {one.post_name} · {one.unit_name}") for one in found]

    def collectors(self) -> list[Option]:
        """Return the collectors of the street, the one whose cell it is as the empty choice."""
        code = self.case.cell_code
        found = holders(Permission.PATROL, code) if code else []
        duty = collector_of(code) if code else None
        first = _("网格的采集员：%(name)s") % {"name": duty.name} if duty else _("网格没有采集员，请选一位")
        others = [
            (str(one.appointment_id), f"{one.person_name} · {one.unit_name}")
            for one in found
            if duty is None or one.person_id != duty.person_id
        ]
        return [("", first), *others]

    def standards(self) -> list[Option]:
        """Return the written conditions of the category in force today for the region level, with their limits."""
        rows = [(str(one.pk), standard_words(one)) for one in standards_for(self.case)]
        return rows or [("", _("这个小类今天没有有效的立案条件，请先改小类"))]

    def categories(self) -> list[Option]:
        """Return the categories in force today, grouped by their big class: an old one may have no standards left."""
        rows = categories_in_force().order_by("kind", "big_code", "code", "name")
        grouped = groupby(rows, key=lambda one: f"{one.get_kind_display()} · {one.big_name}")
        kept = _("不改（现在是%(name)s）") % {"name": self.case.category.name}
        return [("", kept), *((name, [(str(one.pk), one.name) for one in group]) for name, group in grouped)]

    def like(self) -> list[Option]:
        """Return open cases near by that may be the same matter, by number."""
        case = self.case
        found = similar_cases(self.viewer, lon=case.lon, lat=case.lat, words=case.description, limit=MOST_LIKE)
        return [(one.case.number, one.case.summary) for one in found if one.case.pk != case.pk]


def standards_for(case: Case) -> list[FilingStandard]:
    """Return the standards of a case's category that hold today for its region level; its own level first."""
    levels = Q(level="") | Q(level=case.grade)
    rows = FilingStandard.objects.filter(levels, in_force(clock.now().date()), category=case.category_id)
    exact: dict[int, FilingStandard] = {}
    for one in sorted(rows, key=lambda row: (row.condition_no, row.level == "")):
        exact.setdefault(one.condition_no, one)
    return list(exact.values())


def standard_words(one: FilingStandard) -> str:
    """Return a standard in one line: number, condition, limit, when it may be closed."""
    parts = {"number": one.number, "condition": one.condition, "limit": one.limit, "closing": one.closing_rule}
    words = _("%(number)s %(condition)s · 限 %(limit)s") if not one.closing_rule else _(
        "%(number)s %(condition)s · 限 %(limit)s · 结案要求：%(closing)s"
    )  # fmt: skip
    return words % parts


def first_values(case: Case, step: Step[Any]) -> dict[str, Any]:
    """Return what the form of an act holds before anything is typed: the proposed unit, the only standard, the facts."""
    found: dict[str, Any] = {}
    for one in step.inputs:
        if one.kind is InputKind.UNIT and step.name == "dispatch":
            proposal, _ground = proposed_unit(case)
            found[one.name] = proposal.pk if proposal else ""
        if one.kind is InputKind.STANDARD:
            rows = standards_for(case)
            found[one.name] = rows[0].pk if len(rows) == 1 else ""
        if step.name == "correct_facts" and one.name in {"place", "lon", "lat"}:
            value = getattr(case, one.name)
            found[one.name] = f"{value:.6f}" if isinstance(value, float) else value
    return found


def hints_for(case: Case, step: Step[Any]) -> dict[str, str]:
    """Return what to say under the inputs of an act beyond their own hints: the ground of the proposed unit."""
    if step.name == "correct_facts" and case.standard:
        return {"category": _kept_condition(case) % {"number": case.standard.number}}
    if not any(one.kind is InputKind.UNIT for one in step.inputs):
        return {}
    proposal, ground = proposed_unit(case)
    if proposal is None:
        return {"unit": _("没有合适的派遣规则，请自己选。")}
    return {"unit": _("规则建议：%(unit)s。依据：%(ground)s") % {"unit": proposal.name, "ground": ground}}


def _kept_condition(case: Case) -> str:
    """Return what becomes of the filing condition when the category of a filed case is corrected, and the way out."""
    if case.state in {CaseState.REPORTED, CaseState.ACCEPTED}:
        return _("案卷曾按条件 %(number)s 立案，重新立案时按新的小类选条件。")
    if case.state == CaseState.FILED:
        return _(
            "案卷已按条件 %(number)s 立案。改小类不改立案条件，时限和结案要求仍按它算；"
            "要按新小类的条件，请派遣员回退给受理员，改小类后重新立案。"
        )
    return _("案卷已按条件 %(number)s 立案。改小类不改立案条件，时限和结案要求仍按它算。")


def asked_for(viewer: Capacity, case: Case, step: Step[Any]) -> frozenset[str]:
    """Return the inputs that the demands of a step would miss if the act brought nothing along."""
    empty = Act(subject=case, step=step, capacity=viewer, now=clock.now())
    return frozenset(refusal.action for demand in step.demands if (refusal := demand(empty)) is not None)

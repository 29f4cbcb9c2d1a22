"""One case with everything that belongs to it, read in two round trips and carried by the case itself.

The page of a case, its acts and their guards ask the same small tables again and again. A case read here answers them
from memory: ``case.requests.all()`` and its like cost nothing, while ``filter()`` asks the database as ever.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects

from chengzhi.cases.models import (
    Case,
    CaseClock,
    CaseMedia,
    CaseRequest,
    CaseStep,
    FieldTask,
    JointUnit,
    Report,
    Supervision,
)
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.reachsql import reach_clause
from chengzhi.cases.selectors.registers import known_channels, with_registers
from chengzhi.catalogue.models import FilingStandard
from chengzhi.evidence.models import Blob, Item
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.prepared import send_together
from chengzhi.kernel.reading import whole
from chengzhi.organisation.models import Appointment, Person, Unit

Rows = Mapping[int, Any]
ITS_KEY = "(SELECT id FROM cases_case WHERE number = %s)"
BY_KEY = "id = ANY(%s)"
# What else is read by the same keys.
BESIDE: dict[type[models.Model], tuple[tuple[type[models.Model], str], ...]] = {
    Appointment: ((Person, "id IN (SELECT person_id FROM organisation_appointment WHERE id = ANY(%s))"),),
    Item: ((Blob, "id IN (SELECT blob_id FROM evidence_item WHERE id = ANY(%s))"),),
}


class Part(NamedTuple):
    """Rows that belong to a case: the name under which it gives them, their key to it, and their order."""

    name: str
    model: type[models.Model]
    key: str = "case_id"
    order: str = "id"


@cache
def _statement(part: Part) -> str:
    return whole(part.model).where(f"{part.key} = {ITS_KEY} ORDER BY {part.order}")


PARTS = (
    Part("clocks", CaseClock, "subject_id", "started_at, id"),
    Part("steps", CaseStep, "subject_id", "seq"),
    Part("media", CaseMedia),
    Part("reports", Report),
    Part("requests", CaseRequest),
    Part("joint_units", JointUnit),
    Part("supervisions", Supervision),
    Part("tasks", FieldTask),
)


def whole_case(viewer: Capacity, number: str, permission: Permission = Permission.READ) -> Case:
    """Return one case that carries what belongs to it and what it names, or raise NotFound outside the reach."""
    where = reach_clause(viewer, permission)
    reached = whole(Case).where(f"number = %s AND {where.sql}")
    asked = [(reached, (number, *where.params)), *((_statement(part), (number,)) for part in PARTS)]
    found, *belonging = send_together(asked)
    if not found:
        raise NotFound
    case: Case = whole(Case).made_of(found)[0]
    with_registers(case)
    for part, rows in zip(PARTS, belonging, strict=True):
        _carry(case, part.name, whole(part.model).made_of(rows))
    _name(case)
    return case


def _carry(row: models.Model, name: str, rows: list[Any]) -> None:
    """Let a row answer ``row.name.all()`` from memory, as after ``prefetch_related``, which cannot take rows in."""
    kept = getattr(row, name).all()
    vars(kept).update(_result_cache=rows, _prefetch_done=True)
    vars(row).setdefault("_prefetched_objects_cache", {})[name] = kept


def carry_media(case: Case) -> None:
    """Let a case carry its media with their files, unless it does already."""
    prefetch_related_objects([case], Prefetch("media", CaseMedia.objects.select_related("item__blob")))


def _name(case: Case) -> None:
    """Give the case and its rows the units, people, conditions and files that they name."""
    tasks = [one for one in case.tasks.all() if one.answered_at is None]
    asking: list[CaseRequest | JointUnit] = [*case.requests.all(), *case.joint_units.all()]
    found = _rows(
        {
            Unit: {case.handling_unit_id, *(one.unit_id for one in asking)},
            FilingStandard: {case.standard_id},
            Appointment: {case.patroller_id, *(one.assignee_id for one in tasks)},
            Item: {one.item_id for one in case.media.all()},
        }
    )
    _set((case,), "handling_unit", found[Unit])
    _set((case,), "standard", found[FilingStandard])
    _set((case,), "patroller", found[Appointment])
    _set(tasks, "assignee", found[Appointment])
    _set(asking, "unit", found[Unit])
    _set(case.media.all(), "item", found[Item])
    _set(case.reports.all(), "channel", known_channels())


def _rows(wanted: Mapping[type[models.Model], Iterable[int | None]]) -> dict[type[models.Model], Rows]:
    """Return rows by their key, all in one round trip; an appointment comes with its person, a file with its bytes."""
    keys = {model: {one for one in some if one is not None} for model, some in wanted.items()}
    asked: list[tuple[type[models.Model], str, str]] = []
    for model, some in keys.items():
        listed = f"{{{','.join(map(str, some))}}}"
        sources = ((model, BY_KEY), *BESIDE.get(model, ())) if some else ()
        asked += [(source, whole(source).where(condition), listed) for source, condition in sources]
    answers = send_together([(statement, (listed,)) for _source, statement, listed in asked]) if asked else []
    found: dict[type[models.Model], Rows] = {**{model: {} for model in wanted}, Person: {}, Blob: {}}
    for (source, _statement, _listed), rows in zip(asked, answers, strict=True):
        found[source] = {one.pk: one for one in whole(source).made_of(rows)}
    _set(found[Appointment].values(), "person", found[Person])
    _set(found[Item].values(), "blob", found[Blob])
    return found


def _set(rows: Iterable[models.Model], name: str, found: Rows) -> None:
    """Give rows what they name; what was not read is read when somebody asks for it."""
    for row in rows:
        named = found.get(getattr(row, f"{name}_id"))
        if named is not None:
            setattr(row, name, named)

"""Certificates from a sheet: tried out row by row, then the good rows written in one go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import Cell, DryRun, Fate, Row, RowFate, read_table
from chengzhi.organisation.models import Appointment, Person, Unit, in_force
from chengzhi.organisation.selectors import reach, today
from chengzhi.staffing.enums import CertificateActKind, CertificateKind
from chengzhi.staffing.models import Certificate, CertificateAct
from chengzhi.staffing.permissions import Permission
from chengzhi.staffing.services.acts import certificate_values
from chengzhi.staffing.services.checks import (
    Details,
    cleaned,
    fault_of_person,
    fault_of_unit,
    faults_of,
    overlapping,
)
from chengzhi.staffing.services.records import Ground, act_values, checked_ground

COLUMNS = {
    "name": "姓名", "unit": "所在单位", "kind": "证件种类", "number": "证件编号", "area_code": "执法区域代码",
    "issued_by": "发证机关", "valid_from": "有效期起", "last_day": "有效期至",
}  # fmt: skip
NEEDED = ("name", "unit", "number", "issued_by", "valid_from")
KINDS = {
    "": CertificateKind.OFFICER, "执法证": CertificateKind.OFFICER, "行政执法证": CertificateKind.OFFICER,
    "法律职业资格": CertificateKind.REVIEWER, "法制审核": CertificateKind.REVIEWER, "听证主持人证": CertificateKind.HEARING,
    **{kind.value: kind for kind in CertificateKind},
}  # fmt: skip
BATCH = 500


@dataclass(slots=True)
class Plan:
    """The fate of every row, and the certificates that the good ones would make."""

    fates: list[RowFate] = field(default_factory=list)
    wanted: list[tuple[Person, Unit, Details]] = field(default_factory=list)

    @property
    def dry_run(self) -> DryRun:
        return DryRun(self.fates)


def check_certificates(*, path: Path, capacity: Capacity, columns: Mapping[str, str] | None = None) -> DryRun:
    """Return what the sheet would do; nothing is written. ``columns`` gives its headings by our names."""
    return _plan(path, capacity, columns or COLUMNS).dry_run


@transaction.atomic
def import_certificates(*, path: Path, ground: Ground, columns: Mapping[str, str] | None = None) -> DryRun:
    """The good rows of the sheet are registered, each with a row in its record; the others are told with reasons."""
    checked_ground(ground, needs_document=False)
    plan = _plan(path, ground.capacity, columns or COLUMNS)
    made = Certificate.objects.bulk_create(
        (Certificate(**certificate_values(*one)) for one in plan.wanted), batch_size=BATCH
    )
    acts = (CertificateAct(**act_values(one, CertificateActKind.IMPORT, ground)) for one in made)
    CertificateAct.objects.bulk_create(acts, batch_size=BATCH)
    return plan.dry_run


def _plan(path: Path, capacity: Capacity, columns: Mapping[str, str]) -> Plan:
    table = read_table(path)
    missing = [COLUMNS[key] for key in NEEDED if columns.get(key) not in table.columns]
    if missing:
        words = _("表里缺少这些列：%(missing)s。请补上后再导入。")
        raise BadInput(words % {"missing": "、".join(missing)})
    book = _Book(capacity)
    plan = Plan()
    for row in table.rows:
        plan.fates.append(_fate(row, columns, book, plan))
    return plan


class _Book:
    """What rows are compared with: units within reach, who works in them, numbers and days already taken."""

    def __init__(self, capacity: Capacity) -> None:
        units = reach(capacity, Permission.MANAGE)
        rows = Unit.objects.filter(in_force(today()))
        self.units: dict[str, Unit] = {}
        for unit in rows if units is None else rows.filter(pk__in=units):
            self.units.update({unit.code: unit, unit.name: unit})
        self.people: dict[tuple[int, str], list[Person]] = {}
        held = Appointment.objects.filter(in_force(today())).select_related("person", "post")
        for one in held:
            known = self.people.setdefault((one.post.unit_id, one.person.name), [])
            if one.person not in known:
                known.append(one.person)
        self.numbers = {one.number: one for one in Certificate.objects.select_related("person", "unit")}
        self.seen: dict[tuple[int, str], list[tuple[int, Details]]] = {}
        self.new_numbers: dict[str, int] = {}


def _fate(row: Row, columns: Mapping[str, str], book: _Book, plan: Plan) -> RowFate:
    facts = {key: _text(row.values.get(columns[key])) for key in COLUMNS if key in columns}
    shown = {COLUMNS[key]: value for key, value in facts.items()}
    try:
        person, unit, details = _read(facts, book)
    except BadInput as fault:
        errors = {COLUMNS.get(name, name): words[0] for name, words in fault.errors.items()}
        return RowFate(row.number, Fate.REFUSED, facts["number"], errors, after=shown)
    if known := book.numbers.get(details.number):
        return _against_known(row, known, (person, unit, details), shown)
    errors = dict(_clashes(person, unit, details, book))
    if errors:
        return RowFate(row.number, Fate.REFUSED, details.number, errors, after=shown)
    book.new_numbers[details.number] = row.number
    book.seen.setdefault((person.pk, details.kind), []).append((row.number, details))
    plan.wanted.append((person, unit, details))
    return RowFate(row.number, Fate.NEW, details.number, after=shown)


def _against_known(
    row: Row, known: Certificate, stated: tuple[Person, Unit, Details], shown: Mapping[str, str]
) -> RowFate:
    """Return the fate of a row whose number is registered: the same facts are no change, others are refused."""
    person, _unit, details = stated
    facts = (details.kind, details.valid_from, details.ends_on)
    if (known.person_id, known.kind, known.valid_from, known.valid_to) == (person.pk, *facts):
        return RowFate(row.number, Fate.SAME, details.number, after=shown)
    words = _("编号 %(number)s 已登记在%(name)s名下，内容不同。请核对；换证请用“换发”。")
    errors = {COLUMNS["number"]: words % {"number": details.number, "name": known.person.name}}
    return RowFate(row.number, Fate.REFUSED, details.number, errors, after=shown)


def _clashes(person: Person, unit: Unit, details: Details, book: _Book) -> Iterator[tuple[str, str]]:
    if before := book.new_numbers.get(details.number):
        yield COLUMNS["number"], _("编号和第 %(row)s 行相同。请核对。") % {"row": before}
    if words := fault_of_person(person, details.kind):
        yield COLUMNS["name"], words
    if words := fault_of_unit(unit, details.valid_from):
        yield COLUMNS["unit"], words
    if words := overlapping(person.pk, details):
        yield COLUMNS["valid_from"], words
    for number, other in book.seen.get((person.pk, details.kind), []):
        if _meet(other, details):
            yield COLUMNS["valid_from"], _("和第 %(row)s 行是同一人同一种证件，有效期重叠。") % {"row": number}


def _meet(one: Details, other: Details) -> bool:
    begins_before = one.ends_on is None or other.valid_from < one.ends_on
    return begins_before and (other.ends_on is None or one.valid_from < other.ends_on)


def _read(facts: Mapping[str, str], book: _Book) -> tuple[Person, Unit, Details]:
    """Return whom a row means and what it states; raises BadInput by field with all that cannot be read."""
    faults: dict[str, str] = {}
    kind = KINDS.get(facts.get("kind", ""))
    if kind is None:
        faults["kind"] = _("应写“行政执法证”“法律职业资格”或“听证主持人证”")
    begin = _day(facts["valid_from"], "valid_from", faults)
    end = _day(facts["last_day"], "last_day", faults) if facts.get("last_day") else None
    if not facts["valid_from"]:
        faults["valid_from"] = _("空着，请填日期")
    unit = book.units.get(facts["unit"])
    person = _person(facts, unit, book, faults)
    if kind is not None and begin is not None:
        stated = Details(
            kind=kind, number=facts["number"], issued_by=facts["issued_by"], valid_from=begin, last_day=end,
            area_code=facts.get("area_code", ""),
        )  # fmt: skip
        details = cleaned(stated)
        faults = {**faults_of(details), **faults}
    if faults or unit is None or person is None:
        raise BadInput(faults)
    return person, unit, details


def _person(facts: Mapping[str, str], unit: Unit | None, book: _Book, faults: dict[str, str]) -> Person | None:
    if unit is None:
        faults["unit"] = _("没有单位“%(name)s”，或不归您管。请填机构名称或代码") % {"name": facts["unit"]}
        return None
    found = book.people.get((unit.pk, facts["name"]), [])
    if len(found) == 1:
        return found[0]
    words = _("“%(name)s”在这个单位有 %(count)s 人。请先登记人员和任职；同名的请逐个登记")
    faults["name"] = words % {"name": facts["name"], "count": len(found)}
    return None


def _day(text: str, key: str, faults: dict[str, str]) -> date | None:
    plain = text.replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").removesuffix("日")
    try:
        found = parse_date("-".join(part.zfill(2) for part in plain.split("-")))
    except ValueError:
        found = None
    if found is None and text:
        faults[key] = _("“%(text)s”不是日期，请写成 2026-12-01") % {"text": text[:20]}
    return found


def _text(value: Cell) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()

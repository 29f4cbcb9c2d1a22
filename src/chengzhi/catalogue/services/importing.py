"""Taking over filing standards from a sheet: first the fate of every row, then, if wanted, the deed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.catalogue.limit_words import Reading
from chengzhi.catalogue.logged import STANDARD, standard_title
from chengzhi.catalogue.models import Category, Edition, FilingStandard
from chengzhi.catalogue.models.periods import in_force
from chengzhi.catalogue.naming import name_key
from chengzhi.catalogue.permissions import Permission, demand
from chengzhi.catalogue.services.categories import build_category, renew
from chengzhi.catalogue.services.sheets import Line, known_columns, read_lines
from chengzhi.catalogue.services.standards import standard_number
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.limits import LimitUnit
from chengzhi.kernel.settings_log import ImportedFile, Values, file_hash, note_import
from chengzhi.kernel.tabular import DryRun, Fate, Row, RowFate, read_table

_ORDER = (Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.SAME)
CategoryId = tuple[str, str]
StandardId = tuple[str, str, str, str]


def import_standards(
    *,
    path: Path,
    edition: Edition,
    capacity: Capacity,
    valid_from: dt.date | None = None,
    reading: Reading = Reading.REFUSE,
    source: str = "",
    is_dry_run: bool = False,
    original: Path | None = None,
) -> DryRun:
    """The good rows of a sheet are in the edition; each row's fate is returned, and the same sheet again changes nothing.

    New rows add standards (and categories the edition lacks), changed ones amend from ``valid_from``, today if not given;
    refused ones change nothing. The log keeps the SHA-256 of the file that was handed in, ``original`` where the sheet is
    a copy of it. Raises BadInput for a sheet that cannot be read at all.
    """
    demand(capacity, Permission.MANAGE)
    table = read_table(path)
    columns = known_columns(table.columns)
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        register = Register.of(edition, valid_from or clock.now().date())
        fates = DryRun([_fate(row, columns, register, reading, source) for row in table.rows])
        if not is_dry_run:
            register.write()
            _note(register, fates, capacity, original or path, source)
    return fates


@dataclass(slots=True)
class Register:
    """What the edition holds on the day, and what the sheet would make of it."""

    edition: Edition
    day: dt.date
    categories: dict[CategoryId, Category]
    standards: dict[StandardId, FilingStandard]
    numbers: dict[CategoryId, dict[str, int]]
    new_categories: list[Category] = field(default_factory=list)
    new_standards: list[FilingStandard] = field(default_factory=list)
    ended: list[FilingStandard] = field(default_factory=list)
    stated_on: dict[StandardId, int] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition, day: dt.date) -> "Register":
        """Return the register of an edition as it is on a day, or later where a version begins later."""
        categories = {(one.kind, one.key): one for one in edition.categories.all()}
        rows = FilingStandard.objects.filter(category__edition=edition).select_related("category")
        held = rows.filter(in_force(day)) | rows.filter(valid_from__gt=day, valid_to=None)
        numbers: dict[CategoryId, dict[str, int]] = {}
        for one in rows.order_by("condition_no"):
            numbers.setdefault((one.category.kind, one.category.key), {})[one.condition] = one.condition_no
        return cls(
            edition=edition,
            day=day,
            categories=categories,
            standards={_identity(one.category, one.condition, one.level): one for one in held.order_by("valid_from")},
            numbers=numbers,
        )

    def category_for(self, line: Line) -> Category:
        """Return the category a line speaks of, new where the edition lacks it; raise BadInput where code and name clash."""
        key = name_key(line.name, line.big_name)
        known = self.categories.get((line.kind, key))
        if known:
            if line.code and known.code and known.code != line.code:
                words = _("“%(name)s”在本版的代码是 %(known)s，表里写的是 %(code)s。请核对后改正其中一个")
                raise BadInput({"code": words % {"name": known.name, "known": known.code, "code": line.code}})
            return known
        taken = next(
            (one for one in self.categories.values() if line.code and (one.kind, one.code) == (line.kind, line.code)),
            None,
        )
        if taken:
            words = _("代码 %(code)s 在本版是“%(known)s”，表里写的是“%(name)s”。请核对后改正其中一个")
            raise BadInput({"code": words % {"code": line.code, "known": taken.name, "name": line.name}})
        category = build_category(
            edition=self.edition,
            kind=line.kind,
            big_name=line.big_name,
            code=line.code,
            name=line.name,
            handler=line.handler,
        )
        category.is_city_extension = line.is_city_extension
        return category

    def keep_category(self, category: Category) -> None:
        """Note a category to be made, once."""
        if (category.kind, category.key) not in self.categories:
            self.categories[category.kind, category.key] = category
            self.new_categories.append(category)

    def keep_standard(self, category: Category, line: Line, old: FilingStandard | None) -> None:
        """Note a version to be made, and the one it takes the place of."""
        new = _version(category, line, self._number_of(category, line.condition), self.day)
        if old is not None:
            old.valid_to = max(self.day, old.valid_from)
            new.valid_from = old.valid_to
            self.ended.append(old)
        self.standards[_identity(category, line.condition, line.level)] = new
        self.new_standards.append(new)

    def write(self) -> None:
        """Put everything noted into the database."""
        Category.objects.bulk_create(self.new_categories)
        for one in self.ended:
            FilingStandard.objects.filter(pk=one.pk).update(valid_to=one.valid_to)
        for new in self.new_standards:
            category = new.category
            # Given again now that it is saved: setting the bare key would make Django look each category up.
            new.category, new.number = category, standard_number(category, new.condition_no)
        FilingStandard.objects.bulk_create(self.new_standards)
        if self.new_categories:
            renew(self.edition)

    def changes(self) -> Iterable[tuple[str, Values, Values]]:
        """Yield each version made: what it is called, what the one before it said, what it says."""
        replaced = {_identity(one.category, one.condition, one.level): one for one in self.ended}
        for new in self.new_standards:
            old = replaced.get(_identity(new.category, new.condition, new.level))
            yield standard_title(new), STANDARD.values(old) if old else {}, STANDARD.values(new)

    def _number_of(self, category: Category, condition: str) -> int:
        """Return the number of a condition: the same words keep the same number, at every level and for ever."""
        numbers = self.numbers.setdefault((category.kind, category.key), {})
        return numbers.setdefault(condition, max(numbers.values(), default=0) + 1)


def _note(register: Register, fates: DryRun, capacity: Capacity, path: Path, source: str) -> None:
    """Write the import into the log: one line for the whole sheet."""
    edition = register.edition
    file = ImportedFile(
        key=edition.code,
        label=edition.name,
        counts=fates.counts,
        source=source or path.name,
        file_hash=file_hash(path),
    )
    note_import(capacity=capacity, setting=STANDARD, file=file, rows=register.changes())


def _fate(row: Row, columns: Mapping[str, str], register: Register, reading: Reading, source: str) -> RowFate:
    """Return what becomes of a row, and note it in the register; a refused row leaves no trace."""
    try:
        lines = read_lines(row, columns, reading, source)
        category = register.category_for(lines[0])
        _refuse_contradiction(lines, category, register, row.number)
    except BadInput as fault:
        errors = {field: " ".join(words) for field, words in fault.errors.items()}
        return RowFate(row.number, Fate.REFUSED, errors=errors, after=row.values)
    register.keep_category(category)
    found = [_line_fate(line, category, register, row.number) for line in lines]
    fate = min((one.fate for one in found), key=_ORDER.index)
    telling = next(one for one in found if one.fate is fate)
    return RowFate(row.number, fate, key=telling.key, before=telling.before, after=telling.after)


def _line_fate(line: Line, category: Category, register: Register, number: int) -> RowFate:
    identity = _identity(category, line.condition, line.level)
    old = register.standards.get(identity)
    register.stated_on.setdefault(identity, number)
    key, after = f"{line.code} {line.name}：{line.condition}".strip(), _shown(line)
    before = _shown_version(old) if old else {}
    if before == after:
        return RowFate(number, Fate.SAME, key=key, before=before, after=after)
    register.keep_standard(category, line, old)
    return RowFate(number, Fate.CHANGED if old else Fate.NEW, key=key, before=before, after=after)


def _refuse_contradiction(lines: Iterable[Line], category: Category, register: Register, number: int) -> None:
    """Raise BadInput where an earlier row of the sheet says something else of the same condition."""
    for line in lines:
        identity = _identity(category, line.condition, line.level)
        earlier = register.stated_on.get(identity)
        held = register.standards.get(identity)
        if earlier and earlier != number and held and _shown_version(held) != _shown(line):
            words = _("与第 %(row)d 行是同一分类、同一立案条件，内容却不同。请合并成一行，或写清两个条件的区别")
            raise BadInput({"": words % {"row": earlier}})


def _identity(category: Category, condition: str, level: str) -> StandardId:
    return category.kind, category.key, condition, level


def _version(category: Category, line: Line, number: int, day: dt.date) -> FilingStandard:
    return FilingStandard(
        category=category,
        condition_no=number,
        condition=line.condition,
        closing_rule=line.closing_rule,
        level=line.level,
        limit_value=line.limit.value,
        limit_unit=line.limit.unit,
        limit_note=line.limit.note,
        default_handler=line.handler or category.handler,
        default_unit_text=line.unit_text,
        valid_from=day,
        verified=line.verified,
        source=line.source,
    )


def _shown(line: Line) -> dict[str, Any]:
    """Return what the dry run shows and compares of a line."""
    return {
        _("结案条件"): line.closing_rule,
        _("时限"): f"{line.limit.value} {LimitUnit(line.limit.unit).label}",
        _("时限说明"): line.limit.note,
        _("级别"): line.level.value,
        _("处置单位"): line.unit_text,
    }


def _shown_version(standard: FilingStandard) -> dict[str, Any]:
    return {
        _("结案条件"): standard.closing_rule,
        _("时限"): f"{standard.limit_value} {LimitUnit(standard.limit_unit).label}",
        _("时限说明"): standard.limit_note,
        _("级别"): standard.level,
        _("处置单位"): standard.default_unit_text,
    }

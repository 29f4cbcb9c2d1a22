"""Reading the log of changed settings: the book of the audit administrator, and the latest changes of one page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models.setting_changes import SettingsChange
from chengzhi.kernel.permissions import OfficialPermission, Permission, Words
from chengzhi.kernel.settings_log import Fact, Setting, say, setting_of
from chengzhi.kernel.tabular import Fate

SHOWN_ON_A_PAGE = 10
SHOWN_OF_AN_IMPORT = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a change in words: what it was and what it is; a side that says nothing is None."""

    label: Words
    before: str | None
    after: str | None

    def __str__(self) -> str:
        sides = " → ".join(one for one in (self.before, self.after) if one is not None)
        return _("%(label)s：%(sides)s") % {"label": self.label, "sides": sides} if self.label else sides


@dataclass(frozen=True, slots=True)
class Told:
    """A change as a page tells it; ``more`` rows of an import are kept but not shown."""

    row: SettingsChange
    setting: Words
    which: Words
    lines: list[Line]
    more: int

    @property
    def who(self) -> str:
        parts = (self.row.person_name, self.row.post_name, self.row.unit_name)
        return " ".join(one for one in parts if one) or _("系统")


def changes_for_audit(
    viewer: Capacity, *, text: str = "", setting: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[SettingsChange]:
    """Return the log, newest first, narrowed to words, a setting and whole days, both included; raises Forbidden."""
    _demand(viewer, Permission.READ_AUDIT)
    rows = SettingsChange.objects.all()
    if setting_of(setting):
        rows = rows.filter(setting=setting)
    if words := "".join(char for char in text if char.isprintable()).strip():
        who = Q(person_name__contains=words) | Q(account_name__contains=words) | Q(unit_name__contains=words)
        rows = rows.filter(who | Q(label__contains=words) | Q(key__contains=words))
    if since is not None:
        rows = rows.filter(at__gte=_midnight(since))
    if until is not None:
        rows = rows.filter(at__lt=_midnight(until) + timedelta(days=1))
    return rows


def latest_changes(viewer: Capacity, right: OfficialPermission, *codes: str, keys: Q | None = None) -> list[Told]:
    """Return the newest changes of the settings with these codes for whoever keeps them by a right; raises Forbidden."""
    _demand(viewer, right)
    rows = SettingsChange.objects.filter(keys or Q(), setting__in=codes)
    return [told(one) for one in rows[:SHOWN_ON_A_PAGE]]


def told(row: SettingsChange, most: int = SHOWN_OF_AN_IMPORT) -> Told:
    """Return a change in the language of the reader; of an import, the counts and its first rows."""
    setting = setting_of(row.setting)
    lines = _import_lines(row, setting) if row.summary else _lines(setting, row.before, row.after)
    shown = lines[: most + 1] if row.summary else lines
    return Told(
        row=row,
        setting=setting.name if setting else row.setting,
        which=setting.titled(row.key, row.label) if setting else row.label,
        lines=shown,
        more=max(_changed(row), len(lines) - 1) - len(shown) + 1 if row.summary else 0,
    )


def in_words(row: SettingsChange) -> str:
    """Return all that is kept of a change in one sentence, as a workbook shows it."""
    return _("；").join(str(one) for one in told(row, most=len({**row.before, **row.after})).lines)


def _changed(row: SettingsChange) -> int:
    return int(row.summary.get(Fate.NEW, 0)) + int(row.summary.get(Fate.CHANGED, 0))


def _lines(setting: Setting | None, before: dict[str, Any], after: dict[str, Any]) -> list[Line]:
    return [
        _line(name, setting.facts.get(name) if setting else None, before, after)
        for name in _in_order(setting, {**before, **after})
    ]


def _in_order(setting: Setting | None, found: dict[str, Any]) -> list[str]:
    """Return the names as the setting lists them; what the database returns is ordered otherwise."""
    known = [name for name in (setting.facts if setting else ()) if name in found]
    return known + [name for name in found if name not in known]


def _line(name: str, fact: Fact | None, before: dict[str, Any], after: dict[str, Any]) -> Line:
    def side(values: dict[str, Any]) -> str | None:
        return str((fact.said if fact else say)(values[name])) if name in values else None

    return Line(fact.label if fact else name, side(before), side(after))


def _import_lines(row: SettingsChange, setting: Setting | None) -> list[Line]:
    counts = _("，").join(f"{fate.label} {row.summary[fate]}" for fate in Fate if row.summary.get(fate))
    names = {**row.before, **row.after}
    details = [(name, _lines(setting, row.before.get(name, {}), row.after.get(name, {}))) for name in names]
    return [Line("", None, counts), *(Line(name, None, _("，").join(map(str, found))) for name, found in details)]


def _demand(viewer: Capacity, right: OfficialPermission) -> None:
    if not viewer.may(right):
        raise Forbidden(_("您没有查看变更记录的权限。需要时请联系安全管理员。"))


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))

"""What a certificate must be before it is registered: whole, for a person who may hold it, one at a time."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from chengzhi.kernel.law import enforces
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.models import Certificate
from chengzhi.staffing.selectors import NEVER_OFFICERS

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9()（）\-—]{3,39}")
AREA = re.compile(r"[0-9]{2,15}")
ISSUER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What stands on a certificate; ``last_day`` is the day up to which it holds, None for a lasting qualification."""

    kind: CertificateKind
    number: str
    issued_by: str
    valid_from: date
    last_day: date | None = None
    area_code: str = ""

    @property
    def ends_on(self) -> date | None:
        """The first day on which it no longer holds."""
        return self.last_day + timedelta(days=1) if self.last_day else None


def cleaned(details: Details) -> Details:
    """Return the details without stray spaces."""
    return replace(
        details,
        number="".join(details.number.split()),
        issued_by=" ".join(details.issued_by.split()),
        area_code="".join(details.area_code.split()),
    )


def faults_of(details: Details) -> dict[str, str]:
    """Return by field what is wrong with cleaned details; empty when nothing is."""
    faults: dict[str, str] = {}
    if not NUMBER.fullmatch(details.number):
        faults["number"] = _("证件编号应是 4 到 40 位字母、数字或连字符。请照证件上的编号填写。")
    if not details.issued_by or len(details.issued_by) > ISSUER:
        faults["issued_by"] = _("请填写发证机关的全称，最多 80 字。")
    if details.area_code and not AREA.fullmatch(details.area_code):
        faults["area_code"] = _("执法区域代码应是 2 到 15 位数字；全国或全区有效就空着。")
    if details.last_day is None and details.kind != CertificateKind.REVIEWER:
        faults["last_day"] = _("没有写有效期至。请照证件填写；只有法律职业资格可以没有截止日。")
    if details.last_day is not None and details.last_day < details.valid_from:
        faults["last_day"] = _("有效期至早于有效期起。请核对两个日期。")
    return faults


@enforces("CF-042-2", "QZ-017-3")
def fault_of_person(person: Person, kind: CertificateKind) -> str:
    """Return why this person may not hold such a certificate, or "": those who only help are never officers."""
    if kind != CertificateKind.OFFICER or person.employment not in NEVER_OFFICERS:
        return ""
    words = _(
        "没有登记：%(name)s是%(employment)s，不能领行政执法证。行政处罚和强制措施只能由具有执法资格的人员实施"
        "（行政处罚法第四十二条、行政强制法第十七条）。请核对人员的用工性质，或选执法人员。"
    )
    return words % {"name": person.name, "employment": EmploymentKind(person.employment).label}


def fault_of_unit(unit: Unit, on: date) -> str:
    """Return why the certificate cannot be of this unit, or ""."""
    if unit.exists_on(on):
        return ""
    return _("%(unit)s在 %(on)s 还没有设立或已撤销。请选当天存在的单位。") % {"unit": unit.name, "on": on}


def overlapping(person_id: int, details: Details, *, without: Certificate | None = None) -> str:
    """Return why a second certificate of this kind cannot hold on the same days, or ""."""
    rows = Certificate.objects.filter(person_id=person_id, kind=details.kind).filter(_not_over(details.valid_from))
    if details.ends_on:
        rows = rows.filter(valid_from__lt=details.ends_on)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    found = rows.first()
    if found is None:
        return ""
    until = found.last_day.isoformat() if found.last_day else _("长期")
    words = _("同一天不能有两个%(kind)s：已有 %(number)s，有效期 %(begin)s 至 %(until)s。请用“换发”，或先注销原证。")
    return words % {
        "kind": CertificateKind(found.kind).label,
        "number": found.number,
        "begin": found.valid_from,
        "until": until,
    }


def _not_over(on: date) -> Q:
    return (Q(valid_to=None) | Q(valid_to__gt=on)) & (Q(revoked_on=None) | Q(revoked_on__gt=on))


def number_taken(number: str) -> str:
    """Return whose certificate already bears the number, as a refusal, or ""."""
    found = Certificate.objects.filter(number=number).select_related("person").first()
    if found is None:
        return ""
    return _("编号 %(number)s 已登记在%(name)s名下。请核对编号。") % {"number": number, "name": found.person.name}

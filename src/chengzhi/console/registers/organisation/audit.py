"""The books of the audit administrator."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.shell import Condition, chips, figures, page_of, parsed_day
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import PersonalDataAccess
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models import RegisterAct
from chengzhi.organisation.permissions import Permission

Asked = dict[str, str]


def _asked(given: Mapping[str, str], name: str) -> Asked:
    return {key: given.get(key, "").strip()[:60] for key in ("q", name, "since", "until")}


def _days(asked: Asked) -> dict[str, date | None]:
    return {"since": parsed_day(asked["since"]), "until": parsed_day(asked["until"])}


def _conditions(asked: Asked, name: str, label: str, words: dict[str, Any]) -> list[Condition]:
    labels = {"q": _("查找"), name: label, "since": _("从"), "until": _("到")}
    return [(key, labels[key], str(words.get(value, value))) for key, value in asked.items() if value]


def _kinds() -> dict[str, Any]:
    return {str(value): label for value, label in ActKind.choices}


def _allowed() -> dict[str, Any]:
    return {"yes": _("看到了"), "no": _("没有准许")}


def acts_for(viewer: Capacity, given: Mapping[str, str]) -> tuple[Asked, list[Condition], QuerySet[RegisterAct]]:
    """Return what is asked of the book of the register, the same in words, and the rows that answer to it."""
    asked = _asked(given, "act")
    kind = asked["act"] if asked["act"] in ActKind.values else ""
    rows = read.act_rows(viewer, text=asked["q"], act=kind, **_days(asked))
    return asked, _conditions(asked, "act", _("事项"), _kinds()), rows


@guarded(Permission.READ_ACTS)
@explained
@require_GET
def acts(request: StaffRequest) -> HttpResponse:
    """Show the book of the register, newest first."""
    asked, told, rows = acts_for(request.capacity, request.GET)
    context = {
        "asked": asked, "chips": chips(request, told), "page": page_of(request, rows), "kinds": ActKind.choices,
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/acts.html", context)


def looks_for(
    viewer: Capacity, given: Mapping[str, str]
) -> tuple[Asked, list[Condition], QuerySet[PersonalDataAccess]]:
    """Return what is asked of the log of looks at personal data, the same in words, and the rows."""
    asked = _asked(given, "allowed")
    rows = read.personal_rows(viewer, text=asked["q"], allowed=asked["allowed"], **_days(asked))
    return asked, _conditions(asked, "allowed", _("结果"), _allowed()), rows


@guarded(Kernel.READ_AUDIT)
@explained
@require_GET
def personal_access(request: StaffRequest) -> HttpResponse:
    """Show who looked at whose personal data, and why."""
    asked, told, rows = looks_for(request.capacity, request.GET)
    context = {
        "asked": asked, "chips": chips(request, told), "page": page_of(request, rows), "allowed": _allowed().items(),
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/personal_access.html", context)

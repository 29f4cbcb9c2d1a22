"""The log of changed settings, for the audit administrator."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.shell import Condition, chips, figures, page_of, parsed_day
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import SettingsChange
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_book import changes_for_audit, told
from chengzhi.kernel.settings_log import registered
from chengzhi.kernel.web import StaffRequest, guarded

ASKED = ("q", "setting", "since", "until")
LONGEST = 60


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks of the log."""
    return {key: given.get(key, "").strip()[:LONGEST] for key in ASKED}


def changes_for(viewer: Capacity, asked: Mapping[str, str]) -> QuerySet[SettingsChange]:
    """Return the changes that answer to it, newest first."""
    return changes_for_audit(
        viewer, text=asked["q"], setting=asked["setting"],
        since=parsed_day(asked["since"]), until=parsed_day(asked["until"]),
    )  # fmt: skip


def conditions(asked: Mapping[str, str]) -> list[Condition]:
    """Return what is asked in words."""
    labels = {"q": _("查找"), "setting": _("设置"), "since": _("从"), "until": _("到")}
    words = _settings()
    return [(key, labels[key], str(words.get(value, value))) for key, value in asked.items() if value]


def _settings() -> dict[str, Any]:
    return {one.code: one.name for one in registered()}


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def settings_changes(request: StaffRequest) -> HttpResponse:
    """Show who changed which setting from what to what, newest first."""
    asked = asked_of(request.GET)
    page = page_of(request, changes_for(request.capacity, asked))
    context = {
        "asked": asked, "chips": chips(request, conditions(asked)), "page": page, "rows": [told(one) for one in page],
        "settings": _settings().items(), "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/settings_changes.html", context)

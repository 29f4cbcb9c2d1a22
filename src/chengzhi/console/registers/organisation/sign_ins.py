"""The log of failed sign-ins, for the audit administrator."""

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
from chengzhi.kernel.models import FailureReason, SignInFailure
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.sign_ins import failed_sign_ins
from chengzhi.kernel.web import StaffRequest, guarded

ASKED = ("q", "reason", "since", "until")


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    return {key: given.get(key, "").strip()[:60] for key in ASKED}


def failures_for(viewer: Capacity, asked: dict[str, str]) -> QuerySet[SignInFailure]:
    """Return the log narrowed to what is asked."""
    return failed_sign_ins(
        viewer, text=asked["q"], reason=asked["reason"],
        since=parsed_day(asked["since"]), until=parsed_day(asked["until"]),
    )  # fmt: skip


def conditions(asked: dict[str, str]) -> list[Condition]:
    """Return what is asked in words."""
    labels = {"q": _("查找"), "reason": _("原因"), "since": _("从"), "until": _("到")}
    words: dict[str, Any] = dict(FailureReason.choices)
    return [(key, labels[key], str(words.get(value, value))) for key, value in asked.items() if value]


@guarded(Permission.READ_AUDIT)
@explained
@require_GET
def sign_ins(request: StaffRequest) -> HttpResponse:
    """Show which names were tried without success, from where and why, newest first."""
    asked = asked_of(request.GET)
    rows = failures_for(request.capacity, asked)
    context = {
        "asked": asked, "chips": chips(request, conditions(asked)), "page": page_of(request, rows),
        "reasons": FailureReason.choices, "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/sign_ins.html", context)

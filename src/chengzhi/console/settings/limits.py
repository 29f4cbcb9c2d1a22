"""Limits of stages: what the procedure gives, what the city has set instead."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import settings as read
from chengzhi.cases.services import rules
from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation.acting import Act, Done, Frame, run
from chengzhi.console.registers.organisation.fields import choice_field
from chengzhi.console.registers.shell import figures
from chengzhi.console.settings.dated import PlainForm
from chengzhi.console.settings.reading import schedule_options
from chengzhi.kernel.limits import SECONDS_PER_WORKDAY
from chengzhi.kernel.settings_book import latest_changes
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.kernel.wording import duration, working_duration

HOUR, DAY, WORKDAY = 60, 24 * 60, SECONDS_PER_WORKDAY // 60
UNITS = (("minute", gettext_lazy("分钟")), ("hour", gettext_lazy("小时")), ("day", pgettext_lazy("unit", "日")))
KINDS = (
    ("continuous", gettext_lazy("连续计时，夜间和节假日也算")),
    ("working", gettext_lazy("只算工作时间，1 日按 8 工作小时")),
)


class LimitForm(PlainForm):
    """Another limit for a stage."""

    subject: read.StageRow
    renamed = {"minutes": "value"}

    def ask(self) -> None:
        self.fields["value"] = forms.IntegerField(label=_("时限"), min_value=1, max_value=9999)
        self.fields["unit"] = choice_field(_("单位"), UNITS)
        self.fields["kind"] = choice_field(_("怎么计时"), KINDS)
        self.fields["schedule"] = choice_field(_("计时方案"), schedule_options())
        self.initial = {**self._held(), **self.initial}

    def _held(self) -> dict[str, Any]:
        row = self.subject
        day = WORKDAY if row.is_working else DAY
        unit, size = next((one for one in (("day", day), ("hour", HOUR)) if row.minutes % one[1] == 0), ("minute", 1))
        kind = "working" if row.is_working else "continuous"
        return {"value": row.minutes // size, "unit": unit, "kind": kind, "schedule": row.schedule}

    @property
    def minutes(self) -> int:
        is_working = self.values["kind"] == "working"
        size = {"minute": 1, "hour": HOUR, "day": WORKDAY if is_working else DAY}[self.values["unit"]]
        return int(self.values["value"]) * size


def set_limit(form: Any) -> Done:
    is_working = form.values["kind"] == "working"
    row = rules.set_stage_limit(
        capacity=form.viewer,
        stage=form.subject.clock,
        minutes=form.minutes,
        is_working=is_working,
        schedule=form.values["schedule"],
    )
    shown = (working_duration if is_working else duration)(row.minutes * 60)
    words = _("已修改%(stage)s为 %(limit)s。现在起开始的环节按新时限，已在计时的不变。")
    return Done(words % {"stage": form.subject.clock.label, "limit": shown})


class ClearForm(PlainForm):
    """The limit of the procedure again."""

    subject: read.StageRow


def clear_limit(form: Any) -> Done:
    rules.clear_stage_limit(capacity=form.viewer, stage=form.subject.clock)
    words = _("已恢复%(stage)s的通用时限。现在起开始的环节按它计时。")
    return Done(words % {"stage": form.subject.clock.label})


RULES = Permission.MANAGE_RULES
ACTS = {
    "set": Act(
        label=gettext_lazy("修改时限"), right=RULES, form=LimitForm, take=set_limit,
        explains=gettext_lazy("保存后开始的环节按新时限计时。已经在计时的环节、已经立案的处置时限都不变。"),
    ),
    "clear": Act(
        label=gettext_lazy("恢复通用时限"), right=RULES, form=ClearForm, take=clear_limit,
        explains=gettext_lazy("去掉本市的设定，以后开始的环节按流程表里的通用时限计时。"),
    ),
}  # fmt: skip


@guarded(Permission.MANAGE_RULES)
@explained
@require_GET
def limits(request: StaffRequest) -> HttpResponse:
    """Show every stage with its limit."""
    names = dict(schedule_options())
    rows = [(one, names.get(one.schedule, one.schedule)) for one in read.stage_rows(request.capacity)]
    context = {
        "rows": rows,
        "changes": latest_changes(request.capacity, Permission.MANAGE_RULES, "cases.stage_limit"),
        "nav_counts": figures(request),
    }
    return render(request, "console/settings/limits.html", context)


@guarded(Permission.MANAGE_RULES)
@explained
@require_http_methods(["GET", "POST"])
def limit_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Set the limit of a stage, or take the city's own back."""
    row = read.stage_row(request.capacity, key)
    title = str(row.clock.label)
    frame = Frame(title=title, back_url=reverse("console:limits"), url_name="limit_act", key=key, acts=ACTS)
    return run(request, name, frame, row)

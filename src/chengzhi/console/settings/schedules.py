"""Daily hours: the plans, and the spans of days in which each holds."""

import re
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation.acting import Act, Done, Frame, run
from chengzhi.console.registers.organisation.fields import day_field, text_field
from chengzhi.console.registers.shell import figures
from chengzhi.console.settings import reading as read
from chengzhi.console.settings.dated import NEW, DayForm, PlainForm
from chengzhi.kernel import calendar_services as services
from chengzhi.kernel.calendar_log import hours_text
from chengzhi.kernel.calendars import DEFAULT
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models.calendars import WorkScheduleSpan
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_book import latest_changes
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.kernel.workdays import STANDARD_HOURS
from chengzhi.organisation.selectors import today

HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
BETWEEN = re.compile(r"^[\s,，、;；]*$")


class HoursField(forms.CharField):
    """Daily hours as people write them, read into minutes of the day."""

    def clean(self, value: Any) -> list[list[int]]:
        """Return the periods, or raise ValidationError that shows how to write them."""
        text = super().clean(value)
        found = [[int(one) for one in match] for match in HOURS.findall(text)]
        if not found or not BETWEEN.match(HOURS.sub("", text)):
            raise forms.ValidationError(_("工作时段认不出。请写成 8:00–12:00、14:00–18:00 这样。"))
        return [[first * 60 + second, third * 60 + fourth] for first, second, third, fourth in found]


class AddScheduleForm(PlainForm):
    """A new plan of hours."""

    subject: None

    def ask(self) -> None:
        self.fields["name"] = text_field(_("名称"), 60, hint=_("例如：夜间保洁作息"))
        self.fields["code"] = text_field(_("代码"), 40, hint=_("小写字母、数字和“-”，例如 night；定了就不再改"))
        self.fields["code"].validators.append(_plain_code)


def _plain_code(value: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value, re.ASCII):
        raise forms.ValidationError(_("代码只用小写字母、数字、“-”和“_”。请改正。"))
    if value == DEFAULT:
        raise forms.ValidationError(_("代码“%(code)s”已经有了。请换一个代码。") % {"code": value})


def add(form: Any) -> Done:
    plan = services.add_schedule(capacity=form.viewer, code=form.values["code"], name=form.values["name"])
    return Done(_("已增加计时方案“%(name)s”，现在按标准作息。下一步：增加作息时段。") % {"name": plan.name})


class SpanForm(DayForm):
    """Hours of a plan between two days."""

    subject: tuple[str, str]
    renamed = {"periods": "hours"}

    def ask(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 120})
        hint = _("按先后写，用“、”隔开")
        self.fields["hours"] = HoursField(label=_("工作时段"), max_length=120, help_text=hint, widget=widget)
        self.fields["works_saturday"] = forms.BooleanField(label=_("星期六上班"), required=False)
        self.fields["works_sunday"] = forms.BooleanField(label=_("星期日上班"), required=False)
        self.fields["on"] = day_field()
        self.fields["until"] = day_field(_("最后一天"), hint=_("含这一天；一直用就空着"), required=False)
        self.initial = {"hours": hours_text(STANDARD_HOURS.periods), **self.initial}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("on"), given.get("until")
        if first and last and last < first:
            self.add_error("until", _("最后一天早于生效日。请填生效日当天或以后的日期。"))
        return given


def add_span(form: Any) -> Done:
    given = form.values
    span = services.add_schedule_span(
        capacity=form.viewer,
        schedule=form.subject[0],
        valid_from=given["on"],
        valid_to=given["until"],
        periods=given["hours"],
        works_saturday=given["works_saturday"],
        works_sunday=given["works_sunday"],
    )
    words = _("已增加作息时段，%(day)s 起 %(hours)s。")
    return Done(words % {"day": span.valid_from, "hours": hours_text(span.periods)})


class EndSpanForm(PlainForm):
    """A span has a last day."""

    subject: WorkScheduleSpan
    renamed = {"valid_to": "until"}

    def ask(self) -> None:
        self.fields["until"] = day_field(_("最后一天"), hint=_("含这一天；以后按标准作息，或按接着登记的时段"))
        self.initial = {"until": self.subject.valid_to or today(), **self.initial}


def end_span(form: Any) -> Done:
    span = services.end_schedule_span(capacity=form.viewer, span_id=form.subject.pk, valid_to=form.values["until"])
    return Done(_("已定作息时段的最后一天：%(day)s。") % {"day": span.valid_to})


SYSTEM = Permission.MANAGE_SYSTEM
RECKONED = gettext_lazy("按这个方案计时、到时还没有办完的案卷，到期时刻会重新计算。")
NEW_ACTS = {"add": Act(label=gettext_lazy("增加计时方案"), right=SYSTEM, form=AddScheduleForm, take=add)}
PLAN_ACTS = {
    "span": Act(label=gettext_lazy("增加作息时段"), right=SYSTEM, form=SpanForm, take=add_span, explains=RECKONED)
}
SPAN_ACTS = {
    "end": Act(label=gettext_lazy("改最后一天"), right=SYSTEM, form=EndSpanForm, take=end_span, explains=RECKONED)
}


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_GET
def schedules(request: StaffRequest) -> HttpResponse:
    """Show the plans with their spans."""
    plans = [
        (code, name, [(one, hours_text(one.periods), _standing(one)) for one in spans])
        for code, name, spans in read.schedules()
    ]
    context = {
        "plans": plans,
        "standard": hours_text(STANDARD_HOURS.periods),
        "changes": latest_changes(request.capacity, SYSTEM, "kernel.schedule", "kernel.schedule_span"),
        "nav_counts": figures(request),
    }
    return render(request, "console/settings/schedules.html", context)


def _standing(span: WorkScheduleSpan) -> str:
    now = today()
    if span.valid_from > now:
        return "future"
    return "past" if span.valid_to and span.valid_to < now else "now"


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_http_methods(["GET", "POST"])
def schedule_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Add a plan, or hours to one."""
    names = dict(read.schedule_options())
    if key != NEW and key not in names:
        raise NotFound
    subject = None if key == NEW else (key, names[key])
    title = _("每日作息") if subject is None else names[key]
    acts = NEW_ACTS if subject is None else PLAN_ACTS
    frame = Frame(title=title, back_url=reverse("console:schedules"), url_name="schedule_act", key=key, acts=acts)
    return run(request, name, frame, subject)


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_http_methods(["GET", "POST"])
def span_act(request: StaffRequest, key: int, name: str) -> HttpResponse:
    """Give a span a last day."""
    span = read.access_span(key)
    plan = dict(read.schedule_options())[span.schedule.code]
    title = f"{plan} · {hours_text(span.periods)}"
    frame = Frame(title=title, back_url=reverse("console:schedules"), url_name="span_act", key=key, acts=SPAN_ACTS)
    return run(request, name, frame, span)

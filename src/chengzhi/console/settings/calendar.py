"""The working calendar: the view of a year, single days set by hand, a year taken back."""

from collections.abc import Mapping
from datetime import date
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
from chengzhi.console.registers.organisation.fields import choice_field, text_field
from chengzhi.console.registers.shell import figures, parsed_day
from chengzhi.console.settings.dated import NEW, PlainForm
from chengzhi.console.settings.reading import own_day, weekdays, year_view
from chengzhi.kernel import calendar_services as services
from chengzhi.kernel.calendars import working_time
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.permissions import Permission
from chengzhi.kernel.settings_book import latest_changes
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.selectors import today

FIRST_YEAR = services.FIRST_DAY.year
KINDS = (("work", gettext_lazy("上班")), ("rest", gettext_lazy("休息")))
RECKONED = gettext_lazy("按工作时间计时、这天还没有办完的案卷，到期时刻会重新计算。")


class SetDayForm(PlainForm):
    """One day is worked or not, whatever the calendar says."""

    subject: date | None
    renamed = {"date": "day"}

    def ask(self) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["day"] = forms.DateField(label=_("日期"), widget=widget)
        self.fields["kind"] = choice_field(_("这天"), KINDS)
        self.fields["name"] = text_field(_("名称"), 60, hint=_("例如：防台停工、国庆节调休"))
        self.fields["source"] = text_field(_("依据"), 200, hint=_("文号或通知，写明为什么这天不同"))
        if self.subject is not None:
            held = own_day(self.subject)
            is_workday = working_time().is_workday(self.subject)
            kept = {"day": self.subject, "kind": "rest" if is_workday else "work"}
            kept |= (
                {"kind": "work" if held.is_workday else "rest", "name": held.name, "source": held.source}
                if held
                else {}
            )
            self.initial = {**kept, **self.initial}


def set_day(form: Any) -> Done:
    given = form.values
    is_workday = given["kind"] == "work"
    row = services.set_day(
        capacity=form.viewer, day=given["day"], is_workday=is_workday, name=given["name"], source=given["source"]
    )
    words = _("已把 %(day)s 设为上班。") if is_workday else _("已把 %(day)s 设为休息。")
    return Done(words % {"day": row.date}, year_url(row.date.year))


class ClearDayForm(PlainForm):
    """The day follows the calendar again."""

    subject: date


def clear_day(form: Any) -> Done:
    services.clear_day(capacity=form.viewer, day=form.subject)
    return Done(_("已取消 %(day)s 的例外，照日历计算。") % {"day": form.subject}, year_url(form.subject.year))


class WithdrawYearForm(PlainForm):
    """A year's holidays count as unknown again."""

    subject: int

    def ask(self) -> None:
        self.fields["source"] = text_field(_("依据"), 200, hint=_("例如：国务院办公厅发布了新的放假通知"))


def withdraw_year(form: Any) -> Done:
    services.withdraw_year(capacity=form.viewer, year=form.subject, source=form.values["source"])
    words = _("已把 %(year)s 年改为“放假安排未公布”。请尽快导入新的安排。")
    return Done(words % {"year": form.subject}, year_url(form.subject))


SYSTEM = Permission.MANAGE_SYSTEM
ACTS = {
    "set": Act(label=gettext_lazy("设为例外"), right=SYSTEM, form=SetDayForm, take=set_day, explains=RECKONED),
    "clear": Act(label=gettext_lazy("取消例外"), right=SYSTEM, form=ClearDayForm, take=clear_day, explains=RECKONED),
}  # fmt: skip
LOGGED = ("kernel.calendar_day", "kernel.calendar_year")
YEAR_ACTS = {
    "withdraw": Act(
        label=gettext_lazy("改为未公布"), right=SYSTEM, form=WithdrawYearForm, take=withdraw_year, is_destructive=True,
        explains=gettext_lazy("这一年算出的到期时刻都改标“暂定”，等导入新的放假安排后重新计算。已设的例外日不动。"),
    ),
}  # fmt: skip


def year_url(year: int) -> str:
    return f"{reverse('console:calendar')}?year={year}"


def year_of(given: Mapping[str, str]) -> int:
    """Return the year that an address names, this year without one, the nearest where the calendar does not reach."""
    asked = given.get("year", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else today().year
    return min(max(wanted, FIRST_YEAR), working_time().last.year)


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_GET
def calendar(request: StaffRequest) -> HttpResponse:
    """Show a year: working days, holidays, shifted days, days set by hand, and how far the calendar reaches."""
    now = today()
    year, last = year_of(request.GET), working_time().last.year
    view = year_view(year)
    context = {
        "view": view,
        "weekdays": weekdays(),
        "today": now,
        "is_next_missing": view.covered_until <= now.year,
        "next_year": view.covered_until + 1,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < last else None,
        "changes": latest_changes(request.capacity, SYSTEM, *LOGGED),
        "nav_counts": figures(request),
    }
    return render(request, "console/settings/calendar.html", context)


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_http_methods(["GET", "POST"])
def calendar_day_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Set one day apart from the calendar, or let it follow again."""
    day = None if key == NEW else parsed_day(key)
    if day is None and (key != NEW or name != "set"):
        raise NotFound
    title = day.isoformat() if day else _("工作日历")
    back = year_url(day.year) if day else reverse("console:calendar")
    return run(request, name, Frame(title=title, back_url=back, url_name="calendar_day_act", key=key, acts=ACTS), day)


@guarded(Permission.MANAGE_SYSTEM)
@explained
@require_http_methods(["GET", "POST"])
def calendar_year_act(request: StaffRequest, key: int, name: str) -> HttpResponse:
    """Take the holidays of a year back."""
    if not FIRST_YEAR <= key <= services.LAST_YEAR:
        raise NotFound
    title = _("%(year)s 年工作日历") % {"year": key}
    frame = Frame(title=title, back_url=year_url(key), url_name="calendar_year_act", key=key, acts=YEAR_ACTS)
    return run(request, name, frame, key)

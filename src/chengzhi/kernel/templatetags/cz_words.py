"""Filters of the design system: times, durations, numbers and masks, as chengzhi.kernel.wording writes them.

The library of tags beside this one takes them over, so that templates load neither.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html

from chengzhi.kernel import clock as present
from chengzhi.kernel import wording

register = template.Library()


def _time(at: datetime | None, words: str) -> str:
    if at is None:
        return words
    iso = timezone.localtime(at).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', iso, words)


@register.filter
def moment_text(at: datetime | None) -> str:
    return wording.moment(at, present.now()) if at else wording.count(None)


@register.filter
def moment(at: datetime | None) -> str:
    return _time(at, moment_text(at))


@register.filter
def moment_short(at: datetime | None) -> str:
    return _time(at, wording.moment_short(at, present.now()) if at else wording.count(None))


@register.filter
def day(on: date | None) -> str:
    if on is None:
        return wording.count(None)
    local = timezone.localtime(on).date() if isinstance(on, datetime) else on
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), wording.day(local, present.now().date()))


@register.filter
def time_left(due_at: datetime | None) -> str:
    return wording.time_left(due_at, present.now()) if due_at else ""


@register.filter
def deadline(due_at: datetime | None) -> str:
    return _time(due_at, wording.deadline(due_at, present.now())) if due_at else ""


@register.filter
def age(at: datetime | None) -> str:
    return _time(at, wording.age(at, present.now())) if at else wording.count(None)


@register.filter
def duration(seconds: float | None) -> str:
    return wording.count(None) if seconds is None else wording.duration(seconds)


@register.filter
def working_duration(seconds: float | None) -> str:
    return wording.count(None) if seconds is None else wording.working_duration(seconds)


@register.filter
def rate(numerator: int, denominator: int) -> str:
    return wording.rate(numerator, denominator)


register.filter("count", wording.count)
register.filter("working_days", wording.working_days)
register.filter("money", wording.money)
register.filter("metres", wording.metres)
register.filter("bytes", wording.bytes_size)
register.filter("mask_phone", wording.mask_phone)
register.filter("mask_name", wording.mask_name)

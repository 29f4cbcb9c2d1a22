"""How times, durations, counts and personal data are written, in one place and without side effects.

Sentences about the present take ``now``; nothing here reads a clock. Durations are whole seconds.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext


@lru_cache(maxsize=1024)
def _said(words: str, _language: str | None) -> str:
    return gettext(words)


def _(words: str) -> str:
    """Return words of this module in the language of the page, looked up once in each: a list says them 400 times."""
    return _said(words, get_language())


MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MONTHS = (
    gettext_lazy("1月"),
    gettext_lazy("2月"),
    gettext_lazy("3月"),
    gettext_lazy("4月"),
    gettext_lazy("5月"),
    gettext_lazy("6月"),
    gettext_lazy("7月"),
    gettext_lazy("8月"),
    gettext_lazy("9月"),
    gettext_lazy("10月"),
    gettext_lazy("11月"),
    gettext_lazy("12月"),
)


def clock_time(at: datetime) -> str:
    """Return the time of day in running text: 9:40, 14:20."""
    return f"{at.hour}:{at.minute:02d}"


def day(on: date, today: date) -> str:
    """Return 11月23日, with the year when it is not this one."""
    parts = {"year": on.year, "month": MONTHS[on.month - 1], "day": on.day}
    return (_("%(month)s%(day)s日") if on.year == today.year else _("%(year)s年%(month)s%(day)s日")) % parts


def moment(at: datetime, now: datetime) -> str:
    """Return 今天 14:20, 昨天 14:20, 11月23日 14:20, and for another year its date alone."""
    return _moment(at, timezone.localtime(now).date(), get_language())


# The deadlines nearest to now are shown to everybody, again and again, and their words change with the day alone.
@lru_cache(maxsize=8192)
def _moment(at: datetime, today: date, _language: str | None) -> str:
    local = timezone.localtime(at)
    near = _near((local.date() - today).days)
    if near:
        return near % {"clock": clock_time(local)}
    if local.year != today.year:
        return day(local.date(), today)
    return f"{day(local.date(), today)} {clock_time(local)}"


def _near(days: int) -> str:
    return {-1: _("昨天 %(clock)s"), 0: _("今天 %(clock)s"), 1: _("明天 %(clock)s")}.get(days, "")


def moment_short(at: datetime, now: datetime) -> str:
    """Return the form for table cells, aligned: 11-23 09:20, with the year when it is not this one."""
    local = timezone.localtime(at)
    with_year = "%m-%d %H:%M" if local.year == timezone.localtime(now).year else "%Y-%m-%d %H:%M"
    return local.strftime(with_year)


def duration(seconds: float) -> str:
    """Return days and hours, hours and minutes, or minutes, rounded down: 2 天 4 小时, 3 小时 20 分, 18 分."""
    whole = int(abs(seconds))
    if whole < MINUTE:
        return _("不到 1 分钟")
    parts = {"days": whole // DAY, "hours": whole % DAY // HOUR, "minutes": whole % HOUR // MINUTE}
    if parts["days"]:
        return (_("%(days)s 天 %(hours)s 小时") if parts["hours"] else _("%(days)s 天")) % parts
    if parts["hours"]:
        return (_("%(hours)s 小时 %(minutes)s 分") if parts["minutes"] else _("%(hours)s 小时")) % parts
    return _("%(minutes)s 分") % parts


def working_duration(seconds: float) -> str:
    """Return the same for seconds of working time, named so: 3 工作小时 20 分. Never turned into days."""
    whole = int(abs(seconds))
    if whole < MINUTE:
        return _("不到 1 工作分钟")
    parts = {"hours": whole // HOUR, "minutes": whole % HOUR // MINUTE}
    if not parts["hours"]:
        return _("%(minutes)s 工作分钟") % parts
    return (_("%(hours)s 工作小时 %(minutes)s 分") if parts["minutes"] else _("%(hours)s 工作小时")) % parts


def working_days(days: int) -> str:
    """Return 7 个工作日."""
    return ngettext("%(days)s 个工作日", "%(days)s 个工作日", days) % {"days": days}


def time_left(due_at: datetime, now: datetime) -> str:
    """Return 还剩 3 小时 20 分 or 已超 42 分, rounded down to the minute."""
    rest = (due_at - now).total_seconds()
    if abs(rest) < MINUTE:
        return _("还剩不到 1 分钟") if rest >= 0 else _("已超不到 1 分钟")
    words = _("还剩 %(duration)s") if rest >= 0 else _("已超 %(duration)s")
    return words % {"duration": duration(rest)}


def deadline(due_at: datetime, now: datetime) -> str:
    """Return the absolute end: 今天 16:20 到, or 昨天 16:20 到期 once it has passed."""
    words = _("%(moment)s 到") if due_at >= now else _("%(moment)s 到期")
    return words % {"moment": moment(due_at, now)}


def paused(word: str, remaining_seconds: float | None) -> str:
    """Return 挂账，剩 6 小时; without a rest known, the word alone."""
    if remaining_seconds is None:
        return word
    rest = duration(remaining_seconds)
    words = _("%(word)s，剩 %(duration)s") if remaining_seconds >= 0 else _("%(word)s，已超 %(duration)s")
    return words % {"word": word, "duration": rest}


def age(at: datetime, now: datetime) -> str:
    """Return how old a fact is: 32 分钟前."""
    seconds = max((now - at).total_seconds(), 0)
    if seconds < MINUTE:
        return _("刚刚")
    if seconds < HOUR:
        return _("%(minutes)s 分钟前") % {"minutes": int(seconds // MINUTE)}
    return _("%(duration)s前") % {"duration": duration(seconds)}


def listed(names: Iterable[str]) -> str:
    """Return names as the page's language lists them: 崇川、通州 in Chinese, Chongchuan, Tongzhou in English."""
    return _("、").join(names)


def count(number: int | None) -> str:
    """Return 1,204, or 未记录 where the number is not known."""
    return _("未记录") if number is None else f"{number:,}"


def rate(numerator: int, denominator: int) -> str:
    """Return 94.2%（930/987）; without a denominator there is no rate."""
    if denominator == 0:
        return _("没有")
    share = (Decimal(100) * numerator / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    parts = {"share": share, "numerator": count(numerator), "denominator": count(denominator)}
    return _("%(share)s%%（%(numerator)s/%(denominator)s）") % parts


def money(yuan: float | Decimal) -> str:
    """Return 6,000 元, with fen only where there are any."""
    amount = Decimal(str(yuan))
    text = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return _("%(amount)s 元") % {"amount": text}


def metres(distance: float) -> str:
    """Return 120 米, and from one kilometre on 3.2 公里."""
    if distance < 1000:
        return _("%(number)s 米") % {"number": round(distance)}
    return _("%(number)s 公里") % {"number": f"{distance / 1000:.1f}"}


def bytes_size(size: int) -> str:
    """Return 38 MB, 640 KB."""
    megabyte = 1024 * 1024
    return f"{size / megabyte:.0f} MB" if size >= megabyte else f"{max(size // 1024, 1)} KB"


def mask_phone(phone: str) -> str:
    """Return the number with its middle hidden: 138****6621; short numbers keep their last two digits."""
    digits = phone.strip()
    if len(digits) >= 7:
        return f"{digits[:3]}****{digits[-4:]}"
    return "****" + digits[-2:] if digits else ""


def mask_name(name: str) -> str:
    """Return the first character with what is joined to it, the rest hidden: 王**."""
    whole = name.strip()
    if not whole:
        return ""
    first = 1
    while first < len(whole) and (unicodedata.combining(whole[first]) or unicodedata.category(whole[first]) == "Mn"):
        first += 1
    return whole[:first] + "**"

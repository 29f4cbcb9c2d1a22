"""What every page of the registers and of whistles needs: figures of the navigation, the day looked at, pages of rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.dateparse import parse_date

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.counts import nav_counts
from chengzhi.cases.selectors.whistles import waiting_summonses
from chengzhi.kernel.web import StaffRequest
from chengzhi.organisation.selectors import today

T = TypeVar("T")
Condition = tuple[str, str, str]
ROWS = 50
FAR = timedelta(days=365 * 60)


def figures(request: StaffRequest) -> dict[str, int]:
    """Return the figures beside the links of the navigation."""
    viewer = request.capacity
    counts = nav_counts(viewer) if viewer.may(Permission.READ) else {}
    waiting = waiting_summonses(viewer).count()
    return {**counts, "whistles": waiting} if waiting else counts


@dataclass(frozen=True, slots=True)
class DayShown:
    """The day whose state a page shows; ``is_today`` when nobody asked for another."""

    on: date
    is_today: bool
    fault: str = ""

    @property
    def param(self) -> str:
        """The day as a query for links, empty for today."""
        return "" if self.is_today else f"on={self.on.isoformat()}"

    @property
    def query(self) -> str:
        return f"?{self.param}" if self.param else ""


def day_shown(request: HttpRequest) -> DayShown:
    """Return the day that the address of a page names."""
    return day_of(request.GET)


def day_of(given: Mapping[str, str]) -> DayShown:
    """Return the day that ``on`` names, today without it; a day that is none or too far away counts as today."""
    now, named = today(), given.get("on", "").strip()
    chosen = parsed_day(named)
    if chosen is None or abs(chosen - now) > FAR:
        return DayShown(now, is_today=True, fault=named)
    return DayShown(chosen, is_today=chosen == now)


def parsed_day(text: str) -> date | None:
    """Return a day written as 2026-12-01, or None."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def page_of(request: HttpRequest, rows: Any, size: int = ROWS) -> Page[Any]:
    """Return the page of rows that ``?page=`` names; the nearest one where there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def without(request: HttpRequest, *names: str) -> str:
    """Return the address of this page without some of its conditions."""
    left = request.GET.copy()
    for name in (*names, "page"):
        left.pop(name, None)
    return f"{request.path}?{left.urlencode()}" if left else request.path


def chips(request: HttpRequest, conditions: Iterable[Condition]) -> list[dict[str, Any]]:
    """Return conditions (name in the address, label, value in words) as chips that can be taken off."""
    return [{"label": label, "value": value, "remove_url": without(request, name)} for name, label, value in conditions]


def in_words(conditions: Iterable[Condition]) -> list[tuple[str, str]]:
    """Return conditions as they stand on the first sheet of a workbook."""
    return [(label, value) for _name, label, value in conditions]

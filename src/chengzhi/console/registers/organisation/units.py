"""Units: the tree and the list of a day, the page of one unit, its acts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.organisation.acting import Frame, open_acts, run
from chengzhi.console.registers.organisation.unit_parts import ACTS, CHANGES
from chengzhi.console.registers.shell import Condition, DayShown, chips, day_shown, figures, page_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import SuccessionKind, UnitKind
from chengzhi.organisation.models import Territory, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import (
    access_unit,
    register_acts,
    today,
    unit_as_of,
    unit_chain,
    unit_history,
    unit_successions,
    unit_territories,
)
from chengzhi.organisation.services.withdrawals import planned_succession

MOST_ACTS = 30
# What happens to a unit without another one carrying on for it stands in its history.
SAME_UNIT = {SuccessionKind.RENAME, SuccessionKind.TRANSFER}
# Which act changes what another one corrects.
TWINS = {"rename": "correct", "move": "correct", "correct": "rename"}


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks of the list; unknown values ask for nothing."""
    kind, unit = given.get("kind", ""), given.get("unit", "")
    return {
        "text": given.get("q", "").strip()[:60],
        "kind": kind if kind in UnitKind.values else "",
        "unit": str(whole_number(unit) or ""),
    }


def rows_for(viewer: Capacity, shown: DayShown, asked: dict[str, str]) -> list[read.UnitRow]:
    """Return the units of a day that answer to what is asked."""
    rows = read.unit_rows(viewer, shown.on, text=asked["text"], kind=asked["kind"])
    return [row for row in rows if not asked["unit"] or row.unit.parent_id == int(asked["unit"])]


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def units(request: StaffRequest) -> HttpResponse:
    """Show the units of a day: as a tree, or as a list of those that answer to the words."""
    shown, asked = day_shown(request), asked_of(request.GET)
    is_tree = request.GET.get("view", "tree") == "tree" and not any(asked.values())
    rows = rows_for(request.capacity, shown, asked)
    context = {
        "day": shown,
        "asked": asked,
        "chips": chips(request, conditions(request.capacity, asked)),
        "is_tree": is_tree,
        "tree": read.unit_tree(request.capacity, shown.on) if is_tree else [],
        "page": None if is_tree else page_of(request, rows),
        "total": len(rows),
        "kinds": UnitKind.choices,
        "may_establish": request.capacity.may(Permission.MANAGE_UNITS),
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/units.html", context)


def conditions(viewer: Capacity, asked: dict[str, str]) -> list[Condition]:
    """Return what is asked in words; raises NotFound for a unit out of reach."""
    found = []
    if asked["text"]:
        found.append(("q", _("查找"), asked["text"]))
    if asked["kind"]:
        found.append(("kind", _("类别"), str(UnitKind(asked["kind"]).label)))
    if asked["unit"]:
        found.append(("unit", _("上级"), access_unit(viewer, int(asked["unit"])).name))
    return found


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one unit: as it is on a day, what is planned, what it was."""
    found = access_unit(request.capacity, pk)
    shown = _day_of(day_shown(request), found)
    tab = request.GET.get("tab", "now")
    planned = read.planned_versions(found)
    history = list(unit_history(request.capacity, found))
    ending = planned_succession(found)
    context = {
        "unit": found,
        "day": shown,
        "version": unit_as_of(found.pk, shown.on),
        "chain": list(reversed(unit_chain(found.pk, shown.on)))[:-1],
        "tab": tab,
        "tabs": _tabs(found, shown, tab, len(planned) + bool(ending), len(history)),
        "planned": planned,
        "ending": ending,
        "history": list(reversed(history)),
        "nav_counts": figures(request),
        **_state(request, found, shown),
        **_deeds(request, found, shown, is_planned=bool(planned or ending)),
    }
    return render(request, "console/registers/unit.html", context)


def _day_of(shown: DayShown, found: Unit) -> DayShown:
    """Return the day to show a unit on: without one asked for, the last day of a unit that is no more."""
    if shown.is_today and found.valid_to is not None and found.valid_to <= shown.on:
        return DayShown(found.valid_to - found.valid_to.resolution, is_today=False)
    if shown.is_today and found.valid_from > shown.on:
        return DayShown(found.valid_from, is_today=False)
    return shown


def _tabs(found: Unit, shown: DayShown, tab: str, planned: int, history: int) -> list[dict[str, Any]]:
    here = reverse("console:unit", args=[found.pk])
    now = _("现行") if shown.is_today else _("%(day)s 的样子") % {"day": shown.on}
    tabs = [("now", now, None), ("future", _("将来"), planned), ("history", _("历史"), history)]
    return [
        {
            "label": label,
            "count": count,
            "active": key == tab,
            "url": f"{here}?tab={key}" + (f"&{shown.param}" if key == "now" and shown.param else ""),
        }
        for key, label, count in tabs
    ]


def _state(request: StaffRequest, found: Unit, shown: DayShown) -> dict[str, Any]:
    viewer = request.capacity
    names = read.division_names(shown.on)
    rows = unit_territories(viewer, found, shown.on)
    return {
        "posts": read.own_posts(viewer, found, shown.on),
        "below": read.subordinates(viewer, found, shown.on),
        "territories": [(one, names.get(one.division_code, "")) for one in rows],
        "successions": [one for one in unit_successions(viewer, found) if one.kind not in SAME_UNIT],
        "acts": register_acts(viewer, found)[:MOST_ACTS],
        "ended": found.valid_to is not None and found.valid_to <= today(),
    }


def _deeds(request: StaffRequest, found: Unit, shown: DayShown, *, is_planned: bool) -> dict[str, Any]:
    """Return the acts on a unit; one that is no more can only be corrected."""
    viewer, url = request.capacity, frame_of(found).url
    is_over = found.valid_to is not None and found.valid_to <= today()
    rows = [] if is_over else CHANGES
    names = tuple(one for one in rows if one != "take_back" or read.lasting_territories(found, shown.on))
    return {
        "changes": open_acts(ACTS, viewer, url, names),
        "corrections": open_acts(ACTS, viewer, url, ("correct",)),
        "withdrawal": open_acts(ACTS, viewer, url, ("withdraw",)) if is_planned else [],
    }


def frame_of(found: Unit) -> Frame:
    """Return where acts on a unit are taken."""
    return Frame(
        title=found.name,
        back_url=reverse("console:unit", args=[found.pk]),
        url_name="unit_act",
        key=found.pk,
        acts=ACTS,
        twins=TWINS,
    )


@guarded(Permission.MANAGE_UNITS, Permission.MANAGE_POSTS)
@explained
@require_http_methods(["GET", "POST"])
def unit_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on a unit."""
    right = ACTS[name].right if name in ACTS else Permission.MANAGE_UNITS
    if not request.capacity.may(right):
        right = Permission.READ_REGISTER
    found = access_unit(request.capacity, pk, right)
    return run(request, name, frame_of(found), found)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def territories(request: StaffRequest) -> HttpResponse:
    """Show which unit answers for which division or cell on a day."""
    shown, text = day_shown(request), request.GET.get("q", "").strip()[:60]
    rows = territories_for(request.capacity, shown, request.GET)
    context = {"day": shown, "text": text, "page": page_of(request, rows), "nav_counts": figures(request)}
    return render(request, "console/registers/territories.html", context)


def territories_for(viewer: Capacity, shown: DayShown, given: Mapping[str, str]) -> list[tuple[Territory, str]]:
    """Return the territories of a day that answer to what is asked, each with the name of its division."""
    unit_id = whole_number(given.get("unit", ""))
    rows = read.territory_rows(viewer, shown.on, text=given.get("q", "").strip()[:60])
    return [pair for pair in rows if unit_id is None or pair[0].unit_id == unit_id]

"""Units: the tree and the list of a day, the page of one unit, its acts, and the sheet of the list."""

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
from chengzhi.console.registers.shell import DayShown, day_shown, figures, page_of, without
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import SuccessionKind, UnitKind
from chengzhi.organisation.models import Unit
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


def _asked(request: StaffRequest) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    unit = request.GET.get("unit", "")
    return {
        "text": request.GET.get("q", "").strip()[:60],
        "kind": kind if kind in UnitKind.values else "",
        "unit": str(whole_number(unit) or ""),
    }


def _rows(request: StaffRequest, shown: DayShown, asked: dict[str, str]) -> list[read.UnitRow]:
    rows = read.unit_rows(request.capacity, shown.on, text=asked["text"], kind=asked["kind"])
    return [row for row in rows if not asked["unit"] or row.unit.parent_id == int(asked["unit"])]


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def units(request: StaffRequest) -> HttpResponse:
    """Show the units of a day: as a tree, or as a list of those that answer to the words."""
    shown, asked = day_shown(request), _asked(request)
    is_tree = request.GET.get("view", "tree") == "tree" and not any(asked.values())
    rows = _rows(request, shown, asked)
    context = {
        "day": shown,
        "asked": asked,
        "chips": _chips(request, asked),
        "is_tree": is_tree,
        "tree": read.unit_tree(request.capacity, shown.on) if is_tree else [],
        "page": None if is_tree else page_of(request, rows),
        "total": len(rows),
        "kinds": UnitKind.choices,
        "may_establish": request.capacity.may(Permission.MANAGE_UNITS),
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/units.html", context)


def _chips(request: StaffRequest, asked: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    if asked["text"]:
        found.append({"label": _("查找"), "value": asked["text"], "remove_url": without(request, "q")})
    if asked["kind"]:
        label = str(UnitKind(asked["kind"]).label)
        found.append({"label": _("类别"), "value": label, "remove_url": without(request, "kind")})
    if asked["unit"]:
        above = access_unit(request.capacity, int(asked["unit"]))
        found.append({"label": _("上级"), "value": above.name, "remove_url": without(request, "unit")})
    return found


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def units_export(request: StaffRequest) -> HttpResponse:
    """Write the units of a day as a workbook: the same conditions, the same order."""
    shown, asked = day_shown(request), _asked(request)
    columns = [
        Column(_("机构代码"), width=22), Column(_("名称"), width=36), Column(_("简称"), width=18), Column(_("类别"), width=16),
        Column(_("上级机构"), width=36), Column(_("辖区"), width=30), Column(_("岗位"), ColumnKind.NUMBER),
        Column(_("在岗人数"), ColumnKind.NUMBER),
    ]  # fmt: skip
    conditions = [(_("日期"), shown.on.isoformat()), *((one["label"], one["value"]) for one in _chips(request, asked))]
    return workbook(request, _("机构"), conditions, columns, map(_exported, _rows(request, shown, asked)))


def _exported(row: read.UnitRow) -> list[Any]:
    unit = row.unit
    above = row.parent.name if row.parent else ""
    kind = UnitKind(unit.kind).label
    return [unit.code, unit.name, unit.short_name, kind, above, "、".join(unit.territory), row.posts, row.people]


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
    rows = _territory_rows(request, shown, text)
    context = {"day": shown, "text": text, "page": page_of(request, rows), "nav_counts": figures(request)}
    return render(request, "console/registers/territories.html", context)


def _territory_rows(request: StaffRequest, shown: DayShown, text: str) -> list[Any]:
    unit_id = whole_number(request.GET.get("unit", ""))
    rows = read.territory_rows(request.capacity, shown.on, text=text)
    return [pair for pair in rows if unit_id is None or pair[0].unit_id == unit_id]


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def territories_export(request: StaffRequest) -> HttpResponse:
    """Write the territories of a day as a workbook."""
    shown, text = day_shown(request), request.GET.get("q", "").strip()[:60]
    columns = [
        Column(_("代码"), width=18), Column(_("区划"), width=24), Column(_("机构"), width=36),
        Column(_("起"), ColumnKind.DATE), Column(_("止"), ColumnKind.DATE), Column(_("依据文件"), width=30),
    ]  # fmt: skip
    rows = (
        [one.division_code, name, one.unit.name, one.valid_from, one.valid_to, one.document]
        for one, name in _territory_rows(request, shown, text)
    )
    return workbook(request, _("辖区"), [(_("日期"), shown.on.isoformat()), (_("查找"), text)], columns, rows)

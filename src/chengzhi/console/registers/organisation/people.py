"""People and posts: lists of a day, the page of one, their acts, their sheets."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.organisation.accounts_acts import OPEN
from chengzhi.console.registers.organisation.acting import Frame, open_acts, run
from chengzhi.console.registers.organisation.people_acts import PERSON_ACTS, POST_ACTS, REGISTER
from chengzhi.console.registers.shell import day_shown, figures, page_of, without
from chengzhi.console.work.workbooks import workbook
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.excel import Column, ColumnKind
from chengzhi.kernel.templatetags.cz import named
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Post
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_person, access_post, access_unit, appointments, roles

MOST_ACTS = 30


def _states() -> list[tuple[str, str]]:
    return [("idle", _("没有任职")), ("signed", _("有账号")), ("unsigned", _("没有账号"))]


def _vacancies() -> list[tuple[str, str]]:
    return [("vacant", _("有空缺")), ("full", _("满员"))]


def _asked(request: StaffRequest, *names: str) -> dict[str, str]:
    found = {name: request.GET.get(name, "").strip()[:60] for name in ("q", *names)}
    found["unit"] = str(whole_number(request.GET.get("unit", "")) or "")
    return found


def _unit_id(asked: dict[str, str]) -> int | None:
    return int(asked["unit"]) if asked["unit"] else None


def _chips(request: StaffRequest, asked: dict[str, str], labels: dict[str, tuple[str, dict[str, Any]]]) -> list[Any]:
    """Return the conditions as chips; ``labels`` names each and the words of its values."""
    chips = []
    for name, (label, words) in labels.items():
        if asked.get(name):
            value = words.get(asked[name], asked[name])
            chips.append({"label": label, "value": value, "remove_url": without(request, name)})
    if asked["unit"]:
        unit = access_unit(request.capacity, int(asked["unit"]))
        chips.append({"label": _("机构"), "value": unit.name, "remove_url": without(request, "unit")})
    return chips


def _people(request: StaffRequest, asked: dict[str, str], on: date) -> Any:
    employment = asked["employment"] if asked["employment"] in EmploymentKind.values else ""
    return read.people_rows(
        request.capacity, on, text=asked["q"], unit_id=_unit_id(asked), employment=employment, state=asked["state"]
    )


def _people_chips(request: StaffRequest, asked: dict[str, str]) -> list[Any]:
    employment: dict[str, Any] = {str(value): label for value, label in EmploymentKind.choices}
    labels: dict[str, tuple[str, dict[str, Any]]] = {
        "q": (_("查找"), {}),
        "employment": (_("用工性质"), employment),
        "state": (_("情况"), dict(_states())),
    }
    return _chips(request, asked, labels)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """Show the people of a day with what they hold."""
    shown, asked = day_shown(request), _asked(request, "employment", "state")
    page = page_of(request, _people(request, asked, shown.on))
    register = open_acts(REGISTER, request.capacity, lambda _name: reverse("console:person_register"), ("register",))
    context = {
        "day": shown, "asked": asked, "chips": _people_chips(request, asked), "page": page, "register": register,
        "employments": EmploymentKind.choices, "states": _states(), "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/people.html", context)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def people_export(request: StaffRequest) -> HttpResponse:
    """Write the people of a day as a workbook; numbers stay masked."""
    shown, asked = day_shown(request), _asked(request, "employment", "state")
    columns = [
        Column(_("姓名"), width=12), Column(_("用工性质"), width=14), Column(_("岗位和机构"), width=60),
        Column(_("手机号（已遮）"), width=16), Column(_("账号"), width=10),
    ]  # fmt: skip
    conditions = [(_("日期"), shown.on.isoformat())]
    conditions += [(str(one["label"]), str(one["value"])) for one in _people_chips(request, asked)]
    rows = (_exported_person(one) for one in _people(request, asked, shown.on))
    return workbook(request, _("人员"), conditions, columns, rows)


def _exported_person(one: Any) -> list[Any]:
    held = "；".join(f"{each.post.name} · {each.post.unit.name}" for each in one.current)
    return [one.name, one.get_employment_display(), held, one.masked_phone, _("有") if one.account_id else _("没有")]


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one person: what they hold, held and will hold."""
    viewer = request.capacity
    found, shown = access_person(viewer, pk), day_shown(request)
    frame = person_frame(found)
    account_acts = open_acts(OPEN, viewer, lambda _name: reverse("console:account_open", args=[found.pk]), ("open",))
    may_account = viewer.may(Permission.MANAGE_ACCOUNTS) and found.account_id
    context = {
        "person": found,
        "day": shown,
        "terms": read.terms_of(viewer, found, shown.on),
        "acts": read.acts_of_person(viewer, found)[:MOST_ACTS],
        "changes": open_acts(PERSON_ACTS, viewer, frame.url, ("appoint", "cross_appoint", "second")),
        "corrections": open_acts(PERSON_ACTS, viewer, frame.url, ("correct",)),
        "ends": frame.url("end") if viewer.may(Permission.MANAGE_APPOINTMENTS) else "",
        "opening": [] if found.account_id else account_acts,
        "account_url": reverse("console:account", args=[found.account_id]) if may_account else "",
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/person.html", context)


def person_frame(found: Person) -> Frame:
    """Return where acts on a person are taken."""
    url = reverse("console:person", args=[found.pk])
    return Frame(title=found.name, back_url=url, url_name="person_act", key=found.pk, acts=PERSON_ACTS)


@guarded(Permission.MANAGE_PEOPLE, Permission.MANAGE_APPOINTMENTS)
@explained
@require_http_methods(["GET", "POST"])
def person_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on a person."""
    found = access_person(request.capacity, pk)
    return run(request, name, person_frame(found), found)


@guarded(Permission.MANAGE_PEOPLE)
@explained
@require_http_methods(["GET", "POST"])
def person_register(request: StaffRequest) -> HttpResponse:
    """Register somebody."""
    frame = Frame(title=str(_("人员")), back_url=reverse("console:people"), url_name="person_act", key=0, acts=REGISTER)
    return run(request, "register", frame, None)


def _posts(request: StaffRequest, asked: dict[str, str], on: date) -> list[Post]:
    return read.post_rows(
        request.capacity, on, text=asked["q"], role=asked["role"], unit_id=_unit_id(asked), vacancy=asked["vacancy"]
    )


def _post_chips(request: StaffRequest, asked: dict[str, str]) -> list[Any]:
    names = {one.code: named(one) for one in roles(request.capacity)}
    labels = {"q": (_("查找"), {}), "role": (_("角色"), names), "vacancy": (_("空缺"), dict(_vacancies()))}
    return _chips(request, asked, labels)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def posts(request: StaffRequest) -> HttpResponse:
    """Show the posts of a day with who holds them."""
    shown, asked = day_shown(request), _asked(request, "role", "vacancy")
    context = {
        "day": shown, "asked": asked, "chips": _post_chips(request, asked), "roles": roles(request.capacity),
        "page": page_of(request, _posts(request, asked, shown.on)), "vacancies": _vacancies(),
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/posts.html", context)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def posts_export(request: StaffRequest) -> HttpResponse:
    """Write the posts of a day as a workbook."""
    shown, asked = day_shown(request), _asked(request, "role", "vacancy")
    columns = [
        Column(_("岗位"), width=20), Column(_("机构"), width=36), Column(_("角色"), width=18),
        Column(_("职数"), ColumnKind.NUMBER), Column(_("在任"), ColumnKind.NUMBER), Column(_("谁在任"), width=50),
        Column(_("设置日"), ColumnKind.DATE),
    ]  # fmt: skip
    conditions = [(_("日期"), shown.on.isoformat())]
    conditions += [(str(one["label"]), str(one["value"])) for one in _post_chips(request, asked)]
    return workbook(request, _("岗位任职"), conditions, columns, map(_exported_post, _posts(request, asked, shown.on)))


def _exported_post(one: Any) -> list[Any]:
    names = "、".join(held.person.name for held in one.holding)
    return [one.name, one.unit.name, named(one.role), one.headcount, len(one.holding), names, one.valid_from]


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def post(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one post: its role, who holds it, who held it."""
    viewer, shown = request.capacity, day_shown(request)
    found = access_post(viewer, pk)
    rows = list(appointments(viewer).filter(post=found).order_by("-valid_from", "-id"))
    frame = post_frame(found)
    names = ("appoint", "cross_appoint", "second", "change_role", "close")
    changes = open_acts(POST_ACTS, viewer, frame.url, names)
    may_change = viewer.may(Permission.MANAGE_ROLES)
    context = {
        "post": found,
        "day": shown,
        "rows": rows,
        "held": sum(one.valid_from <= shown.on and (one.valid_to is None or one.valid_to > shown.on) for one in rows),
        "changes": [one for one in changes if one["name"] != "change_role" or may_change],
        "role_refused": viewer.may(Permission.MANAGE_POSTS) and not may_change,
        "ends": frame.url("end") if viewer.may(Permission.MANAGE_APPOINTMENTS) else "",
        "may_role": viewer.may(Permission.MANAGE_ROLES) or viewer.may(Permission.READ_ACTS),
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/post.html", context)


def post_frame(found: Post) -> Frame:
    """Return where acts on a post are taken."""
    title = f"{found.unit.label} · {found.name}"
    url = reverse("console:post", args=[found.pk])
    return Frame(title=title, back_url=url, url_name="post_act", key=found.pk, acts=POST_ACTS)


@guarded(Permission.MANAGE_POSTS, Permission.MANAGE_APPOINTMENTS)
@explained
@require_http_methods(["GET", "POST"])
def post_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on a post."""
    found = access_post(request.capacity, pk)
    return run(request, name, post_frame(found), found)

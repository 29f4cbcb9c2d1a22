"""People and posts: lists of a day, the page of one, their acts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
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
from chengzhi.console.registers.shell import Condition, chips, day_shown, figures, page_of
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.templatetags.cz import named
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Post
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_person, access_post, access_unit, appointments, roles

MOST_ACTS = 30
Labels = dict[str, tuple[str, dict[str, Any]]]


def _states() -> list[tuple[str, str]]:
    return [("idle", _("没有任职")), ("signed", _("有账号")), ("unsigned", _("没有账号"))]


def _vacancies() -> list[tuple[str, str]]:
    return [("vacant", _("有空缺")), ("full", _("满员"))]


def asked_of(given: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return what an address asks of a list: words, a unit, and the conditions named."""
    found = {name: given.get(name, "").strip()[:60] for name in ("q", *names)}
    found["unit"] = str(whole_number(given.get("unit", "")) or "")
    return found


def asked_of_people(given: Mapping[str, str]) -> dict[str, str]:
    return asked_of(given, "employment", "state")


def asked_of_posts(given: Mapping[str, str]) -> dict[str, str]:
    return asked_of(given, "role", "vacancy")


def _unit_id(asked: dict[str, str]) -> int | None:
    return int(asked["unit"]) if asked["unit"] else None


def _conditions(viewer: Capacity, asked: dict[str, str], labels: Labels) -> list[Condition]:
    """Return the conditions in words; ``labels`` names each and the words of its values."""
    found = [
        (name, label, str(words.get(asked[name], asked[name])))
        for name, (label, words) in labels.items()
        if asked.get(name)
    ]
    if asked["unit"]:
        found.append(("unit", _("机构"), access_unit(viewer, int(asked["unit"])).name))
    return found


def people_for(viewer: Capacity, asked: dict[str, str], on: date) -> QuerySet[Person]:
    """Return the people of a day that answer to what is asked."""
    employment = asked["employment"] if asked["employment"] in EmploymentKind.values else ""
    return read.people_rows(
        viewer, on, text=asked["q"], unit_id=_unit_id(asked), employment=employment, state=asked["state"]
    )


def people_conditions(viewer: Capacity, asked: dict[str, str]) -> list[Condition]:
    """Return what is asked of the people in words."""
    employment: dict[str, Any] = {str(value): label for value, label in EmploymentKind.choices}
    labels: Labels = {
        "q": (_("查找"), {}),
        "employment": (_("用工性质"), employment),
        "state": (_("情况"), dict(_states())),
    }
    return _conditions(viewer, asked, labels)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """Show the people of a day with what they hold."""
    shown, asked = day_shown(request), asked_of_people(request.GET)
    page = page_of(request, people_for(request.capacity, asked, shown.on))
    register = open_acts(REGISTER, request.capacity, lambda _name: reverse("console:person_register"), ("register",))
    context = {
        "day": shown, "asked": asked, "page": page, "register": register,
        "chips": chips(request, people_conditions(request.capacity, asked)),
        "employments": EmploymentKind.choices, "states": _states(), "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/people.html", context)


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


def posts_for(viewer: Capacity, asked: dict[str, str], on: date) -> list[Post]:
    """Return the posts of a day that answer to what is asked."""
    return read.post_rows(
        viewer, on, text=asked["q"], role=asked["role"], unit_id=_unit_id(asked), vacancy=asked["vacancy"]
    )


def post_conditions(viewer: Capacity, asked: dict[str, str]) -> list[Condition]:
    """Return what is asked of the posts in words."""
    names = {one.code: named(one) for one in roles(viewer)}
    labels: Labels = {"q": (_("查找"), {}), "role": (_("角色"), names), "vacancy": (_("空缺"), dict(_vacancies()))}
    return _conditions(viewer, asked, labels)


@guarded(Permission.READ_REGISTER)
@explained
@require_GET
def posts(request: StaffRequest) -> HttpResponse:
    """Show the posts of a day with who holds them."""
    shown, asked = day_shown(request), asked_of_posts(request.GET)
    context = {
        "day": shown, "asked": asked, "chips": chips(request, post_conditions(request.capacity, asked)), "roles": roles(request.capacity),
        "page": page_of(request, posts_for(request.capacity, asked, shown.on)), "vacancies": _vacancies(),
        "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/posts.html", context)


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

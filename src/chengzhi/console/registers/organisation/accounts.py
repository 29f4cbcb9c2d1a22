"""Accounts, roles and grants: pages of the security administrator."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.console.errors import explained, go
from chengzhi.console.registers.organisation import selectors as read
from chengzhi.console.registers.organisation.accounts_acts import ACCOUNT_ACTS, OPEN, ROLE_ACTS, ROOMS, SCOPES, Secret
from chengzhi.console.registers.organisation.acting import Frame, attempt, chosen_act, form_of, open_acts, run, shown
from chengzhi.console.registers.shell import Condition, chips, figures, page_of
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models import Account, Role
from chengzhi.kernel.permissions import all_permissions
from chengzhi.kernel.templatetags.cz import named
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_person
from chengzhi.organisation.services.roles import ADMINISTRATORS


def _states() -> dict[str, str]:
    return {
        "open": pgettext("state", "启用"),
        "closed": pgettext("state", "停用"),
        "never": _("从没登录"),
        "first": _("还没改初始密码"),
    }


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given.get(name, "").strip()[:60] for name in ("q", "state")}


def accounts_for(viewer: Capacity, asked: dict[str, str]) -> QuerySet[Account]:
    """Return the accounts that answer to what is asked."""
    return read.account_rows(viewer, text=asked["q"], state=asked["state"])


def conditions(asked: dict[str, str]) -> list[Condition]:
    """Return what is asked in words."""
    labels = {"q": _("查找"), "state": _("情况")}
    return [(name, label, _states().get(asked[name], asked[name])) for name, label in labels.items() if asked[name]]


@guarded(Permission.MANAGE_ACCOUNTS)
@explained
@require_GET
def accounts(request: StaffRequest) -> HttpResponse:
    """Show who can sign in, and when they last did."""
    asked = asked_of(request.GET)
    rows = accounts_for(request.capacity, asked)
    context = {
        "asked": asked, "chips": chips(request, conditions(asked)), "page": page_of(request, rows), "states": _states().items(),
        "people_url": reverse("console:people") + "?state=unsigned", "nav_counts": figures(request),
    }  # fmt: skip
    return render(request, "console/registers/accounts.html", context)


@guarded(Permission.MANAGE_ACCOUNTS)
@explained
@require_GET
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one account."""
    found = read.access_account(request.capacity, pk)
    names = ("reset", "close") if found.is_active else ("reset", "reopen")
    is_own = found.pk == request.capacity.account_id
    context = {
        "account": found,
        "is_own": is_own,
        "changes": [] if is_own else open_acts(ACCOUNT_ACTS, request.capacity, account_frame(found).url, names),
        "acts": read.acts_of_person(request.capacity, found.person)[:20],
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/account.html", context)


def account_frame(found: Account) -> Frame:
    """Return where acts on an account are taken."""
    url = reverse("console:account", args=[found.pk])
    return Frame(title=found.username, back_url=url, url_name="account_act", key=found.pk, acts=ACCOUNT_ACTS)


@guarded(Permission.MANAGE_ACCOUNTS)
@explained
@never_cache
@require_http_methods(["GET", "POST"])
def account_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Take an act on an account; a new password stands on the page that answers, and nowhere else."""
    found = read.access_account(request.capacity, pk)
    return _told(request, name, account_frame(found), found)


@guarded(Permission.MANAGE_ACCOUNTS)
@explained
@never_cache
@require_http_methods(["GET", "POST"])
def account_open(request: StaffRequest, person_id: int) -> HttpResponse:
    """Open an account for a person."""
    found = access_person(request.capacity, person_id, Permission.MANAGE_ACCOUNTS)
    url = reverse("console:person", args=[found.pk])
    frame = Frame(title=found.name, back_url=url, url_name="account_act", key=0, acts=OPEN)
    return _told(request, "open", frame, found)


def _told(request: StaffRequest, name: str, frame: Frame, subject: Any) -> HttpResponse:
    if request.method != "POST":
        return run(request, name, frame, subject)
    act = chosen_act(frame.acts, name, request.capacity)
    form = form_of(request, act, subject, data=request.POST)
    done = attempt(act, form)
    if isinstance(done, Secret):
        context = {"done": done, "account": done.opened.account, "nav_counts": figures(request)}
        return render(request, "console/registers/secret.html", context)
    if done is None:
        return shown(request, name, form, frame, status=422)
    messages.success(request, done.words)
    return go(request, frame.back_url)


@guarded(Permission.MANAGE_ROLES, Permission.READ_ACTS)
@explained
@require_GET
def roles(request: StaffRequest) -> HttpResponse:
    """Show roles beside permissions, as they stand in the data."""
    found = read.role_rows(request.capacity)
    context = {
        "roles": found,
        "groups": matrix(found),
        "exclusive": [one for one in found if one.exclusive_group == ADMINISTRATORS],
        "scopes": SCOPES.values(),
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/roles.html", context)


def matrix(found: list[Role]) -> list[dict[str, Any]]:
    """Return the permissions by room, each with the scope every role has of it."""
    grants = {(one.role_id, one.permission): SCOPES[Scope(one.scope)] for role in found for one in role.grants.all()}
    groups = groupby(all_permissions(), key=lambda one: one.value.split(".", 1)[0])
    return [
        {
            "label": ROOMS.get(room, room),
            "rows": [(one, [grants.get((role.pk, one.value), "") for role in found]) for one in rights],
        }
        for room, rights in groups
    ]


@guarded(Permission.MANAGE_ROLES, Permission.READ_ACTS)
@explained
@require_GET
def role(request: StaffRequest, code: str) -> HttpResponse:
    """Show one role: what it grants, how far, on what ground."""
    found = read.access_role(request.capacity, code)
    granted = {one.permission: Scope(one.scope) for one in found.grants.all()}
    url = role_frame(found).url
    context = {
        "role": found,
        "grants": [(one, SCOPES[granted[one.value]]) for one in all_permissions() if one.value in granted],
        "changes": open_acts(ROLE_ACTS, request.capacity, url, ("grant",)),
        "withdraw_url": url("withdraw") if request.capacity.may(Permission.MANAGE_ROLES) else "",
        "is_administrator": found.exclusive_group == ADMINISTRATORS,
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/role.html", context)


def role_frame(found: Role) -> Frame:
    """Return where acts on a role are taken."""
    url = reverse("console:role", args=[found.code])
    return Frame(title=named(found), back_url=url, url_name="role_act", key=found.code, acts=ROLE_ACTS)


@guarded(Permission.MANAGE_ROLES)
@explained
@require_http_methods(["GET", "POST"])
def role_act(request: StaffRequest, code: str, name: str) -> HttpResponse:
    """Take an act on a role."""
    found = read.access_role(request.capacity, code)
    return run(request, name, role_frame(found), found)

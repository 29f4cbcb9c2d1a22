"""Accounts and roles, for the security administrator."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.kernel.templatetags.cz import named
from chengzhi.organisation.models import Appointment, in_force
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import reach, roles, today


def account_rows(viewer: Capacity, *, text: str = "", state: str = "") -> QuerySet[Account]:
    """Return accounts with their person; ``state`` is "open", "closed", "never" signed in or "first" password."""
    reach(viewer, Permission.MANAGE_ACCOUNTS)
    rows = Account.objects.filter(person__isnull=False).select_related("person").order_by("username")
    if words := text.strip():
        rows = rows.filter(
            Q(username__icontains=words) | Q(person__name__contains=words) | Q(person__pinyin__contains=words)
        )
    states = {
        "open": Q(is_active=True),
        "closed": Q(is_active=False),
        "never": Q(last_login=None, is_active=True),
        "first": Q(must_change_password=True, is_active=True),
    }
    held = Appointment.objects.filter(in_force(today())).select_related("post__unit").order_by("kind", "valid_from")
    rows = rows.filter(states.get(state, Q()))
    return rows.prefetch_related(Prefetch("person__appointments", held, to_attr="current"))


def role_rows(viewer: Capacity) -> list[Any]:
    """Return the roles with their grants, their name as ``shown``, and ``held``: how many people have one today."""
    held = Count("posts__appointments__person", filter=in_force(today(), "posts__appointments__"), distinct=True)
    found: list[Any] = list(roles(viewer).annotate(held=held).order_by("exclusive_group", "code"))
    for one in found:
        one.shown = named(one)
    return found


def access_account(viewer: Capacity, pk: int) -> Account:
    """Return an account with its person, or raise NotFound."""
    found = account_rows(viewer).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def access_role(viewer: Capacity, code: str) -> Any:
    """Return a role with ``held``, or raise NotFound."""
    found = next((one for one in role_rows(viewer) if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def account_count(viewer: Capacity) -> int:
    return account_rows(viewer).count()


def role_count(viewer: Capacity) -> int:
    return roles(viewer).count()

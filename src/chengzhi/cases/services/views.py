"""A person's own views of the lists (我的视图)."""

from django.utils.translation import gettext as _

from chengzhi.cases.models import SavedView
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput, Forbidden

MOST_VIEWS = 30
LONGEST_NAME = 40


def save_view(*, name: str, query: WorkQuery, address: str, capacity: Capacity) -> SavedView:
    """The list with its filters and order is kept under the name; the same name is written anew."""
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME:
        raise BadInput({"name": _("没有保存。请给视图起个名字，最多 40 个字。")})
    if capacity.account_id is None:
        raise Forbidden(_("没有保存。登录后才能存视图。"))
    held = SavedView.objects.filter(account=capacity.account_id)
    if held.exclude(name=words).count() >= MOST_VIEWS:
        raise BadInput({"name": _("没有保存。最多存 30 个视图，请先删掉不用的。")})
    facts = {"list_name": query.name, "query": address[:500]}
    view, _is_new = held.update_or_create(account_id=capacity.account_id, name=words, defaults=facts)
    return view


def drop_view(*, pk: int, capacity: Capacity) -> None:
    """The view is gone; somebody else's stays."""
    SavedView.objects.filter(pk=pk, account=capacity.account_id).delete()

"""Create, change and close posts."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import Role
from chengzhi.organisation.enums import ActKind, AppointmentKind
from chengzhi.organisation.models import Appointment, Post, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require
from chengzhi.organisation.services.guards import Term, administration_goes_on, no_excluded_role
from chengzhi.organisation.services.records import Ground, checked_document, checked_text, record_act
from chengzhi.organisation.services.refresh import bring_up_to_date
from chengzhi.organisation.services.transfers import carry_post, not_over
from chengzhi.organisation.services.versions import demand_lasting

POST_LENGTH = 40


@transaction.atomic
def create_post(
    *, unit: Unit, name: str, role: Role, on: date, document: str, capacity: Capacity, headcount: int = 1
) -> Post:
    """From a day the unit has a post whose holders may do what the role grants."""
    require(capacity, Permission.MANAGE_POSTS, unit.pk)
    text = checked_text({"name": (name, POST_LENGTH), "document": (document, 120)})
    if headcount < 1:
        raise BadInput({"headcount": _("职数至少是 1。请修改。")})
    demand_lasting(unit, on)
    post = Post.objects.create(unit=unit, name=text["name"], role=role, headcount=headcount, valid_from=on)
    ground = Ground(capacity=capacity, on=on, document=text["document"])
    record_act(ActKind.CREATE_POST, ground, unit=unit, note=f"{post.name}（{role.name}）")
    return post


@transaction.atomic
def change_post_role(*, post: Post, role: Role, on: date, document: str, capacity: Capacity) -> Post:
    """From a day the post, with its people, carries another role; what they did before stays under the old one."""
    require(capacity, Permission.MANAGE_POSTS, post.unit_id)
    require(capacity, Permission.MANAGE_ROLES, post.unit_id)
    document = checked_document(document)
    held = Post.objects.select_for_update(of=("self",)).select_related("role", "unit").get(pk=post.pk)
    if held.role_id == role.pk:
        raise BadInput({"role": _("岗位已是“%(role)s”，没有变化。") % {"role": role.name}})
    _in_force(held, on)
    _no_clash(held, role, on)
    with administration_goes_on(on):
        heir = carry_post(held, held.unit, on, document, role.pk)
    ground = Ground(capacity=capacity, on=on, document=document)
    record_act(ActKind.CHANGE_POST, ground, unit=held.unit, note=f"{held.name}：{held.role.name} → {role.name}")
    bring_up_to_date()
    return heir


@transaction.atomic
def close_post(*, post: Post, on: date, document: str, capacity: Capacity) -> Post:
    """From a day the post is no more; nobody may hold it by then.

    What was to carry it on later, after a transfer or with another role, never begins.
    """
    require(capacity, Permission.MANAGE_POSTS, post.unit_id)
    document = checked_document(document)
    held = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    _in_force(held, on)
    heirs = _heirs(held)
    names = Appointment.objects.filter(not_over(on), post__in=[held, *heirs]).values_list("person__name", flat=True)
    if names:
        words = _("%(names)s 在 %(day)s 还任“%(post)s”。请先免去任职，或把岗位划转到别的机构。")
        raise BadInput(words % {"names": "、".join(names), "day": on, "post": held.name})
    for heir in reversed(heirs):
        heir.delete()
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    record_act(ActKind.CLOSE_POST, Ground(capacity=capacity, on=on, document=document), unit=held.unit, note=held.name)
    return held


def _heirs(post: Post) -> list[Post]:
    """Return what carries a post on, the next one first."""
    heirs = Post.objects.select_for_update(of=("self",)).filter(predecessor=post).order_by("pk")
    return [one for heir in heirs for one in (heir, *_heirs(heir))]


def _in_force(post: Post, on: date) -> None:
    if post.valid_from >= on or (post.valid_to is not None and post.valid_to <= on):
        words = _("“%(post)s”在 %(first)s 设置，这一天不能办。请改生效日。")
        raise BadInput({"on": words % {"post": post.name, "first": post.valid_from}})


def _no_clash(post: Post, role: Role, on: date) -> None:
    """Refuse a role that excludes another one which somebody in the post holds elsewhere."""
    changed = Post(pk=post.pk, name=post.name, role=role)
    held = Appointment.objects.filter(not_over(on), post=post).select_related("person").order_by("pk")
    terms = [
        Term(person=one.person, post=changed, kind=AppointmentKind(one.kind), on=on, until=one.valid_to, by=None)
        for one in held
    ]
    faults = [reason for term in terms if (reason := no_excluded_role(term))]
    if faults:
        raise BadInput({"role": faults})

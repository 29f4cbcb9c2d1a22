"""Take back a merger, split or abolition that is registered but has not begun: every unit goes on as it does today."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind, SuccessionKind
from chengzhi.organisation.models import Appointment, Post, Territory, Unit, UnitSuccession, UnitVersion
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import require, today
from chengzhi.organisation.services.records import Ground, checked_text, record_act
from chengzhi.organisation.services.refresh import bring_up_to_date
from chengzhi.organisation.services.versions import close, locked, supersede

CARRIED = (SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.ABOLISH)


def planned_succession(unit: Unit) -> UnitSuccession | None:
    """Return the merger, split or abolition of a unit that was registered last and has not begun, or None."""
    found = UnitSuccession.objects.filter(kind__in=CARRIED, predecessors=unit, announced_at=None, on__gt=today())
    return found.order_by("-id").first()


@transaction.atomic
def withdraw_succession(*, unit: Unit, reason: str, capacity: Capacity) -> UnitSuccession:
    """The planned merger, split or abolition does not happen.

    Posts, people, territories and subordinates stay where they are; what was registered meanwhile for later days on a
    post that was to move goes back with it. A post that was to begin only afterwards stays with the successor.
    Raises BadInput where nothing is planned, or a later change rests on the plan.
    """
    text = checked_text({"reason": (reason, 120)})
    require(capacity, Permission.MANAGE_UNITS, unit.pk)
    plan = planned_succession(locked(unit))
    if plan is None:
        raise BadInput(_("“%(unit)s”没有可以撤回的变更。已经生效的，请再办一次变更。") % {"unit": unit.name})
    gone, heirs = list(plan.predecessors.order_by("pk")), list(plan.successors.order_by("pk"))
    for one in [*gone, *heirs]:
        require(capacity, Permission.MANAGE_UNITS, one.pk)
        _refuse_later_change(locked(one), plan.on)
    _return_subordinates(gone, heirs, plan)
    _return_posts(gone, heirs, plan.on)
    _return_territories(gone, heirs, plan)
    for one in gone:
        _goes_on(locked(one), plan.on)
    return _written(plan, [*gone, *heirs], text["reason"], capacity)


def _refuse_later_change(unit: Unit, on: date) -> None:
    later = UnitVersion.objects.filter(unit=unit, superseded_at=None, valid_from__gt=on).first()
    if later is not None:
        words = _("“%(unit)s”还有从 %(day)s 起的变更，以这次为前提。请先撤回那次变更。")
        raise BadInput(words % {"unit": unit.name, "day": later.valid_from})


def _return_subordinates(gone: list[Unit], heirs: list[Unit], plan: UnitSuccession) -> None:
    moved = UnitVersion.objects.select_related("unit").filter(
        parent__in=heirs, valid_from=plan.on, document=plan.document, superseded_at=None
    )
    for version in moved.order_by("pk"):
        before = UnitVersion.objects.filter(
            unit=version.unit, parent__in=gone, valid_to=plan.on, superseded_at=None
        ).first()
        if before is not None:
            _refuse_later_change(version.unit, plan.on)
            supersede(version)
            close(before, version.valid_to)


def _return_posts(gone: list[Unit], heirs: list[Unit], on: date) -> None:
    moved = Post.objects.select_for_update(of=("self",)).select_related("predecessor")
    for heir in moved.filter(unit__in=heirs, predecessor__unit__in=gone, valid_from=on).order_by("pk"):
        post = heir.predecessor
        if post is None or post.valid_to != on or post.role_id != heir.role_id:
            continue
        if heir.successors.exists():
            words = _("岗位“%(post)s”以后还要划转或调整角色，以这次为前提。请先撤销那次变更。")
            raise BadInput(words % {"post": heir.name})
        _return_people(heir, post)
        post.valid_to = heir.valid_to
        heir.delete()
        post.save(update_fields=["valid_to"])


def _return_people(heir: Post, post: Post) -> None:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("predecessor").filter(post=heir)
    for held in rows.order_by("pk"):
        before = held.predecessor
        if before is None or before.post_id != post.pk:
            held.post = post
            held.save(update_fields=["post"])
            continue
        before.valid_to = held.valid_to
        held.delete()
        before.save(update_fields=["valid_to"])


def _return_territories(gone: list[Unit], heirs: list[Unit], plan: UnitSuccession) -> None:
    taken = Territory.objects.select_for_update().filter(unit__in=heirs, valid_from=plan.on, document=plan.document)
    until = dict(taken.values_list("division_code", "valid_to"))
    taken.delete()
    for row in Territory.objects.select_for_update().filter(unit__in=gone, valid_to=plan.on):
        if plan.kind != SuccessionKind.SPLIT or row.division_code in until:
            row.valid_to = until.get(row.division_code)
            row.save(update_fields=["valid_to"])


def _goes_on(unit: Unit, on: date) -> None:
    if unit.valid_to != on:
        return
    unit.valid_to = None
    unit.save(update_fields=["valid_to"])
    UnitVersion.objects.filter(unit=unit, superseded_at=None, valid_to=on).update(valid_to=None)


def _written(plan: UnitSuccession, units: list[Unit], reason: str, capacity: Capacity) -> UnitSuccession:
    ground = Ground(capacity=capacity, on=plan.on, document=plan.document)
    for one in units:
        record_act(ActKind.WITHDRAW_CHANGE, ground, unit=one, note=f"{plan.get_kind_display()}：{reason}")
    UnitSuccession.objects.filter(pk=plan.pk).delete()
    bring_up_to_date()
    return plan

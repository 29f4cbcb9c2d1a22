"""Carry posts, people, territories and subordinate units over to another unit from a day; nothing before it moves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q

from chengzhi.organisation.models import Appointment, Post, Territory, Unit, UnitVersion, in_force
from chengzhi.organisation.services.versions import change_version, facts_of, locked, version_in_force


def not_over(on: date) -> Q:
    """Match rows that hold on the day or will begin later."""
    return Q(valid_to=None) | Q(valid_to__gt=on)


def carry_posts(posts: Iterable[Post], to: Unit, on: date, document: str) -> int:
    """From a day the posts and whoever holds them belong to another unit; return how many posts moved."""
    moved = 0
    for post in posts:
        carry_post(post, to, on, document, post.role_id)
        moved += 1
    return moved


def carry_post(post: Post, to: Unit, on: date, document: str, role_id: int) -> Post:
    """From a day a post continues as a new one, with its people; return the new one.

    A post that has not begun by then is only given to the other unit: it never was in force elsewhere.
    """
    if post.valid_from >= on and role_id == post.role_id:
        post.unit = to
        post.save(update_fields=["unit"])
        return post
    heir = Post.objects.create(
        unit=to,
        name=post.name,
        role_id=role_id,
        headcount=post.headcount,
        valid_from=max(on, post.valid_from),
        valid_to=post.valid_to,
        predecessor=post,
    )
    post.valid_to = on
    post.save(update_fields=["valid_to"])
    _carry_people(post, heir, on, document)
    return heir


def _carry_people(post: Post, heir: Post, on: date, document: str) -> None:
    rows = Appointment.objects.select_for_update(of=("self",)).filter(not_over(on), post=post)
    rows.filter(valid_from__gte=on).update(post=heir)
    for held in rows.filter(valid_from__lt=on):
        until, held.valid_to = held.valid_to, on
        held.save(update_fields=["valid_to"])
        Appointment.objects.create(
            person_id=held.person_id,
            post=heir,
            kind=held.kind,
            valid_from=on,
            valid_to=until,
            document=document,
            predecessor=held,
        )


def carry_territories(rows: Iterable[Territory], to: Unit, on: date, document: str) -> int:
    """From a day the territories belong to another unit; return how many moved."""
    moved = 0
    for row in rows:
        until = row.valid_to
        end_territory(row, on)
        if not covers_already(to, row.division_code, on):
            Territory.objects.create(
                unit=to,
                division_code=row.division_code,
                valid_from=max(on, row.valid_from),
                valid_to=until,
                document=document,
            )
        moved += 1
    return moved


def covers_already(unit: Unit, code: str, on: date) -> bool:
    """Tell whether a unit answers for a division already, on a day or later."""
    return Territory.objects.filter(not_over(on), unit=unit, division_code=code).exists()


def end_territory(row: Territory, on: date) -> None:
    """A territory ends on a day; one that has not begun by then never does."""
    if row.valid_from >= on:
        row.delete()
        return
    row.valid_to = on
    row.save(update_fields=["valid_to"])


def carry_subordinates(units: Iterable[Unit], to: Unit, on: date, document: str) -> int:
    """From a day the units stand under another one; return how many moved."""
    moved = 0
    for unit in units:
        child = locked(unit)
        facts = replace(facts_of(version_in_force(child, on)), parent_id=to.pk)
        change_version(child, facts, on, document)
        moved += 1
    return moved


def posts_of(unit: Unit, on: date) -> list[Post]:
    """Return the posts of a unit that hold on a day or begin later."""
    return list(Post.objects.select_for_update(of=("self",)).filter(not_over(on), unit=unit).order_by("pk"))


def territories_of(unit: Unit, on: date) -> list[Territory]:
    """Return the territories of a unit that hold on a day or begin later."""
    return list(Territory.objects.select_for_update().filter(not_over(on), unit=unit).order_by("pk"))


def subordinates_of(unit: Unit, on: date) -> list[Unit]:
    """Return the units right below a unit on a day."""
    below = UnitVersion.objects.filter(in_force(on), superseded_at=None, parent=unit)
    return list(Unit.objects.filter(pk__in=below.values("unit_id")).order_by("code"))

"""Why somebody may not be appointed: each guard returns the reason, or None."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import Holder, holders_everywhere
from chengzhi.organisation.services.records import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An appointment as it is wished for; ``by`` is the person who acts."""

    person: Person
    post: Post
    kind: AppointmentKind
    on: date
    until: date | None
    by: int | None


def overlapping(term: Term) -> QuerySet[Appointment]:
    """Return the appointments that share a day with the term."""
    begins_in_time = Q(valid_from__lt=term.until) if term.until else Q()
    rows = Appointment.objects.filter(begins_in_time, Q(valid_to=None) | Q(valid_to__gt=term.on))
    return rows.select_related("person", "post__unit", "post__role")


def not_oneself(term: Term) -> str | None:
    """Nobody gives themselves a post (GB/T 22239-2019, 8.1.4.2: separation of powers)."""
    if term.by is not None and term.by == term.person.pk:
        return _("不能给自己任职。请由另一位有任免权限的人办理。")
    return None


def post_exists_throughout(term: Term) -> str | None:
    """The post is in force on every day of the term."""
    post = term.post
    if post.valid_from <= term.on and (post.valid_to is None or (term.until and term.until <= post.valid_to)):
        return None
    words = _("“%(post)s”的设置期是 %(first)s 到 %(last)s，任期超出。请改任职日或免职日。")
    return words % {"post": post.name, "first": post.valid_from, "last": spoken(post.valid_to)}


def not_twice_in_the_post(term: Term) -> str | None:
    """The person does not hold the same post already."""
    held = overlapping(term).filter(person=term.person, post=term.post).first()
    if held is None:
        return None
    words = _("%(name)s 已任“%(post)s”（%(first)s 起，%(last)s 止），不用再办。")
    return words % {
        "name": term.person.name,
        "post": term.post.name,
        "first": held.valid_from,
        "last": spoken(held.valid_to),
    }


def no_other_regular_post(term: Term) -> str | None:
    """A person has one regular post at a time; a further one is a cross appointment or a secondment."""
    if term.kind != AppointmentKind.REGULAR:
        return None
    held = overlapping(term).filter(person=term.person, kind=AppointmentKind.REGULAR).exclude(post=term.post).first()
    if held is None:
        return None
    words = _("%(name)s 已在“%(unit)s”任“%(post)s”。请先免去原职，或改用交叉任职、借调。")
    return words % {"name": term.person.name, "unit": held.post.unit.name, "post": held.post.name}


def room_in_the_post(term: Term) -> str | None:
    """The headcount of the post is not used up on any day of the term; people on secondment do not count."""
    if term.kind == AppointmentKind.SECONDMENT:
        return None
    held = list(overlapping(term).filter(post=term.post).exclude(kind=AppointmentKind.SECONDMENT))
    for day in {term.on, *(one.valid_from for one in held if one.valid_from > term.on)}:
        present = [one for one in held if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)]
        if len(present) >= term.post.headcount:
            words = _("“%(post)s”职数 %(count)s 已满：%(names)s。请先免职，或增设岗位。")
            names = "、".join(one.person.name for one in present[:10])
            return words % {"post": term.post.name, "count": term.post.headcount, "names": names}
    return None


def no_excluded_role(term: Term) -> str | None:
    """Roles of one exclusive group, such as the three administrators, are never in one hand (GB/T 22239-2019)."""
    role = term.post.role
    if not role.exclusive_group:
        return None
    clash = overlapping(term).filter(person=term.person, post__role__exclusive_group=role.exclusive_group)
    held = clash.exclude(post__role=role).exclude(post=term.post).first()
    if held is None:
        return None
    words = _("%(name)s 已任“%(held)s”，与“%(role)s”不得由一人兼任。请另选人，或先免去原职。")
    return words % {"name": term.person.name, "held": held.post.role.name, "role": role.name}


def administrator_remains(post: Post, on: date, *, leaving: int | None) -> None:
    """Refuse to take away the last account that can manage accounts: nobody could undo it."""
    if not post.role.grants.filter(permission=Permission.MANAGE_ACCOUNTS).exists():
        return
    if not any(one.person_id != leaving for one in _administrators(on)):
        raise BadInput(_("这是最后一个能管理账号的人，免去后没有人能再授权。请先任命另一位安全管理员并开通账号。"))


@contextmanager
def administration_goes_on(on: date) -> Iterator[None]:
    """Refuse a change of powers after which nobody manages accounts any more, where somebody did before."""
    before = _administrators(on)
    yield
    if before and not _administrators(on):
        raise BadInput(_("这样改以后没有人能管理账号，也没有人能改回来。请先任命另一位安全管理员并开通账号。"))


def _administrators(on: date) -> list[Holder]:
    return [one for one in holders_everywhere(Permission.MANAGE_ACCOUNTS, on) if one.account_id]

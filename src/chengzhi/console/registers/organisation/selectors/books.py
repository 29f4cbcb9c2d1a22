"""The books of the audit: acts on the register, looks at personal data."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import PersonalDataAccess
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.organisation.models import RegisterAct
from chengzhi.organisation.selectors import reach, register_acts

M = TypeVar("M", bound=Model)


def act_rows(
    viewer: Capacity, *, text: str = "", act: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[RegisterAct]:
    """Return the book of the register, newest first, narrowed to words, a kind of act, days of recording."""
    rows = register_acts(viewer)
    if act:
        rows = rows.filter(act=act)
    if words := text.strip():
        said = Q(note__contains=words) | Q(document__contains=words) | Q(actor__contains=words)
        rows = rows.filter(said | Q(unit__name__contains=words) | Q(person__name__contains=words))
    return _between(rows, "recorded_at", since, until)


def personal_rows(
    viewer: Capacity,
    *,
    text: str = "",
    allowed: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[PersonalDataAccess]:
    """Return the log of looks at personal data, newest first; for the audit administrator."""
    reach(viewer, Kernel.READ_AUDIT)
    rows = PersonalDataAccess.objects.select_related("account").order_by("-at", "-pk")
    if allowed in {"yes", "no"}:
        rows = rows.filter(allowed=allowed == "yes")
    if words := text.strip():
        said = Q(purpose__contains=words) | Q(actor_name__contains=words) | Q(subject_ref__contains=words)
        rows = rows.filter(said | Q(account__username__contains=words))
    return _between(rows, "at", since, until)


def _between(rows: QuerySet[M], name: str, since: date | None, until: date | None) -> QuerySet[M]:
    """Narrow rows to whole days, both included."""
    if since is not None:
        rows = rows.filter(**{f"{name}__gte": _midnight(since)})
    if until is not None:
        rows = rows.filter(**{f"{name}__lt": _midnight(until + timedelta(days=1))})
    return rows


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def act_count(viewer: Capacity) -> int:
    return act_rows(viewer).count()


def personal_count(viewer: Capacity) -> int:
    return personal_rows(viewer).count()

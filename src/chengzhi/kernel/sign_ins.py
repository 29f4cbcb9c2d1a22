"""Failed sign-ins: written down as they happen, read by the audit administrator."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.models.sign_ins import FailureReason, SignInFailure
from chengzhi.kernel.permissions import Permission

LONGEST_NAME = 64
# Somebody who is locked out may go on knocking: one line in this time says so, not thousands.
LOCKED_ONCE_IN = timedelta(minutes=5)


def note_failure(*, username: str, address: str, reason: FailureReason) -> SignInFailure | None:
    """The failure stands in the log; of a name that is locked out at one address, once in five minutes."""
    name, address = _plain(username)[:LONGEST_NAME], address.partition("%")[0]
    now = clock.now()
    known = SignInFailure.objects.filter(username=name, address=address, reason=reason, at__gt=now - LOCKED_ONCE_IN)
    if reason is FailureReason.LOCKED and known.exists():
        return None
    return SignInFailure.objects.create(username=name, address=address, reason=reason, at=now)


def failed_sign_ins(
    viewer: Capacity, *, text: str = "", reason: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[SignInFailure]:
    """Return the log, newest first, narrowed to words, a reason and whole days, both included; raises Forbidden."""
    if not viewer.may(Permission.READ_AUDIT):
        raise Forbidden(_("您没有查看审计记录的权限。需要时请联系安全管理员。"))
    rows = SignInFailure.objects.all()
    if reason in FailureReason.values:
        rows = rows.filter(reason=reason)
    if words := _plain(text):
        rows = rows.filter(Q(username__contains=words) | Q(address__startswith=words))
    if since is not None:
        rows = rows.filter(at__gte=_midnight(since))
    if until is not None:
        rows = rows.filter(at__lt=_midnight(until) + timedelta(days=1))
    return rows


def _plain(text: str) -> str:
    """Return text without control characters, which no database takes."""
    return "".join(char for char in text if char.isprintable()).strip()


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))

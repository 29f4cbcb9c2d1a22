"""Bring today's values up to the day, and tell other rooms what has come into force."""

from datetime import date

from django.db import connection, transaction

from chengzhi.kernel import clock, outbox
from chengzhi.organisation import events
from chengzhi.organisation.enums import SuccessionKind
from chengzhi.organisation.models import Appointment, RegisterVersion, Unit, UnitSuccession
from chengzhi.organisation.selectors import register_state, today

TOLD: dict[str, type[events.UnitsSucceeded]] = {
    SuccessionKind.RENAME: events.UnitRenamed,
    SuccessionKind.TRANSFER: events.UnitMoved,
    SuccessionKind.MERGE: events.UnitsMerged,
    SuccessionKind.SPLIT: events.UnitSplit,
    SuccessionKind.ABOLISH: events.UnitAbolished,
}
CURRENT = """
UPDATE organisation_unit u
SET name = v.name, short_name = v.short_name, kind = v.kind, parent_id = v.parent_id
FROM organisation_unitversion v
WHERE v.unit_id = u.id AND v.superseded_at IS NULL
    AND v.valid_from <= %(on)s AND (v.valid_to IS NULL OR v.valid_to > %(on)s)
    AND (u.name, u.short_name, u.kind, u.parent_id) IS DISTINCT FROM (v.name, v.short_name, v.kind, v.parent_id)
"""


@transaction.atomic
def bring_up_to_date(on: date | None = None) -> int:
    """Units show the name, kind and superior of the day, due events are told; return how many units changed."""
    day = on or today()
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, {"on": day})
        changed: int = cursor.rowcount
    _announce_successions(day)
    _announce_endings(day)
    RegisterVersion.objects.filter(pk=1).update(refreshed_on=day)
    return changed


def bring_up_if_due() -> int:
    """Bring values up once a day, at the first call; return the register's number."""
    number, refreshed_on = register_state()
    if number and (refreshed_on is None or refreshed_on < today()):
        bring_up_to_date()
        return register_state()[0]
    return number


def _announce_successions(on: date) -> None:
    due = UnitSuccession.objects.select_for_update(skip_locked=True, of=("self",)).filter(announced_at=None, on__lte=on)
    for succession in due.order_by("on", "id"):
        outbox.record(
            TOLD[succession.kind](
                succession_id=succession.pk,
                on=succession.on.isoformat(),
                predecessors=list(succession.predecessors.order_by("pk").values_list("pk", flat=True)),
                successors=list(succession.successors.order_by("pk").values_list("pk", flat=True)),
            )
        )
        succession.announced_at = clock.now()
        succession.save(update_fields=["announced_at"])


def _announce_endings(on: date) -> None:
    due = Appointment.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        is_end_announced=False, valid_to__lte=on
    )
    for ended in due.select_related("post").prefetch_related("successors"):
        outbox.record(
            events.AppointmentEnded(
                appointment_id=ended.pk,
                person_id=ended.person_id,
                unit_id=ended.post.unit_id,
                on=str(ended.valid_to),
                followed_by=next((heir.pk for heir in ended.successors.all()), None),
            )
        )
        ended.is_end_announced = True
        ended.save(update_fields=["is_end_announced"])


def record_succession(
    kind: SuccessionKind, on: date, document: str, predecessors: list[Unit], successors: list[Unit]
) -> UnitSuccession:
    """Write down who carries on for whom; other rooms hear of it on the day."""
    succession = UnitSuccession.objects.create(kind=kind, on=on, document=document, recorded_at=clock.now())
    succession.predecessors.set(predecessors)
    succession.successors.set(successors)
    return succession

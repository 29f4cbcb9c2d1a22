"""The history of a case in words: who did what, in which post, when, on what ground, in how much of the limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.enums import Clock, ClosureKind
from chengzhi.cases.models import Case, CaseClock, CaseMedia, CaseStep
from chengzhi.cases.selectors.wholecase import carry_media
from chengzhi.kernel import clock, wording
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.procedures import Input, InputKind, Step, table_of

# Where a step names a thing by its key, the words that were true then stand beside it in the row.
NAMED = {"unit": "unit_name", "handler": "handler_name", "collector": "collector_name", "standard": "standard_name"}
ACTORS: dict[str, Words] = {ActorKind.RESIDENT: gettext_lazy("诉求人"), ActorKind.SYSTEM: gettext_lazy("系统")}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One step as a person reads it; ``media`` are what was handed in with it."""

    seq: int
    at: datetime
    act: str
    person: str
    capacity: str
    unit: str
    detail: str
    basis: str
    used: str
    limit: str
    is_late: bool
    hash: str
    media: list[CaseMedia] = field(default_factory=list)


def timeline(case: Case) -> list[TimelineRow]:
    """Return the steps of a case, newest first, in three queries; of a ``whole_case`` nothing is read any more."""
    carry_media(case)
    media: dict[int, list[CaseMedia]] = {}
    for one in case.media.all():
        media.setdefault(one.step_seq, []).append(one)
    ended = {one.stopped_at: one for one in case.clocks.all() if one.stopped_at is not None}
    return [_row(case, row, media.get(row.seq, []), ended.get(row.taken_at)) for row in reversed(case.steps.all())]


def _row(case: Case, row: CaseStep, media: list[CaseMedia], ended: CaseClock | None) -> TimelineRow:
    step = table_of(case).step(row.name)
    is_working = bool(ended and ended.is_working)
    return TimelineRow(
        seq=row.seq,
        at=row.taken_at,
        act=str(step.label),
        person=row.actor_name or str(ACTORS.get(row.actor_kind, "")),
        capacity=row.post_name,
        unit=row.unit_name,
        detail="；".join(in_words(step, row.data)),
        basis=row.ground,
        used=spent(row.used_seconds, is_working=is_working),
        limit=spent(row.limit_seconds, is_working=is_working),
        is_late=row.used_seconds is not None and row.limit_seconds is not None and row.used_seconds > row.limit_seconds,
        hash=row.hash,
        media=media,
    )


def spent(seconds: int | None, *, is_working: bool) -> str:
    """Return seconds of a clock in words of its own kind."""
    if seconds is None:
        return ""
    return wording.working_duration(seconds) if is_working else wording.duration(seconds)


def in_words(step: Step[Any], data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a step row keeps, each with the label under which it was asked for."""
    if step.is_initial:
        yield from (str(data[name]) for name in ("words", "place") if data.get(name))
        return
    for one in step.inputs:
        told = _told(one, data)
        if told:
            yield told if one.name in {"reason", "note", "result", "opinion"} else f"{one.label}：{told}"
    yield from _beside(step, data)


def _told(one: Input, data: Mapping[str, Any]) -> str:
    value = data.get(one.name)
    if value in (None, "", []) or one.name in {"lon", "lat", "category"}:
        return ""
    match one.kind:
        case InputKind.MEDIA:
            return _("%(count)s 件") % {"count": len(value)}
        case InputKind.FLAG:
            return str(value) if isinstance(value, str) else _("是")
        case InputKind.CHOICE:
            return str(dict(one.choices).get(value, value))
        case InputKind.HOURS:
            return _("%(hours)s 小时") % {"hours": value}
    return _named(one, data)


def _named(one: Input, data: Mapping[str, Any]) -> str:
    if one.kind is InputKind.STANDARD:
        return " ".join(str(data[key]) for key in ("standard_number", "standard_name") if data.get(key))
    name = NAMED.get(one.name)
    return str(data.get(name) or "") if name else str(data[one.name])


def _beside(step: Step[Any], data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the service added to what the person filled in."""
    asked = {one.name for one in step.inputs}
    if "collector" in asked and not data.get("collector") and data.get("collector_name"):
        yield str(data["collector_name"])
    if data.get("limit"):
        yield str(data["limit"])
    if data.get("rule"):
        yield _("规则：%(rule)s") % {"rule": data["rule"]}
    if data.get("closure") in ClosureKind.values:
        yield str(ClosureKind(data["closure"]).label)
    if data.get("clock") in Clock.values:
        yield _passed(data)
    before = data.get("before")
    if isinstance(before, Mapping):
        yield _("原为%(before)s") % {"before": "、".join(str(value) for value in before.values() if value)}
    if data.get("standard_kept"):
        yield _("立案条件仍是 %(number)s") % {"number": data["standard_kept"]}


def _passed(data: Mapping[str, Any]) -> str:
    label = Clock(data["clock"]).label
    due = parse_datetime(str(data.get("due_at", "")))
    return f"{label} {wording.deadline(due, clock.now())}" if due else str(label)

"""Blow the whistle, answer, sign in on the spot, report, conclude."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.cases.enums import SummonsClock
from chengzhi.cases.models import Case, Summons, Whistle, WhistleStep
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.cases.services.dispatching import unit_of_today
from chengzhi.cases.services.places import placed
from chengzhi.evidence.models import Item
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.clocks import ClockLimit
from chengzhi.kernel.coordinates import distance_m
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.numbers import loose_number, prefetch
from chengzhi.kernel.procedures import Doing, advance, begin
from chengzhi.organisation.models import Unit

SERIES = "whistle"
MOST_UNITS = 30
MOST_HOURS = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleCall:
    """What a street calls for: which departments, where, when; ``report_hours`` for the result after arrival."""

    matter: str
    place: str
    gather_at: datetime
    unit_ids: tuple[int, ...]
    lon: float | str | None = None
    lat: float | str | None = None
    report_hours: int = 24
    case_number: str = ""


def _checked(call: WhistleCall, capacity: Capacity) -> list[Unit]:
    faults: dict[str, str] = {}
    if not call.matter.strip():
        faults["matter"] = _("请写明为什么事吹哨。")
    if not call.place.strip():
        faults["place"] = _("请写明到哪里集合。")
    if call.gather_at <= clock.now():
        faults["gather_at"] = _("集合时间要在现在之后。")
    if not 1 <= call.report_hours <= MOST_HOURS:
        faults["report_hours"] = _("反馈时限要写 1 到 %(most)s 的整数小时。") % {"most": MOST_HOURS}
    units = _called(call, capacity, faults)
    if faults:
        raise BadInput(faults)
    return units


def _called(call: WhistleCall, capacity: Capacity, faults: dict[str, str]) -> list[Unit]:
    """Return the departments called that exist today, and add what is wrong with the choice to the faults."""
    day = clock.now().date()
    units = [one for one in Unit.objects.filter(pk__in=call.unit_ids) if one.exists_on(day)]
    if not units or len(units) != len(set(call.unit_ids)) or len(units) > MOST_UNITS:
        faults["units"] = _("请选 1 到 %(most)s 个今天仍在的部门。") % {"most": MOST_UNITS}
    if capacity.unit_id is None or capacity.unit_id in call.unit_ids:
        faults["units"] = _("不能召集本单位自己，请选别的部门。")
    return units


def _whistle_before(key: str, capacity: Capacity) -> Whistle | None:
    """Return the whistle that the same request of the same person already blew, if it did."""
    if not key or capacity.account_id is None:
        return None
    rows = WhistleStep.objects.select_related("subject").filter(name="blow", account_id=capacity.account_id)
    step = rows.filter(idempotency_key=key).first()
    return step.subject if step else None


def _case_numbered(number: str, capacity: Capacity) -> Case | None:
    """Return the case that a whistle is blown for, if it names one; BadInput when the caller sees no such case."""
    case = visible_cases(capacity).filter(number=number).first() if number else None
    if number and case is None:
        raise BadInput({"case_number": _("没有编号为 %(number)s 的案卷，请核对或留空。") % {"number": number}})
    return case


def own_unit(capacity: Capacity) -> Unit:
    """Return the unit that somebody acts for, or raise BadInput."""
    unit = Unit.objects.filter(pk=capacity.unit_id or 0).first()
    if unit is None:
        raise BadInput(_("您现在的身份不属于任何单位，不能吹哨。"))
    return unit


def blow_whistle(call: WhistleCall, *, capacity: Capacity, key: str = "") -> Whistle:
    """Call the departments to the spot; each of them gets a summons with its limits (吹哨).

    Repeating the request with the same key returns the whistle that was blown the first time.
    """
    known = _whistle_before(key, capacity)
    if known is not None:
        return known
    units = _checked(call, capacity)
    day = clock.now().date()
    prefetch(SERIES, day)
    with transaction.atomic():
        case = _case_numbered(call.case_number, capacity)
        whistle = Whistle(
            number=f"S{day:%Y%m%d}-{loose_number(SERIES, day):03d}", unit=own_unit(capacity), case=case,
            matter=call.matter.strip()[:300], place=call.place.strip()[:200], gather_at=call.gather_at,
            report_hours=call.report_hours, **_position(call),
        )  # fmt: skip
        data = {"matter": whistle.matter, "units": [one.name for one in units], "gather_at": call.gather_at.isoformat()}
        begin(whistle, "blow", capacity=capacity, doing=Doing(data=data, key=key))
        for number, unit in enumerate(units, start=1):
            _summon(whistle, unit, number, capacity)
    return whistle


def _position(call: WhistleCall) -> dict[str, Any]:
    found = placed(call.lon, call.lat)
    return {name: found[name] for name in ("lon", "lat", "cell_code") if name in found}


def _summon(whistle: Whistle, unit: Unit, number: int, capacity: Capacity) -> None:
    summons = Summons(number=f"{whistle.number}-{number}", whistle=whistle, unit=unit)
    arrive = int((whistle.gather_at - clock.now()).total_seconds())
    limits = {SummonsClock.ARRIVE.value: ClockLimit(seconds=arrive, reason="集合时间")}
    begin(summons, "call", capacity=capacity, doing=Doing(data={"unit_name": unit.name}, limits=limits))


def take_whistle_step(
    whistle: Whistle,
    step: str,
    *,
    capacity: Capacity,
    values: Mapping[str, Any],
    seen: int | None = None,
    key: str = "",
) -> None:
    """Take a step on a whistle: hand over to a lead department, conclude, or withdraw with all its summonses."""
    changes = {"result": str(values.get("result", "")).strip()[:400]} if step == "conclude" else {}
    data = {name: value for name, value in values.items() if value not in (None, "", [], ())}
    if step == "hand_over" and values.get("unit"):
        data["unit_name"] = unit_of_today(int(values["unit"])).name
    with transaction.atomic():
        advance(whistle, step, capacity=capacity, doing=Doing(data=data, changes=changes, seen=seen, key=key))
        if step == "withdraw":
            for summons in whistle.summonses.filter(is_open=True):
                advance(summons, "release", capacity=SYSTEM, doing=Doing(data={"reason": data.get("reason", "")}))


Prepare = Callable[[Summons, Mapping[str, Any]], tuple[dict[str, Any], dict[str, ClockLimit]]]


def _answer(_summons: Summons, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, ClockLimit]]:
    return {"coming": str(values.get("coming", "")).strip()[:60]}, {}


def _sign_in(summons: Summons, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, ClockLimit]]:
    """The sign-in keeps time, photo and how far from the place it was made."""
    whistle = summons.whistle
    changes: dict[str, Any] = {"signed_at": clock.now()}
    media = values.get("media") or []
    changes["signed_photo"] = Item.objects.filter(pk=int(media[0])).first() if media else None
    here = placed(values.get("lon"), values.get("lat"))
    if here and whistle.lon is not None and whistle.lat is not None:
        changes["signed_metres"] = round(distance_m((here["lon"], here["lat"]), (whistle.lon, whistle.lat)))
    hours = int(timedelta(hours=whistle.report_hours).total_seconds())
    return changes, {SummonsClock.REPORT.value: ClockLimit(seconds=hours, reason="反馈时限")}


def _report(_summons: Summons, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, ClockLimit]]:
    return {"result": str(values.get("result", "")).strip()[:400]}, {}


PREPARE: dict[str, Prepare] = {"answer": _answer, "sign_in": _sign_in, "report_result": _report}


def take_summons_step(
    summons: Summons,
    step: str,
    *,
    capacity: Capacity,
    values: Mapping[str, Any],
    seen: int | None = None,
    key: str = "",
) -> None:
    """Take a step on a summons: answer, dispute, sign in with place and photo, report, excuse, mark absent."""
    prepare = PREPARE.get(step)
    changes, limits = prepare(summons, values) if prepare else ({}, {})
    data = {name: value for name, value in values.items() if value not in (None, "", [], ())}
    if "signed_metres" in changes:
        data["metres"] = changes["signed_metres"]
    doing = Doing(data=data, changes=changes, limits=limits, seen=seen, key=key)
    advance(summons, step, capacity=capacity, doing=doing)

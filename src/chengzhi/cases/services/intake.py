"""Take in a report from any channel: it joins an open case or begins one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from chengzhi.cases.enums import CallbackWay, MediaStage
from chengzhi.cases.models import Case, CaseWords, Channel, Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure.guards import within
from chengzhi.cases.selectors.registers import active_channels, known_categories, stage_limits
from chengzhi.cases.services.acts import attach_media
from chengzhi.cases.services.places import placed
from chengzhi.catalogue.models import Category
from chengzhi.evidence.selectors import items
from chengzhi.kernel import clock
from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.numbers import case_number, loose_number, prefetch
from chengzhi.kernel.procedures import Doing, begin
from chengzhi.kernel.search import index_words
from chengzhi.kernel.writing import Writes

SERIES = "case"
MAX_WORDS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody tells: their words, where, what kind, how to reach them, with which media.

    ``lon`` and ``lat`` are read in ``datum``; ``join`` names an open case to join instead of opening one;
    ``external_ref`` is the number in the source system, ``key`` makes a repeated request harmless.
    """

    channel: str
    words: str
    category_id: int | None
    place: str = ""
    lon: float | str | None = None
    lat: float | str | None = None
    datum: str = "cgcs2000"
    reporter_name: str = ""
    reporter_phone: str = ""
    callback: str = CallbackWay.NONE
    media: tuple[int, ...] = field(default=())
    after_media: tuple[int, ...] = field(default=())
    is_urgent: bool = False
    join: str = ""
    external_ref: str = ""
    key: str = ""
    received_at: datetime | None = None


def report_matter(told: Told, *, capacity: Capacity) -> Report:
    """Take in a report and return it with its case: a new one, or the open one it joins (上报).

    Repeating the request with the same key, or the same number of the source system, returns the first report.
    Raises BadInput naming every field that cannot be used.
    """
    return _once(told, lambda: _join(told, capacity) if told.join else _open(told, capacity, "report"))


def report_self_handled(told: Told, *, capacity: Capacity) -> Report:
    """Take in a small matter that the collector has already put right, with photos before and after (自处理)."""
    if not told.media or not told.after_media:
        raise BadInput({"media": _("自处理要有处置前和处置后的照片，各至少一张。")})
    return _once(told, lambda: _open(told, capacity, "report_self_handled"))


def _once(told: Told, write: Callable[[], Report]) -> Report:
    """Write a report, or return the one that an earlier request wrote.

    A repeated request fails at the unique index on its key; looking first would cost every report a query.
    """
    prefetch(SERIES, clock.now().date())
    try:
        with transaction.atomic():
            return write()
    except (IntegrityError, BadInput, StepRefused):
        earlier = known_report(told)
        if earlier is None:
            raise
        return earlier


def known_report(told: Told) -> Report | None:
    """Return the report that this request already made, if it did."""
    rows = Report.objects.select_related("case", "channel")
    if told.key and (found := rows.filter(idempotency_key=told.key).first()):
        return found
    if told.external_ref:
        return rows.filter(channel__code=told.channel, external_ref=told.external_ref).first()
    return None


def channel_named(code: str) -> Channel:
    """Return an active channel, or raise BadInput."""
    channel = active_channels().get(code) or active_channels.afresh().get(code)
    if channel is None:
        raise BadInput({"channel": _("没有“%(code)s”这个渠道，或已停用。") % {"code": code}})
    return channel


def checked(told: Told) -> tuple[Channel, Category]:
    """Return channel and category of what is told, or raise BadInput naming every fault."""
    faults: dict[str, str] = {}
    if not told.words.strip():
        faults["words"] = _("请写明发生了什么事。")
    elif len(told.words) > MAX_WORDS:
        faults["words"] = _("内容最多 %(max)s 个字，请删减或作为附件上传。") % {"max": MAX_WORDS}
    if told.callback not in CallbackWay.values:
        faults["callback"] = _("回访方式请选短信、电话或不用。")
    category = _category(told.category_id)
    if category is None:
        faults["category"] = _("请选小类。")
    faults |= _unknown_media(told)
    if faults or category is None:
        raise BadInput(faults)
    return channel_named(told.channel), category


def _unknown_media(told: Told) -> dict[str, str]:
    """Return the fields that name files which nobody handed in; without files nothing is asked of the database."""
    named = {"media": told.media, "after_media": told.after_media}
    wanted = {key for keys in named.values() for key in keys}
    missing = wanted - {one.pk for one in items(wanted)} if wanted else wanted
    words = _("没有编号为 %(ids)s 的附件。请重新上传后再报。")
    return {
        field: words % {"ids": "、".join(str(key) for key in keys if key in missing)}
        for field, keys in named.items()
        if missing.intersection(keys)
    }


def _category(key: int | None) -> Category | None:
    return (known_categories().get(key) or known_categories.afresh().get(key)) if key else None


def summary_of(words: str, category: Category, place: str) -> str:
    """Return one line for lists: category and the beginning of the words or the place."""
    first = " ".join(words.split())
    rest = first[:30] if first else place[:30]
    return f"{category.name} · {rest}"[:80]


def words_of(case: Case, words_told: str) -> str:
    """Return the words to find a case by."""
    return index_words(case.summary, words_told, case.category.name, case.place, case.area_name, case.number)


def new_case(told: Told, channel: Channel, category: Category, *, number: str, capacity: Capacity) -> Case:
    """Return the unsaved case for a report."""
    place = placed(told.lon, told.lat, told.datum)
    return Case(
        number=number,
        channel=channel,
        category=category,
        summary=summary_of(told.words, category, told.place),
        description=told.words.strip(),
        place=told.place.strip()[:200],
        is_urgent=told.is_urgent,
        reported_by_id=capacity.appointment_id,
        **place,
    )


def day_number(day: date) -> str:
    """Return a free case number of a day."""
    return case_number(day, loose_number(SERIES, day))


def step_data(told: Told) -> dict[str, Any]:
    """Return what the first step row keeps: the matter, without personal data of the reporter."""
    return {"channel": told.channel, "words": told.words.strip()[:200], "place": told.place.strip()[:200]}


def _open(told: Told, capacity: Capacity, step: str) -> Report:
    channel, category = checked(told)
    case = new_case(told, channel, category, number=day_number(clock.now().date()), capacity=capacity)
    if capacity.kind is ActorKind.PERSON and channel.kind == "collector":
        case.is_verified = True
    writes = Writes()
    begin(case, step, capacity=capacity, doing=Doing(data=step_data(told), limits=stage_limits()), into=writes)
    writes.insert(CaseWords(case=case, vector=words_of(case, told.words)))
    report = report_row(told, channel, is_joined=False)
    report.case = case
    writes.insert(report)
    writes.send()
    attach_media(case, list(told.media), MediaStage.BEFORE, 1)
    attach_media(case, list(told.after_media), MediaStage.AFTER, 1)
    return report


def _join(told: Told, capacity: Capacity) -> Report:
    channel, _category = checked(told)
    case = Case.objects.select_for_update(of=("self",)).filter(number=told.join, is_open=True).first()
    if case is None or not _may_be_joined(case, capacity):
        raise BadInput({"join": _("要并入的案卷已办结或不存在，请改为单独上报。")})
    attach_media(case, list(told.media), MediaStage.BEFORE, case.step_seq)
    Case.objects.filter(pk=case.pk).update(joined_reports=F("joined_reports") + 1)
    report = report_row(told, channel, is_joined=True)
    report.case = case
    report.save(force_insert=True)
    return report


def _may_be_joined(case: Case, capacity: Capacity) -> bool:
    """Tell whether staff may see the case; a case out of their reach is one that does not exist for them."""
    scope = capacity.scope(Permission.READ)
    return capacity.kind is not ActorKind.PERSON or (scope is not None and within(case, capacity, scope))


def report_row(told: Told, channel: Channel, *, is_joined: bool) -> Report:
    """Return the unsaved report of what was told, without its case."""
    return Report(
        channel=channel,
        external_ref=told.external_ref[:80],
        idempotency_key=told.key[:64],
        words=told.words.strip(),
        place=told.place.strip()[:200],
        reporter_name=told.reporter_name.strip()[:60],
        reporter_phone="".join(told.reporter_phone.split())[:32],
        callback=told.callback,
        is_joined=is_joined,
        received_at=told.received_at or clock.now(),
    )

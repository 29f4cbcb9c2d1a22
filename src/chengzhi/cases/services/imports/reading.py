"""Turn a row of a file into what somebody told, or into the reasons why it cannot be taken."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from chengzhi.cases.services.imports.mapping import Mapping
from chengzhi.cases.services.intake import MAX_WORDS, Told
from chengzhi.cases.services.places import parsed
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import Row

Propose = Callable[[str], Category | None]
# Beside its words, what tells two rows without a number of their own apart.
TOLD_APART_BY = ("time", "place", "phone", "lon", "lat")


class RowReader:
    """Reads the rows of one file under one mapping; equal rows without a number of their own are told apart."""

    def __init__(self, mapping: Mapping, *, channel: str, categories: dict[str, Category], propose: Propose) -> None:
        self.mapping, self.channel = mapping, channel
        self.categories, self.propose = categories, propose
        self.seen: Counter[str] = Counter()
        self.refs: set[str] = set()

    def told(self, row: Row) -> Told:
        """Return what the row tells; raises BadInput naming every fault by column."""
        faults: dict[str, str] = {}
        words = self._words(row)
        if not words:
            faults["words"] = _("没有诉求内容。")
        category = self._category(row, words)
        if category is None:
            faults["category"] = _("认不出小类，请在导入方案里对应，或指定认不出时的小类。")
        received_at = self._collect(faults, "time", lambda: self._time(row))
        lon, lat = self._position(row, faults)
        ref = self._ref(row, words)
        if ref in self.refs:
            faults["ref"] = _("编号 %(ref)s 在文件里出现了两次。") % {"ref": ref}
        if faults or category is None:
            raise BadInput(faults)
        self.refs.add(ref)
        return Told(
            channel=self.channel,
            words=words[:MAX_WORDS],
            category_id=category.pk,
            place=self._text(row, "place")[:200],
            lon=lon,
            lat=lat,
            datum=self.mapping.datum,
            reporter_name=self._text(row, "name"),
            reporter_phone=self._text(row, "phone"),
            external_ref=ref,
            received_at=received_at if isinstance(received_at, datetime) else None,
        )

    def _value(self, row: Row, field: str) -> object:
        column = self.mapping.columns.get(field)
        return row.values.get(column) if column else None

    def _text(self, row: Row, field: str) -> str:
        value = self._value(row, field)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).replace("\x00", "").split())

    def _words(self, row: Row) -> str:
        title, words = self._text(row, "title"), self._text(row, "words")
        if title and words and title not in words:
            return f"{title}：{words}"
        return words or title or self._text(row, "category")

    def _category(self, row: Row, words: str) -> Category | None:
        given = self._text(row, "category")
        named = self.categories.get(self.mapping.categories.get(given, given))
        return named or self.propose(words) or self.categories.get(self.mapping.fallback)

    @staticmethod
    def _collect(faults: dict[str, str], field: str, read: Callable[[], object]) -> object:
        try:
            return read()
        except BadInput as fault:
            faults[field] = fault.message
            return None

    def _time(self, row: Row) -> datetime | None:
        value = self._value(row, "time")
        if value in (None, ""):
            return None
        moment = moment_of(value)
        if moment is None:
            raise BadInput(_("时间“%(value)s”认不出，请写成 2026-11-23 14:05。") % {"value": str(value)[:30]})
        if moment > clock.now():
            raise BadInput(_("时间 %(value)s 在将来，请核对。") % {"value": str(value)[:30]})
        return moment

    def _position(self, row: Row, faults: dict[str, str]) -> tuple[float | None, float | None]:
        lon, lat = self._text(row, "lon"), self._text(row, "lat")
        if not lon and not lat:
            return None, None
        if not lon or not lat:
            faults["lon"] = _("经纬度只有一个，请补全或都留空。")
            return None, None
        found = self._collect(faults, "lon", lambda: parsed(lon, lat))
        return found if isinstance(found, tuple) else (None, None)

    def _ref(self, row: Row, words: str) -> str:
        ref = self._text(row, "ref")
        if ref:
            return ref[:80]
        facts = "|".join([words, *(self._text(row, name) for name in TOLD_APART_BY)])
        digest = hashlib.sha256(facts.encode()).hexdigest()[:32]
        self.seen[digest] += 1
        return f"{digest}-{self.seen[digest]}"


def moment_of(value: object) -> datetime | None:
    """Return an aware moment; a time without zone is Beijing time, a date without time its midnight."""
    if isinstance(value, datetime):
        moment: datetime | None = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None)
    else:
        moment = _parsed_text(str(value).strip().replace("/", "-"))
    if moment is None:
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _parsed_text(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        if moment is not None:
            return moment
        day = parse_date(text)
    except ValueError:
        return None
    return datetime.combine(day, time()) if day else None  # Beijing time is added by the caller

"""What a post may report through the API: the same as through the desk and the field pages."""

from django.utils.translation import gettext as _

from chengzhi.api.problems import Problem
from chengzhi.cases.enums import CallbackWay, ChannelKind
from chengzhi.cases.models import Case, Report
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.registers import active_channels
from chengzhi.cases.selectors.reporters import DESK
from chengzhi.cases.services import Told
from chengzhi.cases.services.places import placed
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput


def channel_kinds() -> dict[str, ChannelKind]:
    """Return the kinds of the active channels by code."""
    return {code: ChannelKind(one.kind) for code, one in active_channels().items()}


def check_may_report(told: Told, capacity: Capacity) -> None:
    """Raise BadInput unless this post may report so: its channels, a collector's photo and place, a number to call."""
    kind = channel_kinds().get(told.channel)
    faults: dict[str, str] = {}
    if kind not in kinds_of(capacity):
        faults["channel"] = _("您现在的身份不能登记“%(code)s”来源，或没有这个来源。") % {"code": told.channel}
    if kind is ChannelKind.COLLECTOR and not told.media:
        faults["media"] = _("采集员上报要有现场照片，请先上传。")
    if told.callback != CallbackWay.NONE and not told.reporter_phone.strip():
        faults["callback"] = _("要回访就得有电话；没有电话，回访写 none。")
    if (capacity.confines or kind is ChannelKind.COLLECTOR) and (fault := _out_of_place(told, kind, capacity)):
        faults["lon"] = fault
    if faults:
        raise BadInput(faults)


def kinds_of(capacity: Capacity) -> frozenset[ChannelKind]:
    """Return the kinds of channel that a post takes reports in from: a desk's, its own department's, the patrol's."""
    scope = capacity.scope(Permission.REPORT)
    if scope is None:
        return frozenset()
    desk = DESK if scope is Scope.CITY else (ChannelKind.DEPARTMENT,)
    return frozenset({*desk, ChannelKind.COLLECTOR})


def _out_of_place(told: Told, kind: ChannelKind | None, capacity: Capacity) -> str:
    """Return what is wrong with the place of a report that may not lie just anywhere."""
    code = placed(told.lon, told.lat, told.datum).get("cell_code")
    if capacity.confines and (not code or capacity.is_confined_from(code)):
        return _("令牌限于区划 %(codes)s，上报的位置要在里面。") % {"codes": "、".join(capacity.confines)}
    if kind is ChannelKind.COLLECTOR and code == "":
        return _("定位的地方不在本区，请重新定位，或不写经纬度、写地名。")
    return ""


def is_same(report: Report, told: Told) -> bool:
    """Tell whether a request says what the report kept under its key says."""
    case = report.case
    kept = (
        report.channel.code, report.words, report.place, report.reporter_name, report.reporter_phone, report.callback,
        report.external_ref, report.is_joined,
    )  # fmt: skip
    said = (
        told.channel, told.words.strip(), told.place.strip(), told.reporter_name.strip(),
        "".join(told.reporter_phone.split()), told.callback, told.external_ref, bool(told.join),
    )  # fmt: skip
    if kept != said or (told.join and told.join != case.number):
        return False
    return bool(told.join) or _same_facts(report, told)


def _same_facts(report: Report, told: Told) -> bool:
    """Compare with what stood on the case before somebody put it right; of a place put right the cell is known."""
    case = report.case
    media = set(case.media.filter(step_seq=1).values_list("item_id", flat=True))
    if media != {*told.media, *told.after_media}:
        return False
    before, place = _before_corrections(case), placed(told.lon, told.lat, told.datum)
    if "category" in before:
        is_same_category = str(Category.objects.filter(pk=told.category_id or 0).first()) == before["category"]
    else:
        is_same_category = case.category_id == told.category_id
    if "cell_code" in before:
        return is_same_category and str(place.get("cell_code") or "") == before["cell_code"]
    return is_same_category and (case.lon, case.lat) == (place.get("lon"), place.get("lat"))


def _before_corrections(case: Case) -> dict[str, str]:
    """Return what the first correction of each fact found on the case."""
    found: dict[str, str] = {}
    for data in case.steps.filter(name="correct_facts").order_by("-seq").values_list("data", flat=True):
        found.update(data.get("before", {}))
    return found


def registered_already(report: Report) -> Problem:
    """Return the problem of a number of the source system that stands for something else already."""
    words = _("来源编号“%(ref)s”已登记为案卷 %(number)s，内容不同。同一来源里一件事用一个编号。")
    told = words % {"ref": report.external_ref, "number": report.case.number}
    return Problem(409, "key", told, {"errors": {"external_ref": [told]}})

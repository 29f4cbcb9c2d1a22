"""A patrol report: a matter found on the spot, left to others or put right at once."""

from dataclasses import dataclass

from chengzhi.cases.models import Report
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import Capacity

CHANNEL = "collector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What somebody on patrol has found; media are ids of evidence items, positions are WGS-84."""

    category: Category
    words: str
    place: str
    lon: float | None
    lat: float | None
    before: list[int]
    after: list[int]
    is_self_handled: bool
    key: str


def report_finding(finding: Finding, *, capacity: Capacity) -> Report:
    """The finding is taken in as a report, or as a self-handled matter that waits for review. Raises BadInput."""
    told = Told(
        channel=CHANNEL,
        words=finding.words or finding.category.name,
        category_id=finding.category.pk,
        place=finding.place,
        lon=finding.lon,
        lat=finding.lat,
        media=tuple(finding.before),
        after_media=tuple(finding.after) if finding.is_self_handled else (),
        key=finding.key,
    )
    take_in = report_self_handled if finding.is_self_handled else report_matter
    return take_in(told, capacity=capacity)

"""From a draft to a report, exactly once."""

from chengzhi.cases.enums import CallbackWay
from chengzhi.cases.models import Report
from chengzhi.cases.services import Told, report_matter
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import resident
from chengzhi.portal.drafts import Draft

CHANNEL = "resident"


def send_report(draft: Draft, *, category: Category | None, join: str = "") -> Report:
    """The draft is taken in as a report, or joins the open case named; sending it again returns the same report.

    A photo alone is enough: the name of the category then stands for the words. Raises BadInput.
    """
    told = Told(
        channel=CHANNEL,
        words=draft.words or (category.name if category else ""),
        category_id=draft.category,
        place=draft.place,
        lon=draft.lon,
        lat=draft.lat,
        reporter_phone=draft.phone,
        callback=CallbackWay.PHONE if draft.phone else CallbackWay.NONE,
        media=tuple(draft.photos),
        join=join,
        key=draft.key,
    )
    return report_matter(told, capacity=resident())

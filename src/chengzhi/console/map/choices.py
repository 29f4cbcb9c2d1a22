"""The filters of the map as controls: the same words and options as on the lists, with unit and time added."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from chengzhi.cases.selectors.choices import NOT_HANDLING
from chengzhi.cases.selectors.filters import filter_options
from chengzhi.cases.selectors.mapping import MapQuery
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.console.errors import named
from chengzhi.console.map.reading import LIGHTS, filter_params
from chengzhi.kernel.access import Capacity
from chengzhi.organisation.selectors import units_as_of

SHARED = ("street", "channel", "category", "light")


def filter_choices(viewer: Capacity, query: MapQuery) -> list[dict[str, Any]]:
    """Return every filter but the lights with its options; a value already chosen is marked."""
    shared = filter_options(viewer, WorkQuery(**{name: getattr(query, name) for name in SHARED}))
    found = [one for one in shared if one["name"] in SHARED and one["name"] != "light"]
    units = [(str(one.id), one.name) for one in units_as_of() if one.kind not in NOT_HANDLING]
    spans = [("today", _("今天")), ("3d", _("3 天内")), ("7d", _("7 天内")), ("30d", _("30 天内"))]
    found.append({"name": "unit", "label": _("处置单位"), "options": units, "chosen": query.unit})
    found.append({"name": "since", "label": _("上报时间"), "options": spans, "chosen": query.since})
    return found


def light_links(query: MapQuery) -> list[dict[str, Any]]:
    """Return a switch for each light: a link that narrows to it, or takes it away again."""
    others = {name: value for name, value in filter_params(query).items() if name != "light"}
    found = []
    for code in LIGHTS:
        is_on = query.light == code
        params = others if is_on else {**others, "light": code}
        found.append({"code": code, "is_on": is_on, "url": f"{named('map')}?{urlencode(params)}"})
    return found

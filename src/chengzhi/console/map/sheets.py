"""The list beside the map as a workbook: the open cases inside a drawn frame, narrowed by the filters of the map."""

from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.mapping import MapQuery, placed_cases
from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.map.choices import filter_choices
from chengzhi.console.map.reading import FILTERS, read_query
from chengzhi.console.work.sheets import RELATED, list_columns, told
from chengzhi.kernel import clock
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.components import LIGHT_WORDS


def _map(viewer: Capacity, given: Mapping[str, str]) -> Sheet:
    query = read_query(given)
    found = placed_cases(viewer, query, clock.now()).order_by(F("due_at").asc(nulls_last=True), "id")
    conditions = [*_chosen(viewer, query), (_("地图上框的范围"), given.get("frame", ""))]
    return rows_of(found.select_related(*RELATED), told, list_columns(), conditions)


def _chosen(viewer: Capacity, query: MapQuery) -> list[tuple[str, str]]:
    """Return the filters that are set in words."""
    found = [
        (str(one["label"]), str(dict(one["options"]).get(one["chosen"], one["chosen"])))
        for one in filter_choices(viewer, query)
        if one["chosen"]
    ]
    return [(_("灯"), str(LIGHT_WORDS[query.light])), *found] if query.light else found


LIST = Listing(
    name="map", label=gettext_lazy("地图上的案卷"), page=("map",), read=_map, rights=(Permission.EXPORT,),
    asks=(*FILTERS, "frame"),
)  # fmt: skip
MAP = (LIST,)

"""What a search found as a workbook."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.finding import Found, find_cases
from chengzhi.console.exports.sheets import Listing, Sheet, rows_of
from chengzhi.console.work.sheets import list_columns, told
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.excel import Column


def _found(viewer: Capacity, given: Mapping[str, str]) -> Sheet:
    typed = given.get("q", "").strip()
    columns = [*list_columns(), Column(_("为什么找到"), width=24)]
    return rows_of(find_cases(viewer, typed) if typed else [], _hit, columns, [(_("查找"), typed)])


def _hit(one: Found) -> list[Any]:
    return [*told(one.case), str(one.why)]


SEARCH = Listing(
    name="search",
    label=gettext_lazy("搜索结果"),
    page=("search",),
    read=_found,
    rights=(Permission.EXPORT,),
    asks=("q",),
)
FOUND = (SEARCH,)

"""Pages of plain querysets by key: in the order of one unique column, so that an insert moves nothing."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from chengzhi.api import answers, cursors

M = TypeVar("M", bound=Model)
MOST = 200


class PageQuery(Schema):
    """Which page."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="每页几条")] = 20
    cursor: Annotated[str, Field(max_length=400, description="上一页给出的 next 里的 cursor")] = ""

    @property
    def asked(self) -> str:
        """Return what is asked, without the page, as it stands in an address."""
        return urlencode(self.model_dump(exclude={"cursor", "limit"}, exclude_defaults=True, mode="json"))


def listed(
    rows: QuerySet[M], given: PageQuery, shown: Callable[[M], dict[str, Any]], *, address: str, key: str = "pk"
) -> HttpResponse:
    """Return one page of rows in the order of a unique column."""
    asked = f"{address}?{given.asked}"
    ordered = rows.order_by(key)
    if given.cursor:
        ordered = ordered.filter(**{f"{key}__gt": cursors.opened(given.cursor, asked)[0]})
    found = list(ordered[: given.limit + 1])
    kept = found[: given.limit]
    following = None
    if len(found) > given.limit:
        cursor = cursors.sealed([getattr(kept[-1], key)], asked)
        parts = [given.asked, f"limit={given.limit}", f"cursor={cursor}"]
        following = f"/api/v1{address}?{'&'.join(part for part in parts if part)}"
    return answers.page([shown(one) for one in kept], following)

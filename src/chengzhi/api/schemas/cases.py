"""What is asked of cases."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from ninja import Schema
from pydantic import AwareDatetime, Field

from chengzhi.cases.selectors.caselist import MOST

ListName = Literal[
    "", "todo", "doing", "watched", "on_hold", "stock", "requests", "verifying", "checking", "self_handled", "voided",
    "done", "closed",
]  # fmt: skip
StateName = Literal[
    "", "reported", "verifying", "accepted", "filed", "dispatched", "handling", "returned", "on_hold", "in_conference",
    "handled", "inspected", "checking", "check_failed", "checked", "self_handled", "closed", "refused", "not_filed",
    "voided", "merged", "invalid",
]  # fmt: skip


class CaseFilters(Schema):
    """The filters of the work lists, and the page."""

    list_: Annotated[ListName, Field(alias="list", description="工作台的列表；不写就是看得见的全部，从新到旧")] = ""
    state: Annotated[StateName, Field(description="状态")] = ""
    light: Annotated[Literal["", "r", "y", "g", "b", "p"], Field(description="灯：红黄绿蓝，p 是督办")] = ""
    street: Annotated[str, Field(pattern=r"^\d{0,15}$", description="区划或网格代码的开头")] = ""
    category: Annotated[int | None, Field(ge=1, le=2**62, description="小类的 id")] = None
    channel: Annotated[str, Field(max_length=24, description="来源的代码")] = ""
    grade: Annotated[Literal["", "A", "B", "C"], Field(description="区域等级")] = ""
    text: Annotated[str, Field(max_length=60, description="内容、位置里的字，或编号的末几位")] = ""
    updated_since: Annotated[AwareDatetime | None, Field(description="这个时刻以后动过的")] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="每页几件")] = 20
    cursor: Annotated[str, Field(max_length=400, description="上一页给出的 next 里的 cursor")] = ""

    @property
    def asked(self) -> str:
        """Return what is asked, without the page, as it stands in an address."""
        given = self.model_dump(exclude={"cursor", "limit"}, exclude_defaults=True, by_alias=True, mode="json")
        return urlencode(given)

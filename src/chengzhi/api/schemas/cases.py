"""What is asked of cases."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from ninja import Schema
from pydantic import AwareDatetime, Field

from chengzhi.api.schemas.shared import Coded, Moment, Named
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


class CategoryRef(Named):
    """A small category."""

    code: str


class CaseRow(Schema):
    """列表里的一件案卷。"""

    number: str
    state: str
    state_label: str
    is_open: bool
    step_seq: Annotated[int, Field(description="最后一步的序号；就是 ETag")]
    light: Annotated[Literal["r", "y", "g", "b"] | None, Field(description="红：超时；黄：将到；绿：正常；蓝：暂停")]
    due_at: Moment | None
    warn_at: Moment | None
    is_clock_paused: bool
    remaining_seconds: int | None
    is_urgent: bool
    supervision: str
    grade: str
    summary: str
    place: str
    lon: Annotated[float | None, Field(description="经度，CGCS2000/WGS-84")]
    lat: float | None
    cell_code: str
    area_name: str
    category: CategoryRef
    channel: Coded
    handling_unit: Named | None
    handler_name: str
    joined_reports: int
    opened_at: Moment
    moved_at: Moment
    closed_at: Moment | None


class HolderOut(Schema):
    """A person in a post."""

    appointment: int
    name: str


class StandardRef(Schema):
    """立案条件。"""

    id: int
    number: str
    condition: str
    closing_rule: str


class ClockOut(Schema):
    """一项时限；秒数按它自己的计时方式。"""

    name: str
    is_working: bool
    limit_seconds: int
    extended_seconds: int
    started_at: Moment
    due_at: Moment | None
    paused_at: Moment | None
    stopped_at: Moment | None
    used_seconds: int | None
    is_late: bool | None


class MediaRef(Schema):
    """案卷的一个附件。"""

    id: int
    stage: str
    step: int
    kind: str
    mime: str
    size: int
    sha256: str
    taken_at: Moment | None
    uploaded_at: Moment
    url: str


class ReportRef(Schema):
    """案卷的一条诉求，不含诉求人。"""

    id: int
    channel: str
    words: str
    place: str
    is_joined: bool
    received_at: Moment


class CategoryWhole(CategoryRef):
    """A small category with its kind."""

    kind: str


class CaseOut(Schema):
    """一件案卷。"""

    number: str
    state: str
    state_label: str
    is_open: bool
    step_seq: int
    light: Literal["r", "y", "g", "b"] | None
    due_at: Moment | None
    warn_at: Moment | None
    is_clock_paused: bool
    remaining_seconds: int | None
    is_urgent: bool
    supervision: str
    grade: str
    summary: str
    description: str
    place: str
    lon: float | None
    lat: float | None
    cell_code: str
    area_name: str
    channel: Coded
    category: CategoryWhole
    standard: StandardRef | None
    handling_unit: Named | None
    handler: HolderOut | None
    patroller: HolderOut | None
    is_verified: bool | None
    joined_reports: int
    rework_count: int
    return_count: int
    extension_count: int
    reopen_count: int
    closure: str
    is_handled_late: bool | None
    satisfaction: str
    promised_at: Moment | None
    opened_at: Moment
    moved_at: Moment
    closed_at: Moment | None
    merged_into: str | None
    clocks: list[ClockOut]
    media: list[MediaRef]
    reports: list[ReportRef]


class ContactIn(Schema):
    """查看诉求人联系方式的用途，会留痕。"""

    purpose: Annotated[str, Field(min_length=2, max_length=200, examples=["回访核实地点"])]


class ContactOut(Schema):
    """怎样联系一位诉求人。"""

    name: str
    phone: str
    callback: str


class ContactsOut(Schema):
    """一件案卷的全部诉求人。"""

    items: list[ContactOut]

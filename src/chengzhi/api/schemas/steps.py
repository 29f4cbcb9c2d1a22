"""What is said when a step is taken."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from chengzhi.api.schemas.shared import Moment, RefusalOut


class StepIn(Schema):
    """要办的一步：名称、按名称填的内容，以及看到的是第几步（或写在 If-Match 里）。"""

    model_config = ConfigDict(extra="forbid")

    step: Annotated[str, Field(max_length=40, description="步骤的名称，见 available-steps", examples=["accept"])]
    values: Annotated[dict[str, Any], Field(description="按名称填的内容，见 available-steps 的 inputs")] = {}
    seen: Annotated[int | None, Field(ge=1, le=10**8, description="看到的最后一步的序号；也可写在 If-Match 里")] = None


class StepOut(Schema):
    """办成的一步。"""

    number: str
    seq: int
    name: str
    from_state: str
    to_state: str
    taken_at: Moment
    hash: str
    case: str


class StepRow(Schema):
    """流转记录里的一步。"""

    seq: int
    name: str
    label: str
    from_state: str
    to_state: str
    actor_kind: str
    actor_name: str
    post_name: str
    unit_name: str
    taken_at: Moment
    ground: str
    data: dict[str, Any]
    used_seconds: int | None
    limit_seconds: int | None
    prev_hash: str
    hash: str


class StepsPage(Schema):
    """The page of a history."""

    limit: Annotated[int, Field(ge=1, le=200, description="每页几步")] = 20
    cursor: Annotated[str, Field(max_length=400, description="上一页给出的 next 里的 cursor")] = ""


class ChoiceOut(Schema):
    """一个可以选的值。"""

    value: str
    label: str


class InputOut(Schema):
    """一步要填的一项。"""

    name: str
    kind: str
    label: str
    hint: str
    is_required: bool
    choices: Annotated[list[ChoiceOut], Field(description="可以选的值，最多 200 个；空的是自己写")]


class AvailableOut(Schema):
    """一个步骤，和现在不能办的全部理由；没有理由就是能办。"""

    name: str
    label: str
    is_open: bool
    is_destructive: bool
    basis: str
    inputs: list[InputOut]
    refusals: list[RefusalOut]


class AvailablesOut(Schema):
    """一件案卷现在的步骤，最可能办的在前。"""

    number: str
    step_seq: int
    state: str
    items: list[AvailableOut]

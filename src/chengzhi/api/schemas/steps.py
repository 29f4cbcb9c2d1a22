"""What is said when a step is taken."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field


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
    taken_at: str
    hash: str
    case: str

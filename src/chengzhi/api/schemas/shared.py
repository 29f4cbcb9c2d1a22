"""Shapes that several answers share."""

from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")
Moment = Annotated[str, Field(description="时刻，UTC", examples=["2026-11-23T11:00:58.123456+00:00"])]


class Named(Schema):
    """An id and a name."""

    id: int
    name: str


class Coded(Schema):
    """A code and a name."""

    code: str
    name: str


class Page(Schema, Generic[T]):
    """一页；next 是下一页的地址，没有了是 null。"""

    items: list[T]
    next: Annotated[str | None, Field(description="下一页的地址")] = None


class RefusalOut(Schema):
    """不能办的一条理由：依据、谁能解决、用哪一步解决。"""

    reason: str
    basis: str | None
    article: str | None
    helper: str | None
    action: Annotated[str | None, Field(description="能消除这条理由的步骤或要填的项")]
    action_label: str | None


class ProblemOut(Schema):
    """RFC 9457 的错误说明。"""

    type: Annotated[str, Field(examples=["/api/v1/docs#problem-refused"])]
    title: str
    status: int
    detail: Annotated[str, Field(description="发生了什么、为什么、怎么办")]
    errors: Annotated[dict[str, list[str]] | None, Field(description="按字段名列出的错误")] = None
    refusals: Annotated[list[RefusalOut] | None, Field(description="不能办这一步的全部理由")] = None
    newer: Annotated[list[str] | None, Field(description="别人在这期间办的")] = None
    scope: Annotated[str | None, Field(description="令牌缺少的范围")] = None
    choices: Annotated[list[dict[str, Any]] | None, Field(description="可以选的身份")] = None

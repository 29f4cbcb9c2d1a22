"""What the registers answer: units and people, the grid, the catalogue."""

from typing import Annotated

from ninja import Schema
from pydantic import Field


class UnitOut(Schema):
    """一个机构。"""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    territory: Annotated[list[str], Field(description="辖区的区划或网格代码")]


class UnitsOut(Schema):
    """今天的机构。"""

    items: list[UnitOut]


class PersonOut(Schema):
    """一位人员。"""

    id: int
    name: str
    employment: str
    phone: Annotated[str, Field(description="中间几位不显示", examples=["138****6621"])]


class DivisionOut(Schema):
    """一个区划。"""

    code: str
    level: str
    name: str
    short_name: str
    parent: str | None


class DivisionsOut(Schema):
    """今天的区划。"""

    items: list[DivisionOut]


class CellOut(Schema):
    """一个单元网格。"""

    code: str
    name: str
    grade: str
    community: str
    area_m2: float | None


class LocatedOut(Schema):
    """一个位置所在的网格。"""

    code: str
    name: str
    grade: str
    community: str
    street: str
    snapped_m: Annotated[float, Field(description="不在任何网格里时，离最近的网格多少米；在里面是 0")]


class PartOut(Schema):
    """一个部件。"""

    code: str
    category_code: str
    name: str
    lon: float
    lat: float
    state: str
    cell: str | None


class PartsOut(Schema):
    """范围里的部件。"""

    items: list[PartOut]


class CategoryOut(Schema):
    """一个小类。"""

    id: int
    kind: str
    big_code: str
    big_name: str
    code: str
    name: str


class CategoriesOut(Schema):
    """今天的小类。"""

    items: list[CategoryOut]


class StandardOut(Schema):
    """一条立案标准。"""

    id: int
    category: int
    number: str
    condition_no: int
    condition: str
    closing_rule: str
    level: str
    limit_value: int
    limit_unit: str
    valid_from: str
    verified: bool

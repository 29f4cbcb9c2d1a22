"""Which column of a map file holds which of our fields, and what its words mean."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chengzhi.grid.enums import Grade, LandUse, PartState

CELL_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "bgcode", "bgid", "gridcode", "wgbm", "网格编码", "单元网格编码", "网格代码"),
    "name": ("name", "bgname", "gridname", "wgmc", "网格名称", "单元网格名称"),
    "grade": ("grade", "区域类别", "管理级别", "区域级别"),
    "land_use": ("land_use", "landuse", "用地性质", "土地使用类型"),
}
PART_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("objid", "objcode", "code", "部件编码", "部件代码", "标识码"),
    "name": ("objname", "name", "部件名称", "名称"),
    "competent_name": ("deptname1", "主管部门名称", "主管单位名称", "主管部门", "主管单位"),
    "owner_name": ("deptname2", "权属单位名称", "权属单位"),
    "maintainer_name": ("deptname3", "养护单位名称", "养护单位"),
    "state": ("objstate", "state", "部件状态", "状态"),
    "valid_from": ("ordate", "初始日期", "普查日期"),
    "source": ("datasource", "source", "数据来源"),
    "note": ("note", "备注"),
}
DIVISION_COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "xzqdm", "区划代码", "行政区划代码", "统计用区划代码", "代码"),
    "name": ("name", "xzqmc", "区划名称", "行政区划名称", "名称"),
    "short_name": ("short_name", "简称"),
    "parent": ("parent", "parent_code", "上级代码", "上级区划代码"),
    "old_code": ("old_code", "former_code", "原代码", "旧代码", "原区划代码"),
    "boundary": ("boundary", "geojson", "边界"),
}
# Words as the surveys write them: Chinese whatever the language of the screen is.
LAND_USE_WORDS = {
    "居住": LandUse.RESIDENTIAL,
    "住宅": LandUse.RESIDENTIAL,
    "居民": LandUse.RESIDENTIAL,
    "商业": LandUse.COMMERCIAL,
    "商务": LandUse.COMMERCIAL,
    "公共": LandUse.PUBLIC,
    "工业": LandUse.INDUSTRIAL,
    "仓储": LandUse.INDUSTRIAL,
    "交通": LandUse.TRANSPORT,
    "道路": LandUse.TRANSPORT,
    "绿": LandUse.GREEN,
    "水": LandUse.WATER,
    "农": LandUse.RURAL,
    "其他": LandUse.OTHER,
}
STATE_WORDS = {
    "完好": PartState.INTACT,
    "正常": PartState.INTACT,
    "破损": PartState.DAMAGED,
    "丢失": PartState.LOST,
    "废弃": PartState.DISUSED,
    "移除": PartState.REMOVED,
}


def column_mapping(
    columns: tuple[str, ...], wanted: Mapping[str, tuple[str, ...]], given: Mapping[str, str]
) -> dict[str, str]:
    """Return the column of each field: the one a person named, else the first whose name is known for it."""
    by_name = {name.strip().lower(): name for name in reversed(columns)}
    found = {field: next((by_name[name] for name in names if name in by_name), "") for field, names in wanted.items()}
    named = {field: column for field, column in given.items() if column in columns}
    return {field: column for field, column in (found | named).items() if column}


def values_of(row: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return our fields of one feature, as text."""
    return {field: str(row.get(column, "")) for field, column in mapping.items()}


def read_grade(text: str) -> str | None:
    """Return the grade a word means (A, a 类, 一级, 1), "" for none, None for an unknown word."""
    word = text.strip().upper().removesuffix("区域").removesuffix("类").removesuffix("级").strip()
    return {"": "", "1": "A", "一": "A", "2": "B", "二": "B", "3": "C", "三": "C"}.get(
        word, word if word in Grade.values else None
    )


def read_land_use(text: str) -> str | None:
    """Return the land use a word means, "" for none, None for an unknown word."""
    word = text.strip()
    if word in LandUse.values or not word:
        return word
    return next((use.value for known, use in LAND_USE_WORDS.items() if known in word), None)


def read_state(text: str) -> str | None:
    """Return the state of a part a word means, intact for none, None for an unknown word."""
    word = text.strip() or PartState.INTACT.value
    return word if word in PartState.values else STATE_WORDS.get(word)


def read_day(text: str) -> date | None:
    """Return the day written as 2021-03-05, 2021/3/5, 20210305 or 2021年3月5日, or None."""
    found = re.match(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?!\d)", text.strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None

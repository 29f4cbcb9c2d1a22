"""A small catalogue: one adopted edition, categories with conditions, and sheets to import."""

import datetime as dt
from pathlib import Path
from typing import Any

from chengzhi.catalogue.enums import CategoryKind
from chengzhi.catalogue.models import Category, Edition, FilingStandard
from chengzhi.catalogue.permissions import Permission
from chengzhi.catalogue.services import StandardFacts, add_category, add_standard
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.limits import LimitUnit

FIRST = dt.date(2020, 1, 1)
LATER = dt.date(2026, 6, 1)
HEADING = "类别,大类代码,大类名称,小类代码,小类名称,立案条件,结案条件,处置时限"
SHARED = Path(__file__).resolve().parents[3] / "shared"

manager = Capacity(account_id=None, person_name="李科长", grants={Permission.MANAGE: Scope.CITY})
reader = Capacity(person_name="陈强", grants={Permission.READ: Scope.CITY})
outsider = Capacity(person_name="赵敏")


def edition(code: str = "city-2020", **facts: Any) -> Edition:
    wanted = {"name": "本市分类", "valid_from": FIRST, "is_adopted": True} | facts
    return Edition.objects.create(code=code, **wanted)


def category(held: Edition | None = None, name: str = "暴露生活垃圾", code: str = "0110", **facts: Any) -> Category:
    wanted = {"kind": CategoryKind.EVENT, "big_name": "市容环境"} | facts
    return add_category(capacity=SYSTEM, edition=held or edition(), name=name, code=code, **wanted)


def facts(**changes: Any) -> StandardFacts:
    wanted: dict[str, Any] = {"closing_rule": "已清走", "limit_value": 2, "limit_unit": LimitUnit.WORKING_HOUR}
    return StandardFacts(**wanted | changes)


def standard(
    held: Category | None = None, condition: str = "成堆垃圾", level: str = "", **changes: Any
) -> FilingStandard:
    return add_standard(
        capacity=SYSTEM,
        category=held or category(),
        condition=condition,
        facts=facts(**changes),
        valid_from=FIRST,
        level=level,
    )


def sheet(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    path = folder / "standards.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path

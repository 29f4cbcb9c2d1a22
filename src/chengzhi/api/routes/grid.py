"""区划、网格、部件."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from chengzhi.api import answers
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.listing import PageQuery, listed
from chengzhi.api.problems import Problem
from chengzhi.api.schemas.mapping import read_box
from chengzhi.api.schemas.registers import CellOut, DivisionsOut, LocatedOut, PartsOut
from chengzhi.api.schemas.shared import Page
from chengzhi.grid.models import Cell
from chengzhi.grid.permissions import Permission
from chengzhi.grid.selectors import cells_in, divisions_in_force, locate, parts_in_box
from chengzhi.kernel.coordinates import Datum, to_wgs84
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["网格 grid"])
MOST_PARTS = 2_000


class CellsQuery(PageQuery):
    """Which cells."""

    within: Annotated[str, Field(pattern=r"^\d{0,15}$", description="区划或网格代码的开头")] = ""


class PlaceQuery(Schema):
    """A position."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="经度")]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="纬度")]
    datum: Annotated[Datum, Field(description="坐标系")] = Datum.CGCS2000


class BoxQuery(Schema):
    """An extent."""

    bbox: Annotated[str, Field(max_length=120, description="西,南,东,北（WGS-84）", examples=["120.8,31.9,121,32.1"])]
    limit: Annotated[int, Field(ge=1, le=MOST_PARTS, description="最多几个")] = 500


@router.get("/divisions", summary="区划", operation_id="list_divisions", response=DivisionsOut)
@needs(TokenScope.GRID_READ)
def list_divisions(request: ApiRequest) -> HttpResponse:
    """读今天的区、街道、社区。区划是公开的，任何身份都可以读。"""
    columns = ("code", "level", "name", "short_name", "parent__code")
    rows = divisions_in_force().values_list(*columns)
    names = ("code", "level", "name", "short_name", "parent")
    return answers.data({"items": [dict(zip(names, row, strict=True)) for row in rows]})


@router.get("/cells", summary="网格", operation_id="list_cells", response=Page[CellOut])
@needs(TokenScope.GRID_READ, Permission.READ)
def list_cells(request: ApiRequest, given: Query[CellsQuery]) -> HttpResponse:
    """读范围内今天的单元网格。"""
    rows = cells_in(given.within, viewer=request.auth.capacity)
    return listed(rows, given, _cell, address="/grid/cells", key="code")


def _cell(one: Cell) -> dict[str, Any]:
    facts = {"code": one.code, "name": one.name, "grade": one.grade, "area_m2": one.area_m2}
    return {**facts, "community": one.community.name}


@router.get("/locate", summary="定位", operation_id="locate_place", response=LocatedOut)
@needs(TokenScope.GRID_READ)
def locate_place(request: ApiRequest, given: Query[PlaceQuery]) -> HttpResponse:
    """读一个位置落在哪个网格。上报时系统也是这样定的。"""
    found = locate(*to_wgs84(given.lon, given.lat, given.datum))
    if found is None:
        raise Problem(404, "missing", _("这个位置不在任何网格里，30 米之内也没有。请核对经纬度和坐标系。"))
    facts = {"code": found.code, "name": found.name, "grade": found.grade, "snapped_m": round(found.snapped_m, 1)}
    return answers.data({**facts, "community": found.community_name, "street": found.street_name})


@router.get("/parts", summary="部件", operation_id="list_parts", response=PartsOut)
@needs(TokenScope.GRID_READ, Permission.READ)
def list_parts(request: ApiRequest, given: Query[BoxQuery]) -> HttpResponse:
    """读一个范围里在用的部件。"""
    rows = parts_in_box(read_box(given.bbox), viewer=request.auth.capacity, limit=given.limit)
    names = ("code", "category_code", "name", "lon", "lat", "state")
    items = [
        {**{name: getattr(one, name) for name in names}, "cell": one.cell.code if one.cell else None} for one in rows
    ]
    return answers.data({"items": items})

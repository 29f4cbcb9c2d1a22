"""GeoJSON for maps. Boundaries are public facts of the register; points reach as far as the viewer's rights."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.mapping import CasePoint, Group, MapQuery, MapView, late_by_cell, late_class, map_cases
from chengzhi.console.errors import named
from chengzhi.console.map.ground import Packed, cells, divisions
from chengzhi.console.map.reading import FEWEST_ROWS, filter_params, read_box, read_query, read_rows
from chengzhi.grid.enums import Grade
from chengzhi.grid.selectors import parts_in_box
from chengzhi.grid.selectors.index import current_index
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.web import StaffRequest, guarded

GEOJSON = "application/geo+json"
MOST_PARTS = 2_000
BAD_REQUEST = 400
GRADE_CLASSES = {Grade.A: 4, Grade.B: 2, Grade.C: 0}
P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def in_words(view: View[P]) -> View[P]:
    """Answer what cannot be used with 400 and a sentence, in a form that scripts read."""

    @wraps(view)
    def answer(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ChengzhiError as error:
            status = error.status if error.status in {403, 404} else BAD_REQUEST
            return json_answer({"title": error.message, "status": status}, "application/problem+json", status)

    return answer


def json_answer(found: Any, kind: str = GEOJSON, status: int = 200) -> HttpResponse:
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", status=status, headers=headers)


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}


@guarded(Permission.READ)
@require_safe
@in_words
def points(request: StaffRequest) -> HttpResponse:
    """Return the open cases of an extent as marks or groups; with ``list``, the lines of the list come along."""
    query = read_query(request.GET.dict())
    wants_list = request.GET.get("list") == "1"
    rows = read_rows(request.GET.get("rows", ""))
    view = map_cases(request.capacity, query, rows=rows if wants_list else 0)
    found = collection(view)
    if wants_list:
        context = {"view": view, "more_url": more_address(query, rows)}
        found["html"] = render_to_string("console/map/rows.html", context)
    return json_answer(found)


def more_address(query: MapQuery, rows: int) -> str:
    """Return the address of the workbench with a longer list, or nothing where it cannot be longer."""
    more = read_rows(str(rows + FEWEST_ROWS))
    return f"{named('map')}?{urlencode({**filter_params(query), 'rows': more})}" if more > rows else ""


def collection(view: MapView) -> dict[str, Any]:
    """Return a view of the map as GeoJSON, with its totals as members of their own."""
    features = [_mark(one) for one in view.points] + [_group(one) for one in view.groups]
    return {"type": "FeatureCollection", "features": features, "total": view.total, "late": view.late}


def _mark(one: CasePoint) -> dict[str, Any]:
    facts = {"kind": "case", "id": one.number, "light": one.code, "title": f"{one.short_number} {one.summary}"}
    return _feature(one.lon, one.lat, facts | ({"supervised": True} if one.is_supervised else {}))


def _group(one: Group) -> dict[str, Any]:
    return _feature(one.lon, one.lat, {"kind": "group", "count": one.count, "late": one.late})


@guarded()
@require_safe
@in_words
def map_divisions(request: StaffRequest) -> HttpResponse:
    """Return the outlines of district, streets and communities."""
    return _areas(request, divisions())


@guarded()
@require_safe
@in_words
def map_cells(request: StaffRequest) -> HttpResponse:
    """Return the outlines of the cells."""
    return _areas(request, cells())


def _areas(request: StaffRequest, found: Packed) -> HttpResponse:
    """Send boundaries, compressed where the browser takes it; 304 while they have not changed."""
    tag = f'W/"{found.etag}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=0, must-revalidate"}
    if {tag, f'"{found.etag}"'} & set(parse_etags(request.headers.get("If-None-Match", ""))):
        return HttpResponseNotModified(headers=headers)
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(found.packed if is_packed else found.plain, content_type=GEOJSON, headers=headers)
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


@guarded()
@require_safe
@in_words
def map_parts(request: StaffRequest) -> HttpResponse:
    """Return the parts inside an extent, as far as the viewer may read the register."""
    box = read_box(request.GET.get("bbox", ""))
    rows = parts_in_box(box, viewer=request.capacity, limit=MOST_PARTS)
    return json_answer(
        {
            "type": "FeatureCollection",
            "features": [
                _feature(one.lon, one.lat, {"code": one.code, "name": one.name, "category": one.name}) for one in rows
            ],
        }
    )


@guarded(Permission.READ)
@require_safe
@in_words
def map_theme(request: StaffRequest) -> HttpResponse:
    """Return the class 0 to 4 of each cell for one colouring: by region level, or by the number of late cases."""
    if request.GET.get("by") == "late":
        late = late_by_cell(request.capacity)
        return json_answer({"values": {code: late_class(count) for code, count in late.items()}}, "application/json")
    grades = {ref.code: GRADE_CLASSES[Grade(ref.grade)] for ref in current_index().refs}
    return json_answer({"values": grades}, "application/json")

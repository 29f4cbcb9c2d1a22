"""地图：范围内的未结案卷."""

import json

from django.http import HttpResponse
from ninja import Query, Router

from chengzhi.api import answers
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.schemas.mapping import MapFilters, MapOut
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.mapdata import map_data
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["地图 map"])


@router.get("/cases", summary="地图上的案卷", operation_id="map_cases", response=MapOut)
@needs(TokenScope.CASES_READ, Permission.READ)
def map_cases(request: ApiRequest, given: Query[MapFilters]) -> HttpResponse:
    """读一个范围里的未结案卷：放大到 14 级以上是一件一件的，再远或太多时按六边形成组。"""
    found = map_data(request.auth.capacity, given.query(), answers.language())
    groups = json.dumps(found.groups, separators=(",", ":"))
    marks = ",".join(found.marks)
    return answers.text(f'{{"total":{found.total},"late":{found.late},"items":[{marks}],"groups":{groups}}}')

"""机构、人员."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from chengzhi.api import answers
from chengzhi.api.access import ApiRequest
from chengzhi.api.confined import seen_people, seen_units
from chengzhi.api.guard import needs
from chengzhi.api.listing import PageQuery, listed
from chengzhi.api.schemas.registers import PersonOut, UnitsOut
from chengzhi.api.schemas.shared import Page
from chengzhi.kernel.token_scopes import TokenScope
from chengzhi.kernel.wording import mask_phone
from chengzhi.organisation.models import Person
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import people

router = Router(tags=["机构 organisation"])


class PeopleQuery(PageQuery):
    """Which people."""

    unit: Annotated[int | None, Field(ge=1, le=2**62, description="机构的 id，含下级")] = None
    text: Annotated[str, Field(max_length=40, description="姓名、拼音")] = ""


@router.get("/units", summary="机构", operation_id="list_units", response=UnitsOut)
@needs(TokenScope.ORGANISATION_READ, Permission.READ_REGISTER)
def list_units(request: ApiRequest) -> HttpResponse:
    """读今天的机构：名称、上级、辖区。令牌限于区划的，只有辖区整个在里面的机构和它们的下级。"""
    names = ("id", "code", "name", "short_name", "kind", "parent_id", "territory")
    rows = seen_units(request.auth.capacity)
    return answers.data({"items": [{name: getattr(one, name) for name in names} for one in rows]})


@router.get("/people", summary="人员", operation_id="list_people", response=Page[PersonOut])
@needs(TokenScope.ORGANISATION_READ, Permission.READ_REGISTER)
def list_people(request: ApiRequest, given: Query[PeopleQuery]) -> HttpResponse:
    """读范围内的人员；电话中间几位不显示。令牌限于区划的，只有上面那些机构里任职的人。"""
    rows = seen_people(request.auth.capacity, people(request.auth.capacity, unit_id=given.unit, text=given.text))
    return listed(rows, given, _person, address="/organisation/people")


def _person(one: Person) -> dict[str, Any]:
    return {"id": one.pk, "name": one.name, "employment": one.employment, "phone": mask_phone(one.phone)}

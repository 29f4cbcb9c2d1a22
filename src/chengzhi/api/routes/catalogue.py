"""类别、立案标准."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from chengzhi.api import answers
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.listing import PageQuery, listed
from chengzhi.api.schemas.registers import CategoriesOut, StandardOut
from chengzhi.api.schemas.shared import Page
from chengzhi.cases.permissions import Permission as CasePermission
from chengzhi.catalogue.models import FilingStandard
from chengzhi.catalogue.permissions import Permission
from chengzhi.catalogue.selectors import categories_in_force, standards_register
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["类别 catalogue"])


class StandardsQuery(PageQuery):
    """Which standards."""

    category: Annotated[int | None, Field(ge=1, le=2**62, description="小类的 id")] = None


@router.get("/categories", summary="小类", operation_id="list_categories", response=CategoriesOut)
@needs(TokenScope.CATALOGUE_READ, Permission.READ, CasePermission.REPORT)
def list_categories(request: ApiRequest) -> HttpResponse:
    """读今天有效的小类，事件在前。上报时 category 写这里的 id。"""
    names = ("id", "kind", "big_code", "big_name", "code", "name")
    rows = categories_in_force().order_by("kind", "big_code", "code", "name").values(*names)
    return answers.data({"items": list(rows)})


@router.get("/standards", summary="立案标准", operation_id="list_standards", response=Page[StandardOut])
@needs(TokenScope.CATALOGUE_READ, Permission.READ)
def list_standards(request: ApiRequest, given: Query[StandardsQuery]) -> HttpResponse:
    """读今天有效的立案标准：条件、结案要求、时限。"""
    rows = standards_register(request.auth.capacity)
    chosen = rows.filter(category=given.category) if given.category else rows
    return listed(chosen, given, _standard, address="/catalogue/standards")


def _standard(one: FilingStandard) -> dict[str, Any]:
    names = ("number", "condition_no", "condition", "closing_rule", "level", "limit_value", "limit_unit", "verified")
    facts = {name: getattr(one, name) for name in names}
    return {"id": one.pk, "category": one.category_id, **facts, "valid_from": one.valid_from.isoformat()}

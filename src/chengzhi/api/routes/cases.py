"""案卷：列表、一件案卷."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from ninja import Path, Query, Router

from chengzhi.api import answers, cursors
from chengzhi.api.access import ApiRequest
from chengzhi.api.guard import needs
from chengzhi.api.schemas.cases import CaseFilters, CaseOut, CaseRow, ContactIn, ContactsOut
from chengzhi.api.schemas.shared import Page
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import access_case
from chengzhi.cases.selectors.casedata import case_document, case_version
from chengzhi.cases.selectors.caselist import After, ListQuery, case_list
from chengzhi.cases.services.personal import reveal_contact
from chengzhi.kernel.token_scopes import TokenScope

router = Router(tags=["案卷 cases"])
Number = Annotated[str, Path(max_length=32, description="案卷编号", examples=["20261123-0402"])]


@router.get("", summary="案卷列表", operation_id="list_cases", response=Page[CaseRow])
@needs(TokenScope.CASES_READ, Permission.READ)
def list_cases(request: ApiRequest, given: Query[CaseFilters]) -> HttpResponse:
    """按工作台的列表和筛选条件分页读案卷。"""
    query = ListQuery(**given.model_dump(exclude={"cursor", "limit", "list_"}), name=given.list_)
    asked = given.asked
    after = _after(cursors.opened(given.cursor, asked)) if given.cursor else None
    page = case_list(request.auth.capacity, query, language=answers.language(), limit=given.limit, after=after)
    following = None
    if page.after is not None:
        cursor = cursors.sealed([page.after.at.isoformat() if page.after.at else None, page.after.id], asked)
        following = f"/api/v1/cases?{asked}{'&' if asked else ''}limit={given.limit}&cursor={cursor}"
    return answers.rows(page.rows, following)


def _after(key: list[Any]) -> After:
    return After(parse_datetime(key[0]) if key[0] else None, key[1])


@router.get("/{number}", summary="一件案卷", operation_id="get_case", response=CaseOut)
@needs(TokenScope.CASES_READ, Permission.READ)
def get_case(request: ApiRequest, number: Number) -> HttpResponse:
    """读一件案卷：事实、时限、附件、诉求。ETag 是步数，办理时放进 If-Match。"""
    if "HTTP_IF_NONE_MATCH" in request.META:
        etag = answers.tag(case_version(request.auth.capacity, number))
        if answers.is_known(request, etag):
            return answers.unchanged(etag)
    found = case_document(request.auth.capacity, number, answers.language())
    return answers.text(found.json, headers={"ETag": answers.tag(found.step_seq)})


@router.post("/{number}/contacts", summary="诉求人的联系方式", operation_id="reveal_contacts", response=ContactsOut)
@needs(TokenScope.CONTACTS_READ, Permission.READ_CONTACT)
def reveal_contacts(request: ApiRequest, number: Number, given: ContactIn) -> HttpResponse:
    """写明用途，读一件案卷的诉求人姓名和电话。每次查看都留痕，被拒绝的也留。"""
    found = access_case(request.auth.capacity, number)
    shown = reveal_contact(case=found, purpose=given.purpose, capacity=request.auth.capacity)
    items = [{"name": one.name, "phone": one.phone, "callback": str(one.callback)} for one in shown]
    return answers.data({"items": items}, headers={"Cache-Control": "no-store"})

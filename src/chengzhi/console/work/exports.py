"""The work lists as workbooks."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from chengzhi.cases.permissions import Permission
from chengzhi.console.errors import explained
from chengzhi.console.exports.giving import give
from chengzhi.console.work.sheets import WORK
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.web import StaffRequest, guarded

BY_NAME = {one.name: one for one in WORK}


@guarded(Permission.EXPORT)
@explained
@require_GET
def export(request: StaffRequest, name: str) -> HttpResponse:
    """Write a list as a workbook with the same filters, rights and order, or raise NotFound for one there is not."""
    if name not in BY_NAME:
        raise NotFound
    return give(request, BY_NAME[name])

"""Who I am here, in which capacity, and how the screen looks."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chengzhi.field.views.pages import answering, page
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import Account
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.selectors import capacities_of
from chengzhi.organisation.services import choose_capacity


@guarded()
@require_safe
@answering
def me(request: StaffRequest) -> HttpResponse:
    return page(request, "me", {"capacities": capacities_of(cast("Account", request.user))})


@guarded()
@require_POST
@answering
def capacity(request: StaffRequest) -> HttpResponse:
    given = whole_number(request.POST.get("appointment", ""))
    if given is None:
        raise NotFound
    chosen = choose_capacity(request, given)
    messages.success(
        request, _("现在以%(post)s · %(unit)s的身份办理。") % {"post": chosen.post_name, "unit": chosen.unit_name}
    )
    return redirect("field:tasks")

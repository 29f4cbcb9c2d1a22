"""The home of the registers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.shell import figures
from chengzhi.console.registers.tiles import tiles_for
from chengzhi.kernel import clock
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import register_faults

# Who can put right what is wrong in the register.
KEEPERS = (Permission.MANAGE_UNITS, Permission.MANAGE_APPOINTMENTS, Permission.MANAGE_ACCOUNTS)


@guarded()
@explained
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the registers that this capacity may open."""
    viewer = request.capacity
    context = {
        "groups": tiles_for(viewer),
        "faults": register_faults() if any(viewer.may(one) for one in KEEPERS) else [],
        "as_of": clock.now(),
        "nav_counts": figures(request),
    }
    return render(request, "console/registers/home.html", context)

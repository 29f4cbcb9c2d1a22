"""The home of the registers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chengzhi.console.errors import explained
from chengzhi.console.registers.shell import figures
from chengzhi.console.registers.tiles import tiles_for
from chengzhi.kernel import clock
from chengzhi.kernel.web import StaffRequest, guarded


@guarded()
@explained
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the registers that this capacity may open."""
    context = {"groups": tiles_for(request.capacity), "as_of": clock.now(), "nav_counts": figures(request)}
    return render(request, "console/registers/home.html", context)

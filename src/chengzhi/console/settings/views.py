"""The home of the settings."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chengzhi.cases.permissions import Permission
from chengzhi.console.errors import explained
from chengzhi.console.registers.shell import figures
from chengzhi.kernel.components import address
from chengzhi.kernel.permissions import OfficialPermission, Words
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.web import StaffRequest, guarded


@dataclass(frozen=True, slots=True)
class Tile:
    """One page of settings and the right it needs."""

    url_name: str
    label: Words
    note: Words
    icon: str
    right: OfficialPermission


TILES = (
    Tile(
        "channels", _("渠道"), _("诉求从哪里来，受理前要不要核实、办结后要不要回访"), "inbox", Permission.MANAGE_RULES
    ),
    Tile("rules", _("派遣规则"), _("哪类案卷在哪里由谁办，含会商裁定形成的规则"), "route", Permission.MANAGE_RULES),
    Tile("limits", _("环节时限"), _("受理、立案、派遣、核查等环节各给多少时间"), "clock", Permission.MANAGE_RULES),
    Tile("calendar", _("工作日历"), _("工作日、放假、调休，个别日子的例外"), "calendar", Kernel.MANAGE_SYSTEM),
    Tile("schedules", _("每日作息"), _("夏令、冬令和其他作息时间，各有起止日"), "sun", Kernel.MANAGE_SYSTEM),
)


@guarded(Permission.MANAGE_RULES, Kernel.MANAGE_SYSTEM)
@explained
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """Show the settings that this capacity may change."""
    tiles: list[dict[str, Any]] = [
        {"label": one.label, "note": one.note, "icon": one.icon, "url": address(f"console:{one.url_name}")}
        for one in TILES
        if request.capacity.may(one.right)
    ]
    return render(request, "console/settings/home.html", {"tiles": tiles, "nav_counts": figures(request)})

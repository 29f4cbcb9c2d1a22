"""The tiles of the registers: what the viewer may open, each with how much is in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from chengzhi.console.registers.organisation import selectors as read
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.components import address
from chengzhi.kernel.permissions import OfficialPermission, Words
from chengzhi.kernel.permissions import Permission as Kernel
from chengzhi.kernel.settings_book import changes_for_audit
from chengzhi.kernel.sign_ins import failed_sign_ins
from chengzhi.organisation.permissions import Permission

Count = Callable[[Capacity], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A register: its page, what it holds, who may open it (nobody named: whoever the page itself admits)."""

    url_name: str
    label: Words
    note: Words
    icon: str
    rights: tuple[OfficialPermission | str, ...]
    count: Count | None = None


TILES: tuple[tuple[Words, tuple[Tile, ...]], ...] = (
    (
        _("机构和人"),
        (
            Tile(
                url_name="units", label=_("机构"), note=_("机构树、沿革、更名、合并、分设、撤销"), icon="building",
                rights=(Permission.READ_REGISTER,), count=read.unit_count,
            ),
            Tile(
                url_name="people", label=_("人员"), note=_("登记、更正，每个人的任职经历"), icon="users",
                rights=(Permission.READ_REGISTER,), count=read.people_count,
            ),
            Tile(
                url_name="posts", label=_("岗位任职"), note=_("岗位、角色、职数，谁在任、哪里空缺"), icon="user-circle",
                rights=(Permission.READ_REGISTER,), count=read.post_count,
            ),
            Tile(
                url_name="territories", label=_("辖区"), note=_("哪个区划或网格归哪个机构管"), icon="map",
                rights=(Permission.READ_REGISTER,), count=read.territory_count,
            ),
        ),
    ),
    (
        _("账号和授权"),
        (
            Tile(
                url_name="accounts", label=_("账号"), note=_("开通、停用、恢复、重置密码"), icon="lock",
                rights=(Permission.MANAGE_ACCOUNTS,), count=read.account_count,
            ),
            Tile(
                url_name="roles", label=_("角色授权"), note=_("角色和权限对照表，互斥的角色"), icon="shield-check",
                rights=(Permission.MANAGE_ROLES, Permission.READ_ACTS), count=read.role_count,
            ),
        ),
    ),
    (
        _("审计"),
        (
            Tile(
                url_name="acts", label=_("变更记录"), note=_("机构、人员、授权的每一次变更"), icon="history",
                rights=(Permission.READ_ACTS,), count=read.act_count,
            ),
            Tile(
                url_name="personal_access", label=_("个人信息访问日志"), note=_("谁为什么看了谁的个人信息"), icon="eye",
                rights=(Kernel.READ_AUDIT,), count=read.personal_count,
            ),
            Tile(
                url_name="sign_ins", label=_("登录失败记录"), note=_("谁的账号、从哪里、为什么没登上"), icon="lock",
                rights=(Kernel.READ_AUDIT,), count=lambda viewer: failed_sign_ins(viewer).count(),
            ),
            Tile(
                url_name="settings_changes", label=_("设置变更记录"), note=_("谁改了渠道、规则、时限、日历、立案标准"), icon="history",
                rights=(Kernel.READ_AUDIT,), count=lambda viewer: changes_for_audit(viewer).count(),
            ),
        ),
    ),
    (
        _("网格和目录"),
        (
            Tile(
                url_name="divisions", label=_("区划"), note=_("街道、社区和代码变更"), icon="building-community",
                rights=("grid.register.read",),
            ),
            Tile(
                url_name="cells", label=_("网格"), note=_("单元网格、责任人、边界"), icon="table",
                rights=("grid.register.read",),
            ),
            Tile(url_name="parts", label=_("部件"), note=_("部件台账和位置"), icon="stack-2", rights=("grid.register.read",)),
            Tile(
                url_name="categories", label=_("类别"), note=_("部件和事件类别、版本"), icon="category",
                rights=("catalogue.standard.read",),
            ),
            Tile(
                url_name="standards", label=_("立案标准"), note=_("立案条件、时限、结案要求"), icon="checklist",
                rights=("catalogue.standard.read",),
            ),
            Tile(url_name="imports", label=_("导入"), note=_("从文件导入，先试后写"), icon="upload", rights=("cases.case.import",)),
        ),
    ),
    (
        _("规则和参数"),
        (
            Tile(
                url_name="channels", label=_("渠道"), note=_("诉求从哪里来，哪些在用"), icon="inbox",
                rights=("cases.rules.manage",),
            ),
            Tile(
                url_name="rules", label=_("派遣规则"), note=_("哪类问题派给哪个单位"), icon="route",
                rights=("cases.rules.manage",),
            ),
            Tile(
                url_name="limits", label=_("环节时限"), note=_("受理、核实、派遣各有多久"), icon="clock",
                rights=("cases.rules.manage",),
            ),
            Tile(
                url_name="calendar", label=_("工作日历"), note=_("节假日和调休"), icon="calendar",
                rights=(Kernel.MANAGE_SYSTEM,),
            ),
            Tile(
                url_name="schedules", label=_("计时方案"), note=_("作息时间、季节、应急时段"), icon="adjustments-horizontal",
                rights=(Kernel.MANAGE_SYSTEM,),
            ),
        ),
    ),
)  # fmt: skip


def tiles_for(viewer: Capacity) -> list[dict[str, Any]]:
    """Return the groups of tiles that this viewer may open and that this installation has."""
    groups = [
        {"label": label, "tiles": [_shown(one, viewer) for one in tiles if _is_open(one, viewer)]}
        for label, tiles in TILES
    ]
    return [one for one in groups if one["tiles"]]


def _is_open(tile: Tile, viewer: Capacity) -> bool:
    return bool(address(f"console:{tile.url_name}")) and any(viewer.may(one) for one in tile.rights)


def _shown(tile: Tile, viewer: Capacity) -> dict[str, Any]:
    return {
        "label": tile.label,
        "note": tile.note,
        "icon": tile.icon,
        "url": address(f"console:{tile.url_name}"),
        "count": tile.count(viewer) if tile.count else None,
    }

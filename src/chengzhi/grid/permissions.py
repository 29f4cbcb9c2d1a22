"""Rights over divisions, cells, parts and duties, and the one test whether they reach a code."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import ActorKind, Capacity, Scope
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """Rights over the registers of the grid."""

    READ = "grid.register.read", _("查看网格与部件"), _("查看网格、部件和网格责任人"), "CJJ/T 106-2010"
    MANAGE_CELLS = "grid.cell.manage", _("维护网格"), _("划定、调整、停用网格，导入网格数据"), "GB/T 30428.1-2013"
    MANAGE_PARTS = "grid.part.manage", _("维护部件"), _("登记、移位、更正、注销部件，导入部件数据"), "GB/T 30428.2-2013"
    MANAGE_DUTIES = "grid.duty.manage", _("维护网格责任人"), _("指定和解除网格责任人"), "CJJ/T 106-2010"


def reaches(capacity: Capacity, permission: Permission, code: str, units: frozenset[int] = frozenset()) -> bool:
    """Tell whether a right reaches a code; a right of unit scope also reaches parts of the own units."""
    if capacity.kind is ActorKind.SYSTEM:
        return True
    scope = capacity.scope(permission)
    if scope is None or capacity.is_confined_from(code):
        return False
    if scope is Scope.CITY or capacity.covers(code):
        return True
    return scope is Scope.UNIT and bool(units & capacity.unit_ids)


def demand(capacity: Capacity, permission: Permission, code: str, units: frozenset[int] = frozenset()) -> None:
    """Raise Forbidden unless the capacity may use the right on the code."""
    if reaches(capacity, permission, code, units):
        return
    if capacity.may(permission):
        raise Forbidden(
            gettext("没有保存：%(code)s 不在您的管理范围。请联系负责该区域的单位，或请管理员调整您的辖区。")
            % {"code": code}
        )
    raise _lacking(permission)


def _lacking(permission: Permission) -> Forbidden:
    words = gettext("没有保存：您现在的岗位没有“%(right)s”的权限。请换一个岗位，或请安全管理员授权。")
    return Forbidden(words % {"right": permission.label})


def demand_any(capacity: Capacity, permission: Permission) -> None:
    """Raise Forbidden unless the capacity may use the right somewhere."""
    if capacity.kind is not ActorKind.SYSTEM and not capacity.may(permission):
        raise _lacking(permission)


def prefixes(viewer: Capacity, permission: Permission = Permission.READ) -> tuple[str, ...]:
    """Return the code prefixes a viewer may read: ("",) is everything, () nothing."""
    if viewer.kind is ActorKind.SYSTEM or viewer.scope(permission) is Scope.CITY:
        return viewer.confines or ("",)
    return _inside(viewer.territory, viewer.confines) if viewer.may(permission) else ()


def _inside(codes: tuple[str, ...], bounds: tuple[str, ...]) -> tuple[str, ...]:
    """Return what lies in both sets of prefixes; no bounds bound nothing."""
    if not bounds:
        return codes
    longer = (max(code, bound, key=len) for code in codes for bound in bounds if _meet(code, bound))
    return tuple(dict.fromkeys(longer))


def _meet(code: str, bound: str) -> bool:
    return code.startswith(bound) or bound.startswith(code)

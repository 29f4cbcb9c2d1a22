"""Rights over the catalogue."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """Rights over categories and filing standards."""

    READ = "catalogue.standard.read", _("查看立案标准"), _("查看部件事件分类和立案标准"), "GB/T 30428.8"
    MANAGE = "catalogue.standard.manage", _("维护立案标准"), _("增订、修订、停用、导入分类和立案标准"), "GB/T 30428.8"


def demand(capacity: Capacity, permission: Permission) -> None:
    """Raise Forbidden unless the capacity holds the right; the system itself may."""
    if capacity.kind is ActorKind.SYSTEM or capacity.may(permission):
        return
    words = _("没有保存：您现在的岗位没有“%(right)s”的权限。请换一个岗位，或请安全管理员授权。")
    raise Forbidden(str(words % {"right": permission.label}))

"""Rights over statutes, power lists and discretion benchmarks."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import Forbidden
from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """What a post may do with the list of powers."""

    READ = "powers.list.read", _("看权责清单"), _("查看权责清单、法规和裁量基准")
    DRAFT = "powers.list.draft", _("编制权责清单"), _("起草、修改、导入清单，维护法规和裁量基准")
    REVIEW = "powers.list.review", _("审核权责清单"), _("对清单草案作合法性审核")
    PUBLISH = "powers.list.publish", _("公布权责清单"), _("批准、公布、调整和废止清单")


def demand(capacity: Capacity, permission: Permission) -> None:
    """Raise Forbidden unless the capacity holds the right; the system itself may."""
    if capacity.kind is ActorKind.SYSTEM or capacity.may(permission):
        return
    words = _("没有保存：您现在的岗位没有“%(right)s”的权限。请换一个岗位，或请安全管理员授权。")
    raise Forbidden(str(words % {"right": permission.label}))

"""Rights over units, people and powers; accounts and roles belong to the security administrator alone."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import OfficialPermission

LEVEL_3 = "GB/T 22239-2019 8.1.5"


class Permission(OfficialPermission):
    """Rights of this room."""

    READ_REGISTER = "organisation.register.read", _("查阅机构人员"), _("查看机构、岗位、人员和沿革")
    MANAGE_UNITS = "organisation.unit.manage", _("机构管理"), _("设立、更名、合并、分设、撤销机构，划定辖区")
    MANAGE_POSTS = "organisation.post.manage", _("岗位管理"), _("设置、调整和撤销岗位")
    MANAGE_PEOPLE = "organisation.person.manage", _("人员管理"), _("登记和更正人员")
    MANAGE_APPOINTMENTS = "organisation.appointment.manage", _("任免管理"), _("任命、借调、交叉任职和免职")
    MANAGE_ACCOUNTS = (
        "organisation.account.manage",
        _("账号管理"),
        _("开通、停用账号，重置密码"),
        LEVEL_3,
    )
    MANAGE_ROLES = "organisation.role.manage", _("授权管理"), _("维护角色和授权"), LEVEL_3
    READ_ACTS = "organisation.act.read", _("查阅变更记录"), _("查看机构、人员和授权的变更记录"), LEVEL_3

"""Acts on accounts and grants."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.registers.organisation.acting import Act, ActForm, Done
from chengzhi.console.registers.organisation.fields import choice_field, reason_field, text_field
from chengzhi.console.registers.organisation.selectors import sound_of
from chengzhi.kernel.access import Scope
from chengzhi.kernel.permissions import all_permissions, described
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.services import (
    OpenedAccount,
    assign_role_grant,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    withdraw_role_grant,
)

USERNAME = 64
SCOPES = {
    Scope.OWN: gettext_lazy("本人的"),
    Scope.UNIT: gettext_lazy("本单位"),
    Scope.TERRITORY: gettext_lazy("辖区"),
    Scope.CITY: gettext_lazy("全区"),
}


@dataclass(frozen=True, kw_only=True)
class Secret(Done):
    """What was achieved, with a password that is shown once."""

    opened: OpenedAccount


class OpenForm(ActForm):
    """A user name for a person."""

    def prepare(self) -> None:
        hint = _("字母和数字，不区分大小写；一人一个，不共用")
        self.fields["username"] = text_field(_("账号名"), USERNAME, hint=hint)
        self.initial = {"username": sound_of(self.subject.name).split(" ")[-1], **self.initial}


def open_one(form: Any) -> Secret:
    opened = open_account(person=form.subject, username=form.values["username"], capacity=form.viewer)
    return Secret(_("已开通 %(name)s 的账号。") % {"name": form.subject.name}, opened=opened)


class ReasonForm(ActForm):
    """Why."""

    def prepare(self) -> None:
        self.fields["reason"] = reason_field()


def close_one(form: Any) -> Done:
    account = close_account(account=form.subject, reason=form.values["reason"], capacity=form.viewer)
    return Done(_("已停用账号“%(name)s”，正在登录的已经退出。任职没有变。") % {"name": account.username})


def reopen_one(form: Any) -> Done:
    account = reopen_account(account=form.subject, reason=form.values["reason"], capacity=form.viewer)
    return Done(_("已恢复账号“%(name)s”。") % {"name": account.username})


def reset_one(form: Any) -> Secret:
    opened = reset_password(account=form.subject, capacity=form.viewer)
    return Secret(_("已重置“%(name)s”的密码，原来的不能再用。") % {"name": opened.account.username}, opened=opened)


class GrantForm(ActForm):
    """One permission, and how far."""

    def prepare(self) -> None:
        rights: dict[str, list[tuple[str, Any]]] = {}
        for one in all_permissions():
            rights.setdefault(one.value.split(".", 1)[0], []).append((one.value, f"{one.label}：{one.plain}"))
        groups = [(str(ROOMS.get(room, room)), options) for room, options in rights.items()]
        self.fields["permission"] = choice_field(_("权限"), groups)
        self.fields["scope"] = choice_field(_("范围"), [(one.value, label) for one, label in SCOPES.items()])


def grant(form: Any) -> Done:
    given = form.values
    scope = Scope(given["scope"])
    assign_role_grant(role=form.subject, permission=given["permission"], scope=scope, capacity=form.viewer)
    words = _("已授权“%(right)s”（%(scope)s），任这个角色岗位的人马上生效。")
    return Done(words % {"right": described(given["permission"]), "scope": SCOPES[scope]})


class WithdrawGrantForm(ActForm):
    """One of the permissions that the role has."""

    def prepare(self) -> None:
        options = [(one.permission, described(one.permission)) for one in self.subject.grants.all()]
        self.fields["permission"] = choice_field(_("权限"), options)


def withdraw(form: Any) -> Done:
    right = form.values["permission"]
    withdraw_role_grant(role=form.subject, permission=right, capacity=form.viewer)
    return Done(_("已收回“%(right)s”，马上生效。") % {"right": described(right)})


ROOMS = {
    "kernel": gettext_lazy("系统"),
    "organisation": gettext_lazy("机构人员"),
    "grid": gettext_lazy("网格部件"),
    "catalogue": gettext_lazy("目录标准"),
    "evidence": gettext_lazy("证据"),
    "cases": gettext_lazy("案卷办理"),
    "powers": gettext_lazy("权责清单"),
    "staffing": gettext_lazy("执法力量"),
    "assessment": gettext_lazy("考核"),
}
ACCOUNTS, ROLES = Permission.MANAGE_ACCOUNTS, Permission.MANAGE_ROLES
OPEN: dict[str, Act] = {
    "open": Act(
        label=gettext_lazy("开通账号"), right=ACCOUNTS, form=OpenForm, take=open_one,
        explains=gettext_lazy("密码由系统随机生成，只显示一次；本人第一次登录必须改掉。"),
    ),
}  # fmt: skip
ACCOUNT_ACTS: dict[str, Act] = {
    "reset": Act(
        label=gettext_lazy("重置密码"), right=ACCOUNTS, form=ActForm, take=reset_one, is_destructive=True,
        explains=gettext_lazy("原密码马上失效，正在登录的会退出。新密码随机生成，只显示一次，请当面或电话告诉本人。"),
    ),
    "close": Act(
        label=gettext_lazy("停用账号"), right=ACCOUNTS, form=ReasonForm, take=close_one, is_destructive=True,
        explains=gettext_lazy("停用后不能登录，正在登录的马上退出；任职不变，以后可以恢复。"),
    ),
    "reopen": Act(label=gettext_lazy("恢复账号"), right=ACCOUNTS, form=ReasonForm, take=reopen_one),
}  # fmt: skip
ROLE_ACTS: dict[str, Act] = {
    "grant": Act(
        label=gettext_lazy("授权"), right=ROLES, form=GrantForm, take=grant,
        explains=gettext_lazy("系统、安全、审计三种管理权限不能给同一个角色；有审计权限的角色只能查阅。"),
    ),
    "withdraw": Act(label=gettext_lazy("收回授权"), right=ROLES, form=WithdrawGrantForm, take=withdraw, is_destructive=True),
}  # fmt: skip

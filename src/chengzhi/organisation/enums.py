"""The closed lists of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What kind of body a unit is."""

    DISTRICT = "district", _("区")
    DEPARTMENT = "department", _("区级部门")
    CENTRE = "centre", _("监督指挥中心")
    STREET_OFFICE = "street_office", _("街道办事处")
    URBAN_OFFICE = "urban_office", _("城综办")
    MANAGEMENT_OFFICE = "management_office", _("街道城管办")
    SQUAD = "squad", _("执法中队")
    COMMUNITY = "community", _("社区")
    CONTRACTOR = "contractor", _("承包企业")
    CREW = "crew", _("作业队伍")
    UTILITY = "utility", _("权属单位")
    TEAM = "team", _("内设机构")


class SuccessionKind(models.TextChoices):
    """By what act units followed one another."""

    RENAME = "rename", _("更名")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("分设")
    ABOLISH = "abolish", _("撤销")
    TRANSFER = "transfer", _("划转")


class AppointmentKind(models.TextChoices):
    """On what footing a person holds a post."""

    REGULAR = "regular", _("任职")
    CROSS = "cross", _("交叉任职")
    SECONDMENT = "secondment", _("借调")


class EmploymentKind(models.TextChoices):
    """How a person is employed."""

    CIVIL_SERVANT = "civil_servant", _("公务员")
    OFFICER = "officer", _("执法人员")
    INSTITUTION = "institution", _("事业人员")
    CADRE = "cadre", _("社区干部")
    ASSISTANT = "assistant", _("协管员")
    CONTRACT = "contract", _("合同制人员")
    FIRM = "firm", _("企业职工")


class ActKind(models.TextChoices):
    """The official acts on the register of units, people and powers."""

    ESTABLISH_UNIT = "establish_unit", _("设立机构")
    RENAME_UNIT = "rename_unit", _("机构更名")
    MOVE_UNIT = "move_unit", _("调整隶属")
    MERGE_UNITS = "merge_units", _("机构合并")
    SPLIT_UNIT = "split_unit", _("机构分设")
    ABOLISH_UNIT = "abolish_unit", _("撤销机构")
    CORRECT_UNIT = "correct_unit", _("更正机构登记")
    WITHDRAW_CHANGE = "withdraw_change", _("撤回未生效的变更")
    TRANSFER_POSTS = "transfer_posts", _("划转岗位")
    CREATE_POST = "create_post", _("设置岗位")
    CHANGE_POST = "change_post", _("调整岗位角色")
    CLOSE_POST = "close_post", _("撤销岗位")
    ASSIGN_TERRITORY = "assign_territory", _("划定辖区")
    WITHDRAW_TERRITORY = "withdraw_territory", _("收回辖区")
    RECODE_TERRITORIES = "recode_territories", _("区划代码变更")
    REGISTER_PERSON = "register_person", _("登记人员")
    CORRECT_PERSON = "correct_person", _("更正人员登记")
    APPOINT = "appoint", _("任命")
    SECOND = "second", _("借调")
    CROSS_APPOINT = "cross_appoint", _("交叉任职")
    END_APPOINTMENT = "end_appointment", _("免职")
    OPEN_ACCOUNT = "open_account", _("开通账号")
    CLOSE_ACCOUNT = "close_account", _("停用账号")
    REOPEN_ACCOUNT = "reopen_account", _("恢复账号")
    RESET_PASSWORD = "reset_password", _("重置密码")
    SYNC_ROLES = "sync_roles", _("导入角色表")
    ASSIGN_GRANT = "assign_grant", _("授权")
    WITHDRAW_GRANT = "withdraw_grant", _("收回授权")
    ISSUE_TOKEN = "issue_token", _("签发接口令牌")
    REVOKE_TOKEN = "revoke_token", _("吊销接口令牌")


class TokenKind(models.TextChoices):
    """How an API token came about."""

    STANDING = "standing", _("签发")
    SIGNED_IN = "signed_in", _("登录")

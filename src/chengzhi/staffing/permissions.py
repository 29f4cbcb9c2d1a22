"""Rights over certificates."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """What a post may do with the certificates of others."""

    READ = "staffing.certificate.read", _("看执法证"), _("查看执法人员的证件和有效期")
    MANAGE = "staffing.certificate.manage", _("管执法证"), _("登记、换发、暂扣和注销执法证件")

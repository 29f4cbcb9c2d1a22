"""Rights over statutes, power lists and discretion benchmarks."""

from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.permissions import OfficialPermission


class Permission(OfficialPermission):
    """What a post may do with the list of powers."""

    READ = "powers.list.read", _("看权责清单"), _("查看权责清单、法规和裁量基准")
    DRAFT = "powers.list.draft", _("编制权责清单"), _("起草、修改、导入清单，维护法规和裁量基准")
    REVIEW = "powers.list.review", _("审核权责清单"), _("对清单草案作合法性审核")
    PUBLISH = "powers.list.publish", _("公布权责清单"), _("批准、公布、调整和废止清单")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    name = "chengzhi.enforcement"
    label = "enforcement"
    verbose_name = _("综合行政执法")

    def ready(self) -> None:
        from chengzhi.enforcement.permissions import Permission
        from chengzhi.kernel import permissions

        permissions.register(Permission)

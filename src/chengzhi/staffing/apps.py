from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "chengzhi.staffing"
    label = "staffing"
    verbose_name = _("人员资质")

    def ready(self) -> None:
        from chengzhi.kernel import permissions
        from chengzhi.staffing.permissions import Permission

        permissions.register(Permission)

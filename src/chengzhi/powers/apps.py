from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PowersConfig(AppConfig):
    name = "chengzhi.powers"
    label = "powers"
    verbose_name = _("权责清单")

    def ready(self) -> None:
        from chengzhi.kernel import permissions, procedures
        from chengzhi.powers.permissions import Permission
        from chengzhi.powers.procedure import POWER_LIST

        permissions.register(Permission)
        procedures.register(POWER_LIST)

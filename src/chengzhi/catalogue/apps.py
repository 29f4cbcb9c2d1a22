from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.permissions import Permission
from chengzhi.kernel import permissions


class CatalogueConfig(AppConfig):
    name = "chengzhi.catalogue"
    label = "catalogue"
    verbose_name = _("立案标准")

    def ready(self) -> None:
        from chengzhi.catalogue import logged
        from chengzhi.kernel import settings_log

        settings_log.register(*logged.EVERY)
        permissions.register(Permission)

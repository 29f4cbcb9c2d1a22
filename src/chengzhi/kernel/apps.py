from django.apps import AppConfig
from django.core import checks

from chengzhi.kernel import permissions


class KernelConfig(AppConfig):
    name = "chengzhi.kernel"
    label = "kernel"

    def ready(self) -> None:
        from chengzhi.kernel import calendar_log, settings_log
        from chengzhi.kernel.procedures.checks import check_procedures

        permissions.register(permissions.Permission)
        settings_log.register(*calendar_log.EVERY)
        checks.register(check_procedures)

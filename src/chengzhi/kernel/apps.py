from django.apps import AppConfig
from django.core import checks

from chengzhi.kernel import permissions


class KernelConfig(AppConfig):
    name = "chengzhi.kernel"
    label = "kernel"

    def ready(self) -> None:
        from chengzhi.kernel.procedures.checks import check_procedures

        permissions.register(permissions.Permission)
        checks.register(check_procedures)

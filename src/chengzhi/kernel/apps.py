from django.apps import AppConfig

from chengzhi.kernel import permissions


class KernelConfig(AppConfig):
    name = "chengzhi.kernel"
    label = "kernel"

    def ready(self) -> None:
        permissions.register(permissions.Permission)

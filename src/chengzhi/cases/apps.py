from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "chengzhi.cases"
    label = "cases"

    def ready(self) -> None:
        from chengzhi.cases.permissions import Permission
        from chengzhi.cases.procedure import CASE
        from chengzhi.kernel import permissions, procedures

        permissions.register(Permission)
        procedures.register(CASE)

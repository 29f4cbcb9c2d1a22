from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "chengzhi.cases"
    label = "cases"

    def ready(self) -> None:
        from chengzhi.cases import handlers
        from chengzhi.cases.permissions import Permission
        from chengzhi.cases.procedure import CASE
        from chengzhi.cases.procedure.whistles import SUMMONS, WHISTLE
        from chengzhi.kernel import permissions, procedures
        from chengzhi.kernel.calendars import on_calendar_change

        permissions.register(Permission)
        for procedure in (CASE, SUMMONS, WHISTLE):
            procedures.register(procedure)
        on_calendar_change(handlers.reckon_deadlines_anew)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "chengzhi.cases"
    label = "cases"

    def ready(self) -> None:
        from chengzhi.cases import handlers, logged
        from chengzhi.cases.permissions import Permission
        from chengzhi.cases.procedure import CASE
        from chengzhi.cases.procedure.whistles import SUMMONS, WHISTLE
        from chengzhi.cases.selectors.access import cases_in_cells
        from chengzhi.grid.services import register_cell_counter
        from chengzhi.kernel import permissions, procedures, settings_log
        from chengzhi.kernel.calendars import on_calendar_change

        permissions.register(Permission)
        settings_log.register(*logged.EVERY)
        for procedure in (CASE, SUMMONS, WHISTLE):
            procedures.register(procedure)
        on_calendar_change(handlers.reckon_deadlines_anew)
        register_cell_counter(_("案卷"), cases_in_cells)

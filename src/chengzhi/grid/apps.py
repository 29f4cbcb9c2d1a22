from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridConfig(AppConfig):
    """The grid room."""

    name = "chengzhi.grid"
    label = "grid"
    verbose_name = _("网格")

    def ready(self) -> None:
        """Make the rights of this room known, and listen to the organisation."""
        from chengzhi.grid.handlers import end_duties_of_the_departed
        from chengzhi.grid.permissions import Permission
        from chengzhi.kernel.outbox import subscribe
        from chengzhi.kernel.permissions import register
        from chengzhi.organisation.events import AppointmentEnded

        register(Permission)
        subscribe(AppointmentEnded, end_duties_of_the_departed)

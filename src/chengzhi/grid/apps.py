from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridConfig(AppConfig):
    """The grid room."""

    name = "chengzhi.grid"
    label = "grid"
    verbose_name = _("网格")

    def ready(self) -> None:
        """Make the rights of this room known."""
        from chengzhi.grid.permissions import Permission
        from chengzhi.kernel.permissions import register

        register(Permission)

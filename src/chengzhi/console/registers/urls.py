from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports.giving import export_view
from chengzhi.console.registers import settings_changes, sheets, views
from chengzhi.console.registers.catalogue import urls as catalogue
from chengzhi.console.registers.grid import urls as grid
from chengzhi.console.registers.organisation import urls as organisation

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", views.home, name="registers"),
    path("registers/settings-changes/", settings_changes.settings_changes, name="settings_changes"),
    path("registers/settings-changes/export/", export_view(sheets.CHANGES), name="settings_changes_export"),
    *organisation.urlpatterns,
    *grid.urlpatterns,
    *catalogue.urlpatterns,
]

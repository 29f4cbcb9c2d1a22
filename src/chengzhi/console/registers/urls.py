from django.urls import URLPattern, URLResolver, path

from chengzhi.console.registers import views
from chengzhi.console.registers.catalogue import urls as catalogue
from chengzhi.console.registers.grid import urls as grid
from chengzhi.console.registers.organisation import urls as organisation

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", views.home, name="registers"),
    *organisation.urlpatterns,
    *grid.urlpatterns,
    *catalogue.urlpatterns,
]

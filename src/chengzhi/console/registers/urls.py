from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from chengzhi.console.registers import views

PARTS = ("organisation", "grid", "catalogue")

urlpatterns: list[URLPattern | URLResolver] = [path("registers/", views.home, name="registers")]
for part in PARTS:
    name = f"chengzhi.console.registers.{part}"
    if find_spec(name) and find_spec(f"{name}.urls"):
        urlpatterns += import_module(f"{name}.urls").urlpatterns

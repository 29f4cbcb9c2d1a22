from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "console"

PARTS = ("accounts", "work", "intake", "map", "registers", "settings", "imports", "exports", "whistles", "styleguide")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"chengzhi.console.{part}.urls")) for part in PARTS if find_spec(f"chengzhi.console.{part}.urls")
]

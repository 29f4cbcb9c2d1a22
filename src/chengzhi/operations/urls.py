from django.urls import URLPattern, URLResolver, path

from chengzhi.operations.health import readyz

urlpatterns: list[URLPattern | URLResolver] = [path("readyz", readyz, name="readyz")]

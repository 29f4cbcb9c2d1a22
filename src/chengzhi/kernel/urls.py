from django.urls import URLPattern, URLResolver, path

from chengzhi.kernel import web

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", web.healthz, name="healthz")]

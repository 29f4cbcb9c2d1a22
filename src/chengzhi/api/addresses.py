"""The addresses of the API as the middleware resolves them."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("api/v1/", include("chengzhi.api.urls"))]

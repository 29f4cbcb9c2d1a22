"""Every door of the house: each delivery package brings its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("chengzhi.kernel.urls")),
    path("", include("chengzhi.portal.urls")),
    path("console/", include("chengzhi.console.urls")),
    path("field/", include("chengzhi.field.urls")),
]

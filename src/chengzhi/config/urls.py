"""Every door of the house: each delivery package brings its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "chengzhi.kernel.outages.answer_bad_request"
handler500 = "chengzhi.kernel.outages.answer_fault"
urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("chengzhi.kernel.urls")),
    path("", include("chengzhi.operations.urls")),
    path("", include("chengzhi.portal.urls")),
    path("console/", include("chengzhi.console.urls")),
    path("api/v1/", include("chengzhi.api.urls")),
    path("field/", include("chengzhi.field.urls")),
]

from django.urls import URLPattern, URLResolver, path

from chengzhi.console.intake import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("hotline/", views.hotline, name="hotline"),
    path("hotline/help/<str:part>/", views.hotline_help, name="hotline_help"),
]

from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("exports/", views.exports, name="exports"),
    path("exports/ask/<str:name>/", views.export_ask, name="export_ask"),
    path("exports/<str:token>/file/", views.export_file, name="export_file"),
    path("exports/list/<str:name>/", views.export_list, name="export_list"),
    path("exports/<str:token>/again/", views.export_again, name="export_again"),
    path("exports/<str:token>/drop/", views.export_drop, name="export_drop"),
]

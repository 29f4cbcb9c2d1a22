from django.urls import URLPattern, URLResolver, path

from chengzhi.console.imports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/<str:kind>/", views.import_start, name="import_start"),
    path("imports/batches/<int:pk>/withdraw/", views.batch_withdraw, name="batch_withdraw"),
    path("imports/<str:token>/", views.import_job, name="import_job"),
    path("imports/<str:token>/columns/", views.import_columns, name="import_columns"),
    path("imports/<str:token>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<str:token>/drop/", views.import_drop, name="import_drop"),
    path("imports/<str:token>/points.geojson", views.import_points, name="import_points"),
    path("imports/<str:token>/refused.csv", views.import_refused, name="import_refused"),
]

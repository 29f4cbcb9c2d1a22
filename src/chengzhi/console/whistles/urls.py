from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports.giving import export_view
from chengzhi.console.whistles import acts, sheets, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("whistles/", views.whistles, name="whistles"),
    path("whistles/new/", views.whistle_new, name="whistle_new"),
    path("whistles/new/places/", views.whistle_places, name="whistle_places"),
    path("whistles/export/", export_view(sheets.LIST), name="whistles_export"),
    path("whistles/summons/<str:number>/act/<str:step>/", acts.summons_act, name="summons_act"),
    path("whistles/<str:number>/", views.whistle, name="whistle"),
    path("whistles/<str:number>/act/<str:step>/", acts.whistle_act, name="whistle_act"),
    path("whistles/<str:number>/photo/<int:item_id>/", views.whistle_photo, name="whistle_photo"),
]

from django.urls import URLPattern, URLResolver, path

from chengzhi.console.map import feeds, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("map/", views.workbench, name="map"),
    path("map/case/<str:number>/", views.map_case, name="map_case"),
    path("map/points.geojson", feeds.points, name="map_points"),
    path("map/divisions.geojson", feeds.map_divisions, name="map_divisions"),
    path("map/cells.geojson", feeds.map_cells, name="map_cells"),
    path("map/parts.geojson", feeds.map_parts, name="map_parts"),
    path("map/theme.json", feeds.map_theme, name="map_theme"),
]

from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports.giving import export_view
from chengzhi.console.registers.grid import cells, divisions, parts, sheets

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/divisions/", divisions.divisions, name="divisions"),
    path("registers/cells/", cells.cells, name="cells"),
    path("registers/cells/export/", export_view(sheets.CELLS), name="cells_export"),
    path("registers/cells/<str:code>/", cells.cell, name="cell"),
    path("registers/cells/<str:code>/map.geojson", cells.cell_map, name="cell_map"),
    path("registers/cells/<str:code>/boundary/", cells.cell_boundary, name="cell_boundary"),
    path("registers/cells/<str:code>/act/<str:name>/", cells.cell_act, name="cell_act"),
    path("registers/cells/<str:code>/duty/<int:pk>/<str:name>/", cells.duty_act, name="duty_act"),
    path("registers/parts/", parts.parts, name="parts"),
    path("registers/parts/export/", export_view(sheets.PARTS), name="parts_export"),
    path("registers/parts/<str:code>/", parts.part, name="part"),
    path("registers/parts/<str:key>/act/<str:name>/", parts.part_act, name="part_act"),
]

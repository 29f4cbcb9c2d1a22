from django.urls import URLPattern, URLResolver, path

from chengzhi.console.exports.giving import export_view
from chengzhi.console.registers.catalogue import sheets, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/catalogue/", views.catalogue, name="catalogue"),
    path("registers/catalogue/", views.catalogue, name="categories"),
    path("registers/catalogue/editions/", views.editions, name="editions"),
    path("registers/catalogue/<int:pk>/", views.category, name="category"),
    path("registers/catalogue/<int:pk>/act/<str:name>/", views.category_act, name="category_act"),
    path("registers/standards/", views.standards, name="standards"),
    path("registers/standards/export/", export_view(sheets.STANDARDS), name="standards_export"),
    path("registers/standards/<int:pk>/act/<str:name>/", views.standard_act, name="standard_act"),
]

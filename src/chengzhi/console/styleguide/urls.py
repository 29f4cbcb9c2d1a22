from django.urls import path

from chengzhi.console.styleguide import views

urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/points.geojson", views.points, name="styleguide_points"),
    path("styleguide/divisions.geojson", views.divisions, name="styleguide_divisions"),
    path("styleguide/<str:door>/", views.shell, name="styleguide_shell"),
]

from django.urls import URLPattern, URLResolver, path

from chengzhi.field.views import acts, feeds, me, report, tasks

app_name = "field"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", tasks.tasks, name="tasks"),
    path("task/<slug:number>/", tasks.task, name="task"),
    path("task/<slug:number>/<slug:step>/", acts.act, name="act"),
    path("media/<slug:number>/<int:item>/<slug:size>/", feeds.media, name="media"),
    path("report/", report.report, name="report"),
    path("report/sent/", report.report_sent, name="report_sent"),
    path("map/", tasks.near, name="map"),
    path("points.geojson", feeds.points, name="points"),
    path("divisions.geojson", feeds.divisions, name="divisions"),
    path("cells.geojson", feeds.cells, name="cells"),
    path("me/", me.me, name="me"),
    path("me/capacity/", me.capacity, name="capacity"),
]

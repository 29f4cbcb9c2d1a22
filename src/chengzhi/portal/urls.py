from django.urls import URLPattern, URLResolver, path

from chengzhi.portal.views import follow, home, photos, report
from chengzhi.portal.views.map import divisions

app_name = "portal"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("report/", report.begin, name="report"),
    path("report/<uuid:key>/", report.what, name="what"),
    path("report/<uuid:key>/kind/", report.kind, name="kind"),
    path("report/<uuid:key>/where/", report.where, name="where"),
    path("report/<uuid:key>/check/", report.check, name="check"),
    path("report/<uuid:key>/photo/<int:item>/", photos.draft_photo, name="draft_photo"),
    path("divisions.geojson", divisions, name="divisions"),
    path("follow/", follow.lookup, name="follow"),
    path("r/<slug:token>/", follow.follow, name="follow"),
    path("r/<slug:token>/rate/", follow.rate, name="rate"),
    path("r/<slug:token>/reopen/", follow.reopen, name="reopen"),
    path("r/<slug:token>/photo/<int:item>/<slug:size>/", photos.report_photo, name="photo"),
]

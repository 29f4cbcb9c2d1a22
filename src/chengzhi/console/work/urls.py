from django.urls import URLPattern, URLResolver, path

from chengzhi.console.work import acts, batch, cases, exports, lists, places, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("work/", lists.work, name="work"),
    path("list/doing/", lists.work, {"name": "doing"}, name="doing"),
    path("list/watched/", lists.work, {"name": "watched"}, name="watched"),
    path("list/done/", lists.work, {"name": "done"}, name="done"),
    path("list/<str:name>/", lists.work, name="work_list"),
    path("list/<str:name>/news/", lists.news, name="work_news"),
    path("list/<str:name>/filters/", lists.filters, name="work_filters"),
    path("list/<str:name>/export/", exports.export, name="work_export"),
    path("list/<str:name>/view/", lists.view_save, name="view_save"),
    path("view/<int:pk>/drop/", lists.view_drop, name="view_drop"),
    path("batch/", batch.batch, name="batch"),
    path("batch/take/", batch.batch_take, name="batch_take"),
    path("search/", search.search, name="search"),
    path("case/<str:number>/", cases.case, name="case"),
    path("case/<str:number>/act/<str:step>/", acts.act, name="act"),
    path("case/<str:number>/media/<int:item_id>/", cases.media, name="media"),
    path("case/<str:number>/contact/", cases.contact, name="contact"),
    path("case/<str:number>/proof/", cases.proof, name="proof"),
    path("case/<str:number>/print/", cases.case_print, name="case_print"),
    path("case/<str:number>/points.geojson", cases.case_points, name="case_points"),
    path("case/<str:number>/timeline.xlsx", cases.timeline_export, name="timeline_export"),
    path("place/offers/", places.place_offers, name="place_offers"),
    path("place/spot/", places.place_spot, name="place_spot"),
    path("category/offers/", places.category_offers, name="category_offers"),
    path("streets.geojson", cases.streets, name="streets"),
    path("upload/<int:item_id>/", cases.own_media, name="own_media"),
]

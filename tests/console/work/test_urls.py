"""The addresses of the lists and of cases: stable, readable, each answered by one view."""

import pytest
from django.urls import resolve, reverse

from chengzhi.console.work import acts, batch, cases, exports, lists, places, search

NUMBER = "20261123-0402"


@pytest.mark.parametrize(
    ("name", "args", "address", "view"),
    [
        ("work", [], "/console/work/", lists.work),
        ("doing", [], "/console/list/doing/", lists.work),
        ("watched", [], "/console/list/watched/", lists.work),
        ("done", [], "/console/list/done/", lists.work),
        ("work_list", ["stock"], "/console/list/stock/", lists.work),
        ("work_news", ["todo"], "/console/list/todo/news/", lists.news),
        ("work_filters", ["todo"], "/console/list/todo/filters/", lists.filters),
        ("work_export", ["todo"], "/console/list/todo/export/", exports.export),
        ("view_save", ["todo"], "/console/list/todo/view/", lists.view_save),
        ("view_drop", [7], "/console/view/7/drop/", lists.view_drop),
        ("batch", [], "/console/batch/", batch.batch),
        ("batch_take", [], "/console/batch/take/", batch.batch_take),
        ("search", [], "/console/search/", search.search),
        ("case", [NUMBER], f"/console/case/{NUMBER}/", cases.case),
        ("act", [NUMBER, "accept"], f"/console/case/{NUMBER}/act/accept/", acts.act),
        ("media", [NUMBER, 3], f"/console/case/{NUMBER}/media/3/", cases.media),
        ("contact", [NUMBER], f"/console/case/{NUMBER}/contact/", cases.contact),
        ("proof", [NUMBER], f"/console/case/{NUMBER}/proof/", cases.proof),
        ("case_print", [NUMBER], f"/console/case/{NUMBER}/print/", cases.case_print),
        ("case_points", [NUMBER], f"/console/case/{NUMBER}/points.geojson", cases.case_points),
        ("timeline_export", [NUMBER], f"/console/case/{NUMBER}/timeline.xlsx", cases.timeline_export),
        ("place_offers", [], "/console/place/offers/", places.place_offers),
        ("place_spot", [], "/console/place/spot/", places.place_spot),
        ("category_offers", [], "/console/category/offers/", places.category_offers),
        ("streets", [], "/console/streets.geojson", cases.streets),
        ("own_media", [9], "/console/upload/9/", cases.own_media),
    ],
)
def test_an_address_and_its_view_are_one(name: str, args: list[object], address: str, view: object) -> None:
    assert reverse(f"console:{name}", args=args) == address
    assert resolve(address).func is view


@pytest.mark.parametrize(("address", "name"), [("doing", "doing"), ("watched", "watched"), ("done", "done")])
def test_lists_of_the_navigation_are_the_lists_of_that_name(address: str, name: str) -> None:
    found = resolve(f"/console/list/{address}/")
    assert found.kwargs == {"name": name}

from django.test import RequestFactory

from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.console.work.trail import Trail, list_url

NUMBER = "20261123-0402"


def trail(query: str) -> Trail:
    return Trail.read(RequestFactory().get("/console/" + query))


def test_the_list_one_came_from_is_carried_along() -> None:
    found = trail("?from=doing&street=320613006&sort=-due&page=2&back=1&evil=1")
    assert found.case_url(NUMBER) == f"/console/case/{NUMBER}/?from=doing&street=320613006&sort=-due&page=2"
    assert found.act_url(NUMBER, "file").endswith("&back=1")
    assert found.list_url() == "/console/list/doing/?street=320613006&sort=-due&page=2"


def test_without_a_list_nothing_is_carried() -> None:
    found = trail("?from=nowhere")
    assert found.case_url(NUMBER) == f"/console/case/{NUMBER}/"
    assert found.act_url(NUMBER, "file", is_back=True) == f"/console/case/{NUMBER}/act/file/?back=1"
    assert found.list_url() == list_url(WorkQuery()) == "/console/work/"

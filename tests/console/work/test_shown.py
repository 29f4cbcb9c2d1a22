from typing import Any

from django.test import RequestFactory

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.caseacts import case_acts
from chengzhi.cases.selectors.wholecase import whole_case
from chengzhi.console.work.shown import acts_context, alternatives, case_context
from chengzhi.console.work.trail import Trail
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.models import Account
from tests.factories.city import City
from tests.factories.loop import act, case_after, report


def acts_of(viewer: Capacity, case: Case) -> dict[str, Any]:
    request: Any = RequestFactory().get("/")
    request.capacity, request.user = viewer, Account.objects.get(pk=viewer.account_id or 0)
    return acts_context(request, case, case_acts(viewer, case), Trail())


def test_a_reason_one_can_remove_oneself_is_a_link_to_the_act(city: City) -> None:
    case = report(city)
    item = acts_of(city.alice, case)["blocked"][0]["items"][0]
    assert item["action_url"] == f"/console/case/{case.number}/act/send_verify/"


def test_a_reason_others_must_remove_offers_to_urge_them(city: City) -> None:
    case = case_after(city, "take_over")
    act(case, "ask_extension", city.dave, hours=4, reason="要调吊车")
    blocked = acts_of(city.dave, case)["blocked"]
    assert [one["title"] for one in blocked] == ["现在不能办：反馈结果、回退、申请延期"]
    assert blocked[0]["items"][0]["action_url"].endswith("/act/urge/")


def test_the_other_open_acts_stand_under_a_form(city: City) -> None:
    case = report(city)
    acts = case_acts(city.alice, case)
    assert acts.primary is not None
    names = [one["name"] for one in alternatives(case, acts, acts.primary.step, Trail())]
    assert "refuse" in names
    assert "send_verify" not in names


def test_the_page_knows_where_the_case_stands_on_its_list(city: City) -> None:
    case = report(city)
    request: Any = RequestFactory().get("/?from=todo")
    request.capacity, request.user = city.alice, Account.objects.get(pk=city.alice.account_id or 0)
    context = case_context(request, whole_case(city.alice, case.number))
    assert (context["neighbours"]["position"], context["neighbours"]["total"]) == (1, 1)
    assert context["may_export"] is False

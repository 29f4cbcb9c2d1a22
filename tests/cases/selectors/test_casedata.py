"""A case as one document: what its page shows, for those who may see it, and nothing of who reported it."""

import json
from typing import Any

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.casedata import case_document
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from tests.factories.city import City
from tests.factories.loop import case_after, report
from tests.factories.moves import case_in, take

pytestmark = pytest.mark.django_db
LOOKS = ("alice", "bob", "carol", "dave", "hank", "erin", "frank", "grace")


def document(viewer: Capacity, case: Case, language: str = "zh-hans") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(case_document(viewer, case.number, language).json)
    return found


@pytest.mark.parametrize("state", ["reported", "handling", "on_hold", "checking", "closed", "merged"])
def test_a_case_in_any_state_is_one_document(city: City, state: str) -> None:
    case = case_in(city, state)
    found = document(city.alice, case)
    assert (found["number"], found["state"], found["state_label"]) == (case.number, state, case.state_label)
    assert (found["step_seq"], found["is_open"]) == (case.step_seq, case.is_open)
    assert case_document(city.alice, case.number, "zh-hans").step_seq == case.step_seq


def test_it_holds_limits_media_and_reports_in_order(city: City) -> None:
    found = document(city.alice, case_after(city, "pass_check"))
    assert [one["name"] for one in found["clocks"]][:2] == ["accept", "verify"]
    assert [one["stage"] for one in found["media"]] == ["before", "after", "check"]
    assert [one["words"] for one in found["reports"]] == ["菜场西门垃圾堆了两天，很臭"]
    assert found["clocks"][-1]["stopped_at"] is None


def test_who_has_it_in_hand_is_named(city: City) -> None:
    found = document(city.alice, case_after(city, "send_check"))
    assert (found["handling_unit"]["name"], found["handler"]["name"]) == ("环卫处", "dave")
    assert (found["patroller"]["name"], found["patroller"]["appointment"]) == ("erin", city.erin.appointment_id)
    assert (found["standard"]["number"], found["standard"]["closing_rule"]) == ("0301-1", "现场清理干净")


def test_what_nobody_has_yet_is_null(city: City) -> None:
    found = document(city.alice, report(city))
    assert [found[name] for name in ("standard", "handling_unit", "handler", "patroller", "merged_into")] == [None] * 5
    assert (found["media"], found["light"]) == ([], "g")


def test_a_merged_case_names_where_it_went(city: City) -> None:
    case = case_in(city, "merged")
    assert case.merged_into is not None
    assert document(city.alice, case)["merged_into"] == case.merged_into.number


def test_nothing_of_the_reporter_is_told(city: City) -> None:
    text = case_document(city.alice, report(city).number, "zh-hans").json
    assert "王女士" not in text
    assert "13812346621" not in text


@pytest.mark.parametrize("last", ["send_verify", "dispatch", "take_over"])
def test_who_may_not_see_the_case_finds_none(city: City, last: str) -> None:
    case = case_after(city, last)
    visible = {"alice", "bob", "carol", "frank", "erin"} | ({"dave"} if last != "send_verify" else set())
    seen = set()
    for name in LOOKS:
        try:
            document(city.people[name], case)
        except NotFound:
            continue
        seen.add(name)
    assert seen == visible


def test_a_number_nobody_gave_is_not_found(city: City) -> None:
    for number in ("", "x", "20260101-9999", "' OR 1=1 --"):
        with pytest.raises(NotFound):
            case_document(city.alice, number, "zh-hans")


def test_labels_follow_the_language(city: City) -> None:
    case = report(city)
    assert document(city.alice, case, "en")["state_label"].isascii()
    take(city, case, "supervise")
    assert document(city.alice, case)["supervision"] == "yellow"


def test_a_document_is_one_statement(city: City, django_assert_num_queries: Any) -> None:
    case = case_after(city, "close")
    with django_assert_num_queries(1):
        case_document(city.alice, case.number, "zh-hans")

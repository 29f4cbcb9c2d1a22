"""Reading cases through the API: as far as the viewer reaches, by key, one statement each."""

from collections.abc import Callable
from typing import Any

import pytest

from chengzhi.kernel.models import PersonalDataAccess, Role, RoleGrant
from chengzhi.organisation.selectors import capacity_of
from tests.api.conftest import MakeProgram, Program
from tests.factories.city import LAT, LON, City
from tests.factories.loop import act, case_after, report

FAR = {"lon": 100.0, "lat": 20.0}
Count = Callable[[int], Any]
pytestmark = pytest.mark.django_db


def numbers(program: Program, address: str = "/cases") -> list[str]:
    return [one["number"] for one in program.get(address).json()["items"]]


def whole(program: Program, address: str) -> list[str]:
    """Return the numbers of all pages."""
    found, following = [], f"/api/v1{address}"
    while following:
        page = program.client.get(following, headers={"Authorization": f"Bearer {program.secret}"}).json()
        found += [one["number"] for one in page["items"]]
        following = page["next"]
    return found


def test_a_case_comes_with_clocks_media_and_reports_but_nobody_who_reported(city: City, program: MakeProgram) -> None:
    case = case_after(city, "dispatch")
    answer = program(city.alice).get(f"/cases/{case.number}")
    found = answer.json()
    assert (found["state"], found["state_label"], found["step_seq"]) == ("dispatched", "待接收", case.steps.count())
    assert found["handling_unit"] == {"id": city.units["cleaning"].pk, "name": "环卫处"}
    assert {one["name"] for one in found["clocks"]} >= {"accept", "file", "dispatch", "handle"}
    assert found["reports"][0]["words"].startswith("菜场西门")
    assert found["media"][0]["url"] == f"/api/v1/media/{found['media'][0]['id']}"
    assert "13812346621" not in answer.content.decode()
    assert "王女士" not in answer.content.decode()


def test_one_statement_reads_a_case_and_one_a_list(
    city: City, program: MakeProgram, django_assert_num_queries: Count
) -> None:
    case, alice = report(city), program(city.alice)
    alice.get("/cases")
    for address in (f"/cases/{case.number}", "/cases", "/cases?list=todo", "/map/cases?bbox=120,31,122,33"):
        alice.get(address)
        with django_assert_num_queries(1):
            assert alice.get(address).status_code == 200


def test_a_case_that_has_not_changed_is_not_sent_again(city: City, program: MakeProgram) -> None:
    case, alice = report(city), program(city.alice)
    tag = alice.get(f"/cases/{case.number}")["ETag"]
    for given in (tag, f'W/{tag}, "9"', "*"):
        answer = alice.get(f"/cases/{case.number}", If_None_Match=given)
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    act(case, "send_verify", city.alice)
    assert alice.get(f"/cases/{case.number}", If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("address", ["/cases/{far}", "/cases/{far}/steps", "/cases/{far}/available-steps"])
def test_a_case_of_another_street_does_not_exist(city: City, program: MakeProgram, address: str) -> None:
    far = report(city, **FAR)
    erin = program(city.erin)
    assert erin.get(address.format(far=far.number)).status_code == 404
    assert erin.get(address.format(far=far.number), If_None_Match="*").status_code == 404


def test_another_street_shows_neither_in_lists_nor_in_search_nor_on_the_map(city: City, program: MakeProgram) -> None:
    near, far = report(city), report(city, words="菜场垃圾在远处", **FAR)
    erin = program(city.erin)
    assert numbers(erin) == [near.number]
    assert far.number not in numbers(erin, f"/cases?text={far.number[-4:]}")
    assert far.number not in numbers(erin, "/cases?text=菜场")
    assert erin.get("/map/cases?bbox=99,19,121,33&zoom=15").json()["total"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=reported", True), ("state=closed", False), ("channel=hotline", True), ("channel=x", False),
        ("street=320613006", True), ("street=320613007", False), ("grade=B", True), ("grade=A", False),
        ("light=g", True), ("light=r", False), ("light=b", False), ("light=p", False), ("text=菜场", True),
        ("text=水管", False), ("category={mine}", True), ("category=999999", False), ("list=todo", True),
        ("list=doing", False), ("list=todo&state=reported", True), ("list=todo&state=filed", False), ("list=closed", False),
        ("updated_since=2020-01-01T00:00:00Z", True), ("updated_since=2199-01-01T00:00:00%2B08:00", False),
    ],
)  # fmt: skip
def test_filters_narrow_as_in_the_work_lists(city: City, program: MakeProgram, *, query: str, found: bool) -> None:
    case = report(city)
    shown = numbers(program(city.alice), f"/cases?{query.format(mine=case.category_id)}")
    assert shown == ([case.number] if found else [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("list=secret", "list"), ("state=x", "state"), ("light=pink", "light"), ("street=ab", "street"),
        ("category=x", "category"), ("category=0", "category"), ("grade=D", "grade"), ("limit=0", "limit"),
        ("limit=201", "limit"), ("limit=x", "limit"), ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-01-01T00:00:00", "updated_since"), ("text=" + "字" * 61, "text"), ("cursor=forged", "cursor"),
        ("cursor=" + "A" * 401, "cursor"), ("cursor=%00%ff", "cursor"),
    ],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_named(city: City, program: MakeProgram, query: str, field: str) -> None:
    answer = program(city.alice).get(f"/cases?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_twenty_come_at_once_unless_more_are_asked_for(city: City, program: MakeProgram) -> None:
    for _each in range(21):
        report(city)
    alice = program(city.alice)
    first = alice.get("/cases")
    assert (len(first.json()["items"]), first["Link"]) == (20, f'<{first.json()["next"]}>; rel="next"')
    assert len(numbers(alice, "/cases?limit=200")) == 21


@pytest.mark.parametrize("address", ["/cases?limit=2", "/cases?list=todo&limit=2"])
def test_pages_hold_every_case_once_although_others_come_in(
    city: City, program: MakeProgram, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [report(city).number for _each in range(5)]
    alice = program(city.alice)
    first = alice.get(address).json()
    report(city)
    following, found = first["next"], [one["number"] for one in first["items"]]
    while following:
        page = alice.client.get(following, headers={"Authorization": f"Bearer {alice.secret}"}).json()
        found, following = found + [one["number"] for one in page["items"]], page["next"]
    assert len(found) == len(set(found))
    assert set(before) <= set(found)


def test_a_cursor_holds_for_its_own_question_only(city: City, program: MakeProgram) -> None:
    for _each in range(2):
        report(city)
    alice = program(city.alice)
    cursor = alice.get("/cases?limit=1").json()["next"].partition("cursor=")[2]
    assert alice.get(f"/cases?limit=1&cursor={cursor}").status_code == 200
    assert alice.get(f"/cases?limit=1&list=todo&cursor={cursor}").status_code == 400
    assert alice.get(f"/cases?limit=1&cursor={cursor[:-3]}abc").status_code == 400


def test_cases_without_a_deadline_come_last(city: City, program: MakeProgram) -> None:
    held, other = case_after(city, "take_over"), case_after(city, "take_over")
    act(held, "ask_hold", city.dave, reason="等配件", until="2099-01-01")
    act(held, "grant_hold", city.carol)
    carol = program(city.carol)
    listed = whole(carol, "/cases?list=doing&limit=1")
    assert listed == [other.number, held.number]


def test_contacts_are_shown_for_a_purpose_and_every_look_is_kept(city: City, program: MakeProgram) -> None:
    from_whom = city.alice
    grant_contact(from_whom)
    case = report(city)
    answer = program(fresh(from_whom)).post(f"/cases/{case.number}/contacts", {"purpose": "回访核实地点"})
    assert answer.json() == {"items": [{"name": "王女士", "phone": "13812346621", "callback": "不用"}]}
    look = PersonalDataAccess.objects.get()
    assert (look.purpose, look.subject_ref, look.allowed) == ("回访核实地点", case.number, True)


def test_contacts_need_right_scope_and_purpose(city: City, program: MakeProgram) -> None:
    case = report(city)
    body = {"purpose": "回访核实"}
    assert program(city.alice).post(f"/cases/{case.number}/contacts", body).status_code == 403
    grant_contact(city.alice)
    alice = fresh(city.alice)
    assert program(alice, "cases:read").post(f"/cases/{case.number}/contacts", body).status_code == 403
    assert program(alice).post(f"/cases/{case.number}/contacts", {"purpose": "看"}).status_code == 422
    assert program(alice).post("/cases/20990101-0001/contacts", body).status_code == 404
    assert not PersonalDataAccess.objects.filter(allowed=True).exists()


def grant_contact(capacity: Any) -> None:
    role = Role.objects.get(code=capacity.post_name)
    RoleGrant.objects.create(role=role, permission="cases.contact.read", scope="city")


def fresh(capacity: Any) -> Any:
    return capacity_of(capacity.appointment_id)


def test_a_narrowed_token_reads_its_territory_only(city: City, program: MakeProgram) -> None:
    near, far = report(city), report(city, **FAR)
    narrow = program(city.alice, territory="320613006")
    assert numbers(narrow) == [near.number]
    assert narrow.get(f"/cases/{far.number}").status_code == 404
    assert program(city.alice, territory="320613007").get("/cases").json()["items"] == []


def test_what_is_narrowed_out_cannot_be_stepped(city: City, program: MakeProgram) -> None:
    far = report(city, **FAR)
    answer = program(city.alice, territory="320613006").post(
        f"/cases/{far.number}/steps", {"step": "send_verify"}, If_Match='"1"'
    )
    assert answer.status_code == 404


def test_labels_come_in_english_where_asked(city: City, program: MakeProgram) -> None:
    case, alice = report(city), program(city.alice)
    assert alice.get(f"/cases/{case.number}", Accept_Language="en-GB,en").json()["state_label"].isascii()
    assert alice.get("/cases", Accept_Language="de, en;q=0.5, zh;q=0.9").json()["items"][0]["state_label"] == "待受理"


def test_positions_are_those_of_the_case(city: City, program: MakeProgram) -> None:
    found = program(city.alice).get(f"/cases/{report(city).number}").json()
    assert (found["lon"], found["lat"], found["cell_code"][:9]) == (LON, LAT, "320613006")

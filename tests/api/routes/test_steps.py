"""Taking steps through the API: the same guards as on screen, in one answer."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from chengzhi.api.routes import steps
from chengzhi.cases.models import Case
from chengzhi.organisation.models import Unit
from tests.api.conftest import MakeProgram, Program, photo_of
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

FAR = {"lon": 100.0, "lat": 20.0}


@pytest.mark.django_db
def test_a_step_is_taken_and_answers_with_its_tag(city: City, program: MakeProgram) -> None:
    case = report(city)
    answer = program(city.alice).post(f"/cases/{case.number}/steps", {"step": "send_verify"}, If_Match='"1"')
    assert (answer.status_code, answer["ETag"]) == (201, '"2"')
    found = answer.json()
    assert (found["seq"], found["from_state"], found["to_state"]) == (2, "reported", "verifying")
    assert Case.objects.get(pk=case.pk).state == "verifying"


@pytest.mark.django_db
def test_the_step_seen_may_stand_in_the_body(city: City, program: MakeProgram) -> None:
    case = report(city)
    answer = program(city.alice).post(f"/cases/{case.number}/steps", {"step": "send_verify", "seen": 1})
    assert answer.status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tag", "status", "kind"),
    [
        (None, 428, "unguarded"),
        ("*", 428, "unguarded"),
        ('"x"', 412, "stale"),
        ('W/"1"', 412, "stale"),
        ('"7"', 409, "moved"),
    ],
)
def test_a_step_needs_to_know_what_was_seen(
    city: City, program: MakeProgram, tag: str | None, status: int, kind: str
) -> None:
    case = report(city)
    headers = {"If_Match": tag} if tag else {}
    answer = program(city.alice).post(f"/cases/{case.number}/steps", {"step": "send_verify"}, **headers)
    assert (answer.status_code, answer.json()["type"].rpartition("-")[2]) == (status, kind)
    assert Case.objects.get(pk=case.pk).step_seq == 1


@pytest.mark.django_db
def test_who_comes_late_hears_what_the_other_did(city: City, program: MakeProgram) -> None:
    case = report(city)
    alice = program(city.alice)
    alice.post(f"/cases/{case.number}/steps", {"step": "send_verify"}, If_Match='"1"')
    answer = alice.post(f"/cases/{case.number}/steps", {"step": "refuse"}, If_Match='"1"')
    assert answer.status_code == 409
    assert "已发核实" in answer.json()["newer"][0]


@pytest.mark.django_db
def test_every_reason_is_told_at_once_with_ground_and_helper(city: City, program: MakeProgram) -> None:
    case = report(city, lon=None, lat=None)
    answer = program(city.alice).post(f"/cases/{case.number}/steps", {"step": "accept"}, If_Match='"1"')
    assert answer.status_code == 422
    found = {one["action"]: one for one in answer.json()["refusals"]}
    assert set(found) == {"send_verify", "correct_facts"}
    assert found["send_verify"]["helper"] == "辖区采集员"
    assert found["send_verify"]["basis"].startswith("CJJ/T 106")


@pytest.mark.django_db
def test_a_repeated_step_gets_the_same_answer_also_after_others(city: City, program: MakeProgram) -> None:
    case = report(city)
    alice = program(city.alice)
    first = alice.post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key="once", If_Match='"1"')
    again = alice.post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key="once", If_Match='"1"')
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert Case.objects.get(pk=case.pk).step_seq == 2


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"step": "accept"}, {"step": "send_verify", "values": {"note": "别的"}}])
def test_a_key_used_for_another_step_is_refused(city: City, program: MakeProgram, other: dict[str, object]) -> None:
    case = report(city)
    alice = program(city.alice)
    alice.post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key="once", If_Match='"1"')
    answer = alice.post(f"/cases/{case.number}/steps", other, key="once", If_Match='"1"')
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/v1/docs#problem-key")


@pytest.mark.django_db
def test_a_step_needs_a_key(city: City, program: MakeProgram) -> None:
    case = report(city)
    answer = program(city.alice).post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key=None, If_Match='"1"')
    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("number", "step"), [("20990101-0001", "accept"), ("x", "accept")])
def test_a_case_that_is_not_there_is_not_found(city: City, program: MakeProgram, number: str, step: str) -> None:
    answer = program(city.alice).post(f"/cases/{number}/steps", {"step": step}, If_Match='"1"')
    assert answer.status_code == 404


@pytest.mark.django_db
def test_a_step_that_there_is_not_is_not_found(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).post(f"/cases/{report(city).number}/steps", {"step": "bribe"}, If_Match='"1"')
    assert answer.status_code == 404


@pytest.mark.django_db
def test_the_first_step_cannot_be_taken_again(city: City, program: MakeProgram) -> None:
    answer = program(city.alice).post(f"/cases/{report(city).number}/steps", {"step": "report"}, If_Match='"1"')
    assert answer.status_code in {404, 422}


@pytest.mark.django_db
def test_a_case_of_another_street_cannot_be_stepped(city: City, program: MakeProgram) -> None:
    far = report(city, **FAR)
    answer = program(city.erin, "cases:read", "cases:write").post(
        f"/cases/{far.number}/steps", {"step": "confirm"}, If_Match='"1"'
    )
    assert answer.status_code == 404


@pytest.mark.django_db
def test_a_token_without_the_scope_takes_no_step(city: City, program: MakeProgram) -> None:
    answer = program(city.alice, "cases:read").post(
        f"/cases/{report(city).number}/steps", {"step": "send_verify"}, If_Match='"1"'
    )
    assert (answer.status_code, answer.json()["scope"]) == (403, "cases:write")
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


@pytest.mark.django_db
def test_a_person_without_the_right_hears_so(city: City, program: MakeProgram) -> None:
    answer = program(city.bob).post(f"/cases/{report(city).number}/steps", {"step": "accept"}, If_Match='"1"')
    assert answer.status_code == 422
    assert any("权限" in one["reason"] for one in answer.json()["refusals"])


@pytest.mark.django_db
def test_only_what_the_form_offers_may_be_chosen(city: City, program: MakeProgram) -> None:
    case = case_after(city, "file")
    carol, seq = program(city.carol), Case.objects.get(pk=case.pk).step_seq
    body = {"step": "dispatch", "values": {"unit": city.units["centre"].pk}, "seen": seq}
    answer = carol.post(f"/cases/{case.number}/steps", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["unit"])
    body["values"] = {"unit": city.units["cleaning"].pk}
    assert carol.post(f"/cases/{case.number}/steps", body).status_code == 201


@pytest.mark.django_db
def test_photos_come_along_by_their_ids(city: City, program: MakeProgram) -> None:
    case = case_after(city, "take_over")
    dave, seq = program(city.dave), Case.objects.get(pk=case.pk).step_seq
    foreign = {"step": "feed_back", "values": {"result": "已清运", "media": [photo_of(city.erin).pk]}, "seen": seq}
    assert list(dave.post(f"/cases/{case.number}/steps", foreign).json()["errors"]) == ["media"]
    own = {"step": "feed_back", "values": {"result": "已清运", "media": [photo_of(city.dave).pk]}, "seen": seq}
    assert dave.post(f"/cases/{case.number}/steps", own).status_code == 201


@pytest.mark.django_db
def test_what_can_be_done_comes_with_inputs_and_refusals(city: City, program: MakeProgram) -> None:
    case = report(city, lon=None, lat=None)
    answer = program(city.alice).get(f"/cases/{case.number}/available-steps")
    found = {one["name"]: one for one in answer.json()["items"]}
    assert answer["ETag"] == '"1"'
    assert not found["accept"]["is_open"]
    assert {one["action"] for one in found["accept"]["refusals"]} == {"send_verify", "correct_facts"}
    reason = next(one for one in found["refuse"]["inputs"] if one["name"] == "reason")
    assert (reason["kind"], reason["is_required"]) == ("reason", True)


@pytest.mark.django_db
def test_what_may_be_chosen_is_listed(city: City, program: MakeProgram) -> None:
    case = case_after(city, "file")
    answer = program(city.carol).get(f"/cases/{case.number}/available-steps")
    dispatch = next(one for one in answer.json()["items"] if one["name"] == "dispatch")
    unit = next(one for one in dispatch["inputs"] if one["name"] == "unit")
    assert unit["choices"][0]["value"] == str(city.units["cleaning"].pk)


@pytest.mark.django_db
def test_the_history_is_read_page_by_page(city: City, program: MakeProgram) -> None:
    case = case_after(city, "dispatch")
    bob = program(city.bob)
    first = bob.get(f"/cases/{case.number}/steps?limit=2").json()
    rest = bob.client.get(first["next"], headers={"Authorization": f"Bearer {bob.secret}"}).json()
    assert [one["seq"] for one in (*first["items"], *rest["items"])] == [1, 2, 3, 4]
    assert first["items"][1]["label"] == "发核实"
    assert first["items"][1]["prev_hash"] == first["items"][0]["hash"]


@pytest.mark.django_db
def test_the_history_speaks_english_where_asked(city: City, program: MakeProgram) -> None:
    case = report(city)
    found = program(city.alice).get(f"/cases/{case.number}/steps", Accept_Language="en").json()
    assert found["items"][0]["label"].isascii()


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_is_told_what_the_other_did(program: MakeProgram) -> None:
    city = make_city()
    case, found = report(city), []
    alice = program(city.alice)

    def send(step: str) -> None:
        values = {"reason": "不归城管管"} if step == "refuse" else {}
        body = {"step": step, "values": values}
        found.append(alice.post(f"/cases/{case.number}/steps", body, If_Match='"1"').status_code)
        connection.close()

    threads = [Thread(target=send, args=(step,)) for step in ("send_verify", "refuse")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(found) == [201, 409]


@pytest.mark.django_db(transaction=True)
def test_of_two_equal_requests_at_once_one_is_fresh_and_the_other_replayed(program: MakeProgram) -> None:
    city = make_city()
    alice = program(city.alice)
    for case in (report(city), report(city), report(city)):
        found = together(alice, case.number, {"step": "send_verify"})
        assert [one.status_code for one in found] == [201, 201]
        assert sorted(one.get("Idempotent-Replayed", "") for one in found) == ["", "true"]
        assert found[0].json() == found[1].json()
        assert Case.objects.get(pk=case.pk).step_seq == 2


def together(alice: Program, number: str, body: dict[str, object]) -> list[Any]:
    """Send the same request twice at the same time."""
    found, ready = [], Barrier(2)

    def send() -> None:
        ready.wait()
        found.append(alice.post(f"/cases/{number}/steps", body, key=f"both-{number}", If_Match='"1"'))
        connection.close()

    threads = [Thread(target=send) for _each in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


@pytest.mark.django_db
def test_a_replay_is_told_even_where_the_case_was_read_before_the_first_was_done(
    city: City, program: MakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, alice = report(city), program(city.alice)
    stale = Case.objects.get(pk=case.pk)
    body = {"step": "send_verify"}
    alice.post(f"/cases/{case.number}/steps", body, key="once", If_Match='"1"')
    monkeypatch.setattr(steps, "case_to_step", lambda *_given: stale)
    again = alice.post(f"/cases/{case.number}/steps", body, key="once", If_Match='"1"')
    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")


@pytest.mark.django_db
def test_a_replay_is_answered_where_what_was_chosen_is_no_longer_offered(city: City, program: MakeProgram) -> None:
    case = case_after(city, "file")
    carol = program(city.carol)
    body = {"step": "dispatch", "values": {"unit": city.units["cleaning"].pk}, "seen": case.step_seq}
    first = carol.post(f"/cases/{case.number}/steps", body, key="once")
    Unit.objects.filter(pk=city.units["cleaning"].pk).update(valid_to="2020-06-01")
    again = carol.post(f"/cases/{case.number}/steps", body, key="once")
    assert (again.status_code, again.json()) == (201, first.json())


@pytest.mark.django_db
def test_a_replay_is_answered_where_the_case_has_left_the_reach(city: City, program: MakeProgram) -> None:
    case = case_after(city, "dispatch")
    dave = program(city.dave)
    body = {"step": "ask_return", "values": {"reason": "不归我单位"}, "seen": case.step_seq}
    first = dave.post(f"/cases/{case.number}/steps", body, key="once")
    Case.objects.filter(pk=case.pk).update(handling_unit=city.units["street"])
    again = dave.post(f"/cases/{case.number}/steps", body, key="once")
    assert dave.get(f"/cases/{case.number}").status_code == 404
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"place": "学田菜场南门", "reason": "核实"}, {"place": "学田菜场西门"}, {"wrong": 1}, {}]
)
def test_a_corrected_place_is_compared_as_it_was_sent(
    city: City, program: MakeProgram, other: dict[str, object]
) -> None:
    case, alice = report(city), program(city.alice)
    body: dict[str, object] = {
        "step": "correct_facts",
        "values": {"place": "学田菜场西门", "reason": "核实"},
        "seen": 1,
    }
    first = alice.post(f"/cases/{case.number}/steps", body, key="once")
    assert first.status_code == 201, first.content
    assert alice.post(f"/cases/{case.number}/steps", body, key="once")["Idempotent-Replayed"] == "true"
    assert alice.post(f"/cases/{case.number}/steps", {**body, "values": other}, key="once").status_code == 422


@pytest.mark.django_db
def test_a_corrected_category_is_compared_as_it_was_sent(city: City, program: MakeProgram) -> None:
    case, alice = report(city), program(city.alice)
    body = {
        "step": "correct_facts",
        "values": {"category": city.categories["占道经营"].pk, "reason": "核实"},
        "seen": 1,
    }
    other = {**body, "values": {"category": city.categories["暴露垃圾"].pk, "reason": "核实"}}
    assert alice.post(f"/cases/{case.number}/steps", body, key="once").status_code == 201
    assert alice.post(f"/cases/{case.number}/steps", body, key="once").status_code == 201
    assert alice.post(f"/cases/{case.number}/steps", other, key="once").status_code == 422


@pytest.mark.django_db
def test_the_key_of_another_account_replays_nothing(city: City, program: MakeProgram) -> None:
    case = report(city)
    program(city.alice).post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key="once", If_Match='"1"')
    answer = program(city.bob).post(f"/cases/{case.number}/steps", {"step": "send_verify"}, key="once", If_Match='"1"')
    assert answer.status_code in {409, 422}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [{"step": "x" * 41}, {"step": 1}, {}, {"step": "accept", "values": []}, {"stpe": "accept"}]
)
def test_a_body_of_the_wrong_shape_changes_nothing(city: City, program: MakeProgram, body: dict[str, object]) -> None:
    case = report(city)
    answer = program(city.alice).post(f"/cases/{case.number}/steps", body, If_Match='"1"')
    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).step_seq == 1

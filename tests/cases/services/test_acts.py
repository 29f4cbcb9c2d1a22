from typing import Any

import pytest

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.models import Case
from chengzhi.cases.services.acts import CaseAct, attach_media, plain, take_step
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import NotFound, StepRefused
from chengzhi.kernel.models import OutboxEvent
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_values_are_read_as_text_and_media_as_ids() -> None:
    given = CaseAct(capacity=SYSTEM, values={"reason": "  重复  ", "media": ["3", 4]})
    assert (given.text("reason"), given.text("note"), given.media) == ("重复", "", [3, 4])


def test_the_step_row_keeps_what_was_filled_in_and_nothing_empty(city: City) -> None:
    row = act(report(city), "urge", city.alice, note="诉求人又来电", reason="", media=[])
    assert row.data == {"note": "诉求人又来电"}


def test_the_case_in_hand_carries_the_new_values(city: City) -> None:
    case = report(city)
    stale = Case.objects.get(pk=case.pk)
    act(stale, "send_verify", city.alice)
    assert (stale.state, stale.step_seq, stale.patroller_id) == ("verifying", 2, city.erin.appointment_id)


def test_photos_of_an_act_are_tied_to_its_step(city: City) -> None:
    case = case_after(city, "feed_back")
    shown = case.media.get(stage="after")
    assert shown.step_seq == case.steps.get(name="feed_back").seq


def test_a_photo_is_tied_to_a_stage_once(city: City) -> None:
    case, item = report(city), photo().pk
    attach_media(case, [item], MediaStage.OTHER, 1)
    attach_media(case, [item], MediaStage.OTHER, 2)
    assert case.media.get().step_seq == 1


def test_a_refused_act_ties_nothing(city: City) -> None:
    case = report(city)
    with pytest.raises(StepRefused):
        act(case, "confirm", city.erin, media=[photo().pk])
    assert not case.media.exists()


def test_an_act_without_a_preparation_speaks_for_itself(city: City) -> None:
    case = report(city)
    assert plain(case, CaseAct(capacity=city.alice)).changes == {}
    assert take_step(case, "urge", CaseAct(capacity=city.alice)).name == "urge"


def test_a_case_that_is_not_there_is_not_found(city: City) -> None:
    with pytest.raises(NotFound):
        take_step(Case(pk=10**9), "urge", CaseAct(capacity=city.alice))


def test_an_act_tells_the_outbox_who_moved_from_where_to_where(city: City) -> None:
    case = report(city)
    act(case, "send_verify", city.alice)
    told = OutboxEvent.objects.order_by("-id").first()
    assert told is not None
    assert {name: told.payload[name] for name in ("step", "from_state", "to_state", "number")} == {
        "step": "send_verify", "from_state": "reported", "to_state": "verifying", "number": case.number,
    }  # fmt: skip


def test_a_refused_act_leaves_nothing_behind(city: City) -> None:
    case = report(city)
    before = (OutboxEvent.objects.count(), case.clocks.count(), case.steps.count(), case.step_hash)
    with pytest.raises(StepRefused):
        act(case, "accept", city.alice)
    case.refresh_from_db()
    assert (OutboxEvent.objects.count(), case.clocks.count(), case.steps.count(), case.step_hash) == before


def test_who_acted_stands_in_the_row_with_post_and_unit(city: City) -> None:
    row = act(report(city), "urge", city.alice)
    assert (row.actor_name, row.post_name, row.unit_name) == ("alice", "acceptor", "监督指挥中心")
    assert (row.account_id, row.appointment_id) == (city.alice.account_id, city.alice.appointment_id)
    assert (row.actor_kind, row.version, row.ground) == ("person", 1, "CJJ/T 106-2010")


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"note": "快"}, {"note": "快"}),
        ({"note": ""}, {}),
        ({"note": None, "media": ()}, {}),
        ({"note": 0}, {"note": 0}),
        ({"note": False}, {"note": False}),
        ({"other": "也留下"}, {"other": "也留下"}),
    ],
)
def test_what_was_filled_in_is_kept_as_it_was(city: City, values: dict[str, Any], kept: dict[str, Any]) -> None:
    assert act(report(city), "urge", city.alice, **values).data == kept


def test_a_repeated_key_gives_the_first_row_even_where_the_case_has_moved_on(city: City) -> None:
    case = report(city)
    first = take_step(case, "send_verify", CaseAct(capacity=city.alice, key="k"))
    act(case, "withdraw_verify", city.alice, reason="不必了")
    again = take_step(Case.objects.get(pk=case.pk), "send_verify", CaseAct(capacity=city.alice, key="k"))
    assert again.pk == first.pk
    assert case.tasks.count() == 1


def test_photos_of_several_acts_are_told_apart(city: City) -> None:
    case = case_after(city, "pass_check")
    stages = dict(case.media.values_list("stage", "step_seq"))
    names = dict(case.steps.values_list("seq", "name"))
    assert {stage: names[seq] for stage, seq in stages.items()} == {
        "before": "confirm", "after": "feed_back", "check": "pass_check",
    }  # fmt: skip


def test_a_long_way_keeps_one_whole_chain(city: City) -> None:
    case = case_after(city, "close")
    act(case, "call_back", city.alice, satisfaction="satisfied")
    assert verify_chain(case).is_whole
    assert [row.seq for row in case.steps.order_by("seq")] == list(range(1, case.step_seq + 1))

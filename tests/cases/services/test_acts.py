import pytest

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.models import Case
from chengzhi.cases.services.acts import CaseAct, attach_media, plain, take_step
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import StepRefused
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

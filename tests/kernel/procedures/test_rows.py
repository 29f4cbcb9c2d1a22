import pytest
from django.utils import translation

from chengzhi.kernel.models import OutboxEvent
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_each_step_links_to_the_one_before(city: City) -> None:
    rows = list(case_after(city, "accept").steps.all())
    assert rows[0].prev_hash == ""
    assert [row.prev_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_each_step_is_told_to_the_outbox(city: City) -> None:
    case = report(city)
    event = OutboxEvent.objects.get(name="kernel.step_taken")
    assert event.payload["number"] == case.number
    assert event.payload["to_state"] == "reported"


def test_the_subject_carries_the_limit_that_ends_first(city: City) -> None:
    case = case_after(city, "dispatch")
    ends = [clock.due_at for clock in case.clocks.filter(stopped_at=None)]
    assert case.due_at == min(ends)
    assert case.warn_at < case.due_at


def test_the_record_keeps_its_language_whatever_the_screen_speaks(city: City) -> None:
    with translation.override("en"):
        case = case_after(city, "close")
    assert case.reports.get().answer == "已处理完毕。"
    assert "工作时" in case.clocks.filter(name="handling").get().reason

import pytest

from chengzhi.cases.models import StageLimit
from chengzhi.cases.selectors.limits import handling_limit, stage_limit, stage_limits, standard_limit
from chengzhi.kernel.clocks import ClockLimit
from tests.factories.city import City, make_city
from tests.factories.loop import act, case_after, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_a_city_that_set_nothing_follows_the_table(city: City) -> None:
    assert stage_limits() == {}
    assert stage_limit("file") is None
    assert case_after(city, "accept").clocks.get(name="file").limit_seconds == 15 * 60


def test_the_limit_of_the_city_goes_before_the_table(city: City) -> None:
    StageLimit.objects.create(clock="file", minutes=40, is_working=True)
    assert stage_limit("file") == ClockLimit(seconds=2400, is_working=True)
    run = case_after(city, "accept").clocks.get(name="file")
    assert (run.limit_seconds, run.is_working) == (2400, True)


def test_the_standard_sets_the_limit_for_handling(city: City) -> None:
    limit = standard_limit(city.standards["暴露垃圾"])
    assert (limit.seconds, limit.is_working) == (4 * 3600, True)
    assert limit.reason.startswith("立案条件 0301-1 · ")
    assert handling_limit(case_after(city, "file")) == limit


def test_what_was_never_filed_has_one_working_day(city: City) -> None:
    case = report(city)
    limit = handling_limit(case)
    assert limit.is_working
    assert limit.reason == "1 工作日"
    act(case, "urge", city.alice)

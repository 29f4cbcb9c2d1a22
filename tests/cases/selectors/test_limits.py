import pytest
from django.utils import translation

from chengzhi.cases.models import StageLimit
from chengzhi.cases.selectors.limits import handling_limit, stage_limit, stage_limits, standard_limit
from chengzhi.catalogue.models import FilingStandard
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


@pytest.mark.parametrize(
    ("value", "unit", "seconds", "is_working", "words"),
    [
        (4, "working_hour", 4 * 3600, True, "4 工作时"), (5, "working_day", 40 * 3600, True, "5 工作日"),
        (2, "emergency_hour", 7200, False, "2 紧急工作时"), (1, "emergency_day", 86_400, False, "1 紧急工作日"),
        (3, "natural_hour", 10_800, False, "3 小时"), (2, "natural_day", 172_800, False, "2 自然日"),
        (30, "minute", 1800, False, "30 分钟"),
    ],
)  # fmt: skip
def test_a_standard_limits_in_its_own_unit(
    value: int, unit: str, seconds: int, words: str, *, is_working: bool
) -> None:
    standard = FilingStandard(number="0301-1", limit_value=value, limit_unit=unit)
    for language in ("zh-hans", "en"):
        with translation.override(language):
            limit = standard_limit(standard)
        assert (limit.seconds, limit.is_working, limit.reason) == (seconds, is_working, f"立案条件 0301-1 · {words}")

"""A report from any channel opens a case or joins one; what cannot be used is named by field; nothing comes in twice."""

from typing import Any

import pytest

from chengzhi.cases.models import Case, Channel, Report
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.cases.services.intake import MAX_WORDS, known_report, step_data, summary_of
from chengzhi.catalogue.models import Category
from chengzhi.kernel.access import resident
from chengzhi.kernel.errors import BadInput
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import case_after, report, told
from tests.factories.media import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def test_a_report_opens_a_case_on_the_grid(city: City) -> None:
    case = report(city, place="学田菜场西门")
    assert (case.cell_code, case.area_name, case.grade) == ("320613006001001", "学田街道 · 学田社区居委会", "B")
    assert (case.state, case.is_open, case.reported_by_id) == ("reported", True, city.alice.appointment_id)
    assert case.reports.get().reporter_phone == "13812346621"


def test_the_first_step_keeps_the_matter_and_no_personal_data(city: City) -> None:
    row = report(city).steps.get()
    assert row.data["words"].startswith("菜场西门")
    assert "13812346621" not in str(row.data)
    assert "王女士" not in str(step_data(told(city)))


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"words": " "}, "words", "请写明"), ({"words": "长" * (MAX_WORDS + 1)}, "words", "最多 4000 个字"),
        ({"category_id": None}, "category", "请选小类"), ({"category_id": 10**9}, "category", "请选小类"),
        ({"callback": "pigeon"}, "callback", "回访方式"), ({"datum": "mars"}, "datum", "坐标系"),
        ({"lon": "abc"}, "lon", "小数"), ({"lat": "95"}, "lon", "写反"), ({"channel": "smoke"}, "channel", "渠道"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_by_field(city: City, facts: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        report_matter(told(city, **facts), capacity=city.alice)
    assert words in refused.value.errors[field][0]
    assert not Case.objects.exists()


def test_a_channel_that_was_closed_takes_nothing_in(city: City) -> None:
    Channel.objects.filter(code="hotline").update(is_active=False)
    with pytest.raises(BadInput):
        report(city)


def test_a_place_outside_the_grid_waits_for_correction(city: City) -> None:
    case = report(city, lon=121.5, lat=31.2)
    assert (case.cell_code, case.lon) == ("", 121.5)


def test_a_position_of_another_datum_is_converted_and_remembered(city: City) -> None:
    case = report(city, datum="gcj02")
    assert case.datum == "gcj02"
    assert 0.001 < abs((case.lon or 0) - LON) < 0.01


def test_the_same_request_returns_the_same_report(city: City) -> None:
    first = report_matter(told(city, key="k1"), capacity=city.alice)
    again = report_matter(told(city, key="k1"), capacity=city.alice)
    assert (first.pk, Case.objects.count()) == (again.pk, 1)


def test_the_number_of_the_source_comes_in_once(city: City) -> None:
    first = report_matter(told(city, external_ref="12345-7"), capacity=city.alice)
    again = report_matter(told(city, external_ref="12345-7"), capacity=city.alice)
    assert first.pk == again.pk
    assert known_report(told(city)) is None


def test_a_report_joins_an_open_case_and_its_photo_too(city: City) -> None:
    case = report(city)
    joined = report_matter(told(city, join=case.number, media=(photo().pk,)), capacity=city.alice)
    case.refresh_from_db()
    assert (joined.case_id, joined.is_joined, case.joined_reports) == (case.pk, True, 2)
    assert case.media.get().stage == "before"


def test_nothing_joins_what_is_closed_or_missing(city: City) -> None:
    closed = case_after(city, "close")
    for number in (closed.number, "20260101-9999"):
        with pytest.raises(BadInput, match="改为单独上报"):
            report_matter(told(city, join=number), capacity=city.alice)
    assert Report.objects.count() == 1


def test_what_a_collector_reports_has_been_seen(city: City) -> None:
    seen = report_matter(told(city, channel="collector"), capacity=city.erin).case
    unseen = report_matter(told(city, channel="resident"), capacity=resident()).case
    assert (seen.is_verified, unseen.is_verified) == (True, None)


def self_handled(city: City, **facts: Any) -> Told:
    wanted = {"channel": "collector", "media": (photo().pk,), "after_media": (photo().pk,)}
    return told(city, **wanted | facts)


def test_a_small_matter_put_right_has_photos_before_and_after(city: City) -> None:
    case = report_self_handled(self_handled(city, key="k2"), capacity=city.erin).case
    assert case.state == "self_handled"
    assert sorted(case.media.values_list("stage", flat=True)) == ["after", "before"]
    assert report_self_handled(self_handled(city, key="k2"), capacity=city.erin).case_id == case.pk


@pytest.mark.parametrize("missing", ["media", "after_media"])
def test_without_both_photos_it_was_not_put_right(city: City, missing: str) -> None:
    with pytest.raises(BadInput, match="各至少一张"):
        report_self_handled(self_handled(city, **{missing: ()}), capacity=city.erin)


def test_the_summary_is_the_words_or_else_the_place() -> None:
    litter = Category(name="暴露垃圾")
    assert summary_of("菜场  西门\n很臭", litter, "x") == "暴露垃圾 · 菜场 西门 很臭"
    assert summary_of("", litter, "学田菜场") == "暴露垃圾 · 学田菜场"
    assert LAT


def test_staff_cannot_join_a_report_to_a_case_out_of_their_reach(city: City) -> None:
    case = report(city)
    stranger = replace(city.erin, appointment_id=city.alice.appointment_id, territory=("320613999",), unit_ids=frozenset())
    Case.objects.filter(pk=case.pk).update(reported_by=None)
    with pytest.raises(BadInput, match="已办结或不存在"):
        report_matter(told(city, join=case.number), capacity=stranger)
    assert case.reports.count() == 1


def test_a_resident_may_join_the_case_that_was_shown_to_them(city: City) -> None:
    case = report(city)
    report_matter(told(city, join=case.number, channel="resident"), capacity=resident("王女士"))
    assert case.reports.count() == 2

"""A report from any channel opens a case or joins one; what cannot be used is named by field; nothing comes in twice."""

from dataclasses import replace
from typing import Any

import pytest

from chengzhi.cases.models import Case, Channel, Report, StageLimit
from chengzhi.cases.services import Told, report_matter, report_self_handled
from chengzhi.cases.services.intake import MAX_WORDS, known_report, step_data, summary_of
from chengzhi.catalogue.models import Category
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import LAT, LON, City, make_city
from tests.factories.loop import case_after, report, told
from tests.factories.media import photo
from tests.factories.moves import beijing

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
    stranger = replace(
        city.erin, appointment_id=city.alice.appointment_id, territory=("320613999",), unit_ids=frozenset()
    )
    Case.objects.filter(pk=case.pk).update(reported_by=None)
    with pytest.raises(BadInput, match="已办结或不存在"):
        report_matter(told(city, join=case.number), capacity=stranger)
    assert case.reports.count() == 1


def test_a_resident_may_join_the_case_that_was_shown_to_them(city: City) -> None:
    case = report(city)
    report_matter(told(city, join=case.number, channel="resident"), capacity=resident("王女士"))
    assert case.reports.count() == 2


def test_every_fault_is_told_at_once(city: City) -> None:
    with pytest.raises(BadInput) as refused:
        report_matter(told(city, words="", category_id=None, callback="pigeon"), capacity=city.alice)
    assert set(refused.value.errors) == {"words", "category", "callback"}


@pytest.mark.parametrize("length", [1, 30, MAX_WORDS])
def test_words_of_any_length_up_to_the_most_are_kept_whole(city: City, length: int) -> None:
    case = report(city, words="垃" * length)
    assert (len(case.description), len(case.reports.get().words)) == (length, length)
    assert case.summary.startswith("暴露垃圾 · 垃")
    assert len(case.summary) <= 80


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ({"reporter_phone": " 138 1234 6621 "}, {"reporter_phone": "13812346621"}),
        ({"reporter_phone": "1" * 50}, {"reporter_phone": "1" * 32}),
        ({"reporter_name": "  王女士 "}, {"reporter_name": "王女士"}),
        ({"reporter_name": "王" * 90}, {"reporter_name": "王" * 60}),
        ({"place": " 菜场 "}, {"place": "菜场"}),
        ({"place": "远" * 300}, {"place": "远" * 200}),
        ({"external_ref": "x" * 99}, {"external_ref": "x" * 80}),
        ({"callback": "sms"}, {"callback": "sms"}),
    ],
)
def test_what_was_told_is_kept_trimmed(city: City, facts: dict[str, Any], kept: dict[str, Any]) -> None:
    one = report_matter(told(city, **facts), capacity=city.alice)
    assert {name: getattr(one, name) for name in kept} == kept


@pytest.mark.parametrize("given", [None, "2026-11-01 08:30"])
def test_it_was_received_when_it_was_said_or_now(city: City, given: str | None) -> None:
    with clock.at(beijing("2026-11-23 09:00")):
        at = beijing(given) if given else None
        one = report_matter(told(city, received_at=at), capacity=city.alice)
        assert one.received_at == (at or clock.now())
        assert one.case.opened_at == clock.now()


def test_numbers_of_a_day_follow_each_other_and_begin_with_the_day(city: City) -> None:
    with clock.at(beijing("2026-11-23 23:59")):
        first, second = report(city), report(city)
    with clock.at(beijing("2026-11-24 00:00")):
        third = report(city)
    assert first.number < second.number
    assert (first.number[:9], third.number[:9]) == ("20261123-", "20261124-")
    assert len({first.number, second.number, third.number}) == 3


@pytest.mark.parametrize("who", ["alice", "resident", "system"])
def test_anybody_may_report_and_the_record_says_who(city: City, who: str) -> None:
    capacity: Capacity = {"alice": city.alice, "resident": resident(), "system": SYSTEM}[who]
    case = report_matter(told(city), capacity=capacity).case
    row = case.steps.get()
    assert (row.actor_kind, case.reported_by_id) == (capacity.kind.value, capacity.appointment_id)
    assert verify_chain(case).is_whole


def test_a_token_of_each_report_is_its_own_secret(city: City) -> None:
    tokens = {report(city).reports.get().token for _number in range(5)}
    assert len(tokens) == 5
    assert all(len(one) >= 20 for one in tokens)


def test_the_city_sets_how_long_acceptance_may_take(city: City) -> None:
    StageLimit.objects.create(clock="accept", minutes=45)
    assert report(city).clocks.get().limit_seconds == 45 * 60


@pytest.mark.parametrize("facts", [{"key": "k"}, {"external_ref": "12345-9"}])
def test_a_repeat_after_the_case_moved_on_still_gives_the_first_report(city: City, facts: dict[str, Any]) -> None:
    first = report_matter(told(city, **facts), capacity=city.alice)
    Channel.objects.filter(code="hotline").update(is_active=False)
    assert report_matter(told(city, **facts), capacity=city.alice).pk == first.pk


@pytest.mark.parametrize("facts", [{"key": "k"}, {"external_ref": "7"}])
def test_a_joined_report_is_joined_once(city: City, facts: dict[str, Any]) -> None:
    case = report(city)
    for _sent in range(3):
        report_matter(told(city, join=case.number, **facts), capacity=city.alice)
    case.refresh_from_db()
    assert (case.joined_reports, case.reports.count()) == (2, 2)


def test_the_same_source_number_of_two_channels_is_two_reports(city: City) -> None:
    ones = [
        report_matter(told(city, channel=name, external_ref="7"), capacity=city.alice)
        for name in ("hotline", "resident")
    ]
    assert ones[0].case_id != ones[1].case_id


def test_an_urgent_matter_is_marked_and_needs_no_look(city: City) -> None:
    case = report(city, is_urgent=True)
    assert (case.is_urgent, case.is_verified) == (True, None)


def test_a_fault_leaves_no_number_half_used_and_no_row_behind(city: City) -> None:
    with pytest.raises(BadInput):
        report(city, channel="smoke")
    assert (Case.objects.count(), Report.objects.count()) == (0, 0)
    report(city)
    assert (Case.objects.count(), Report.objects.count()) == (1, 1)


@pytest.mark.parametrize("stage", ["before", "after"])
def test_photos_of_a_small_matter_are_told_apart(city: City, stage: str) -> None:
    case = report_self_handled(self_handled(city), capacity=city.erin).case
    assert case.media.get(stage=stage).step_seq == 1


@pytest.mark.parametrize("field", ["media", "after_media"])
@pytest.mark.parametrize("key", [0, -1, 10**9, 10**30])
def test_a_file_that_nobody_handed_in_is_named(city: City, field: str, key: int) -> None:
    with pytest.raises(BadInput) as refused:
        report_matter(told(city, **{field: (photo().pk, key)}), capacity=city.alice)
    assert refused.value.errors == {field: [f"没有编号为 {key} 的附件。请重新上传后再报。"]}
    assert not Case.objects.exists()


def test_a_file_that_nobody_handed_in_joins_nothing(city: City) -> None:
    case = report(city)
    with pytest.raises(BadInput, match="没有编号为 404 的附件"):
        report_matter(told(city, join=case.number, media=(404,)), capacity=city.alice)
    assert case.reports.count() == 1

"""The samples have the shape that the components want, and show what is hard: late rows, errors, long and empty ones."""

from datetime import UTC, datetime, timedelta

import pytest

from chengzhi.console.styleguide import samples

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_rows_show_late_near_and_far_deadlines_and_a_paused_clock() -> None:
    rows = samples.rows(NOW)
    left = [one["clock"]["due_at"] - NOW for one in rows if "due_at" in one["clock"]]
    assert len(rows) == 14
    assert min(left) < timedelta(0) < max(left)
    assert rows[-1]["clock"]["is_clock_paused"] is True
    assert rows[-1]["wait"]


def test_every_row_has_its_own_number_but_the_one_that_waits() -> None:
    numbers = [one["id"] for one in samples.rows(NOW)]
    assert len(set(numbers)) == 13
    assert numbers[-1] == numbers[9]


def test_a_clock_warns_half_an_hour_ahead() -> None:
    one = samples.clock(NOW, 45)
    assert (one["due_at"] - NOW, one["due_at"] - one["warn_at"]) == (timedelta(minutes=45), timedelta(minutes=30))


def test_the_wrong_form_keeps_what_was_typed_and_names_each_fault() -> None:
    form = samples.wrong_form()
    assert not form.is_valid()
    assert set(form.errors) >= {"place", "phone"}
    assert form["what"].value().startswith("菜场西门")
    assert form.errors["phone"] == ["手机号少 1 位，请填 11 位数字。"]


def test_an_empty_form_is_not_yet_wrong() -> None:
    assert not samples.ReportForm().is_bound


def test_the_timeline_runs_from_new_to_old_and_has_one_late_step() -> None:
    rows = samples.timeline(NOW)
    moments = [one["at"] for one in rows]
    assert moments == sorted(moments, reverse=True)
    assert [one["act"] for one in rows if one["is_late"]] == ["派遣"]
    assert [bool(one["documents"]) for one in rows] == [True, False, False, False, False]


def test_a_reporter_stands_masked_and_without_a_unit() -> None:
    reporter = samples.timeline(NOW)[-1]
    assert (reporter["person"], reporter["unit"], reporter["proof_url"]) == ("王**", "", "")


def test_each_reason_comes_with_a_way_on() -> None:
    assert all(one["reason"] and one["action_url"] and one["action_label"] for one in samples.refusals())


@pytest.mark.parametrize(("count", "pages"), [(312, 7), (51, 2)])
def test_a_page_of_many(count: int, pages: int) -> None:
    page = samples.page(count)
    assert (page.number, page.paginator.num_pages) == (2, pages)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_photo_is_a_picture_in_itself(number: int) -> None:
    found = samples.photo(number, "陈红", NOW)
    assert found["url"].startswith("data:image/svg+xml,")
    assert "<" not in found["url"]
    assert len(found["hash"]) == 64


def test_points_hold_marks_of_every_light_and_groups() -> None:
    found = samples.points()["features"]
    kinds = [one["properties"]["kind"] for one in found]
    assert (kinds.count("case"), kinds.count("group")) == (12, 2)
    assert {one["properties"]["light"] for one in found if one["properties"]["kind"] == "case"} == set("grybg")


def test_streets_are_closed_rings_side_by_side() -> None:
    rings = [one["geometry"]["coordinates"][0] for one in samples.divisions()["features"]]
    assert len(rings) == len(samples.STREETS)
    assert all(ring[0] == ring[-1] and len(ring) == 5 for ring in rings)
    assert len({tuple(ring[0]) for ring in rings}) == 4


def test_the_path_has_one_present_stage() -> None:
    states = [one.state for one in samples.stages()]
    assert states == ["done"] * 4 + ["now"] + ["next"] * 3


def test_chips_and_tabs_lead_nowhere_in_a_styleguide() -> None:
    assert {one["remove_url"] for one in samples.chips()} == {"#"}
    assert [one.get("active", False) for one in samples.tabs()] == [True, False]


def test_the_sample_person_holds_no_right() -> None:
    assert samples.capacity().grants == {}
    assert samples.capacity().account_id is None

"""A line of a list shows a case as it stands, and everything that people wrote is shown as words."""

from html import unescape

import pytest

from chengzhi.cases.models import Case
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.cases.selectors.workrows import WorkRow, work_rows
from chengzhi.console.work.lines import lines
from chengzhi.console.work.trail import Trail
from chengzhi.kernel import clock
from tests.factories.city import City
from tests.factories.loop import case_after, report

pytestmark = pytest.mark.django_db
HARM = "<script>alert(1)</script>\"'&"


def line_of(city: City, case: Case, **changed: object) -> str:
    """Return the line that alice sees; ``changed`` are facts of the case as they might be."""
    row = work_rows(city.alice, [case.pk])[0]
    for name, value in changed.items():
        setattr(row.case, name, value)
    return lines([row], Trail(WorkQuery()), clock.now())


def test_an_open_case_shows_light_number_and_the_next_act(city: City) -> None:
    case = report(city)
    shown = line_of(city, case)
    assert (
        f'<a class="cz-id" href="/console/case/{case.number}/?from=todo" data-cz-main>{case.short_number}</a>' in shown
    )
    assert "cz-light-g" in shown
    assert f"/console/case/{case.number}/act/send_verify/?from=todo&amp;back=1" in shown


def test_nothing_that_was_written_becomes_markup(city: City) -> None:
    case = report(city)
    shown = line_of(city, case, summary=HARM, area_name=HARM)
    assert "<script" not in shown
    assert unescape(shown).count(HARM) == 2


@pytest.mark.parametrize(
    ("area", "place", "shown"),
    [("学田街道 山水社区", "路口", "学田街道 山水社区"), ("", "路口", "路口"), ("", "", "位置未记录")],
)
def test_the_place_is_the_area_else_what_was_said(city: City, area: str, place: str, shown: str) -> None:
    assert f'<span class="cz-one-line">{shown}</span>' in line_of(city, report(city), area_name=area, place=place)


@pytest.mark.parametrize(
    ("facts", "tag"),
    [
        ({"joined_reports": 3}, "诉求 3"),
        ({"rework_count": 2}, "返工 2"),
        ({"joined_reports": 1, "rework_count": 0}, ""),
    ],
)
def test_reports_that_joined_and_rework_are_tags(city: City, facts: dict[str, int], tag: str) -> None:
    shown = line_of(city, report(city), **facts)
    assert (f'<span class="cz-tag">{tag}</span>' in shown) if tag else ("cz-tag" not in shown)


def test_a_case_that_waits_for_others_says_for_whom(city: City) -> None:
    assert '<span class="cz-muted">等值班长立案</span>' in line_of(city, case_after(city, "accept"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"satisfaction": "satisfied", "closure": "resolved"}, "满意"),
        ({"satisfaction": "", "closure": ""}, "不用再办"),
    ],
)
def test_a_closed_case_says_how_it_ended(city: City, facts: dict[str, str], words: str) -> None:
    row = work_rows(city.alice, [report(city).pk])[0]
    for name, value in {**facts, "is_open": False, "closed_at": clock.now(), "state": "closed"}.items():
        setattr(row.case, name, value)
    shown = lines([WorkRow(row.case, "", "", "")], Trail(WorkQuery()), clock.now())
    assert "已结案 <time" in shown
    assert f'<span class="cz-muted">{words}</span></td></tr>' in shown

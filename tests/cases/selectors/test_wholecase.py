from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chengzhi.cases.models import Case
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.access import access_case
from chengzhi.cases.selectors.caseacts import case_acts, reasons_against
from chengzhi.cases.selectors.timeline import timeline
from chengzhi.cases.selectors.wholecase import PARTS, whole_case
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.procedures import table_of
from tests.factories.city import City, make_city
from tests.factories.loop import case_after, report
from tests.factories.media import photo
from tests.factories.moves import case_in, take

pytestmark = pytest.mark.django_db
STATES = ["reported", "verifying", "filed", "dispatched", "handling", "on_hold", "checking", "closed"]


@pytest.fixture
def city() -> City:
    return make_city()


def asked(case: Case) -> Case:
    """Return the case as Django itself reads it."""
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", [one.name for one in PARTS])
def test_a_case_carries_what_the_database_would_answer(city: City, state: str, part: str) -> None:
    case = case_in(city, state)
    carried = list(getattr(whole_case(city.alice, case.number), part).all())
    fresh = list(getattr(asked(case), part).all())
    assert [(one.pk, facts(one)) for one in carried] == [(one.pk, facts(one)) for one in fresh]


def facts(row: Any) -> list[Any]:
    return [getattr(row, one.attname) for one in row._meta.concrete_fields]


@pytest.mark.parametrize("state", STATES)
def test_the_case_itself_is_what_django_reads(city: City, state: str) -> None:
    case = case_in(city, state)
    assert facts(whole_case(city.alice, case.number)) == facts(asked(case))


@pytest.mark.parametrize("state", STATES)
def test_what_a_whole_case_names_is_there_already(city: City, state: str) -> None:
    case = whole_case(city.alice, case_in(city, state).number)
    with CaptureQueriesContext(connection) as queries:
        told = [case.category.name, case.channel.name, case.standard and case.standard.number]
        told += [case.handling_unit and case.handling_unit.name, case.patroller and case.patroller.person.name]
        told += [one.channel.name for one in case.reports.all()]
        timeline(case)
    assert (len(queries), told[-1]) == (0, case.channel.name)


def test_the_files_of_a_whole_case_are_there_already(city: City) -> None:
    case = whole_case(city.alice, report(city, media=(photo().pk,)).number)
    with CaptureQueriesContext(connection) as queries:
        assert [one.item.blob.kind for one in case.media.all()] == ["photo"]
    assert len(queries) == 0


def test_who_asks_and_who_helps_is_named_as_well(city: City) -> None:
    case = case_in(city, "handling")
    take(city, case, "ask_extension")
    found = whole_case(city.dave, case.number)
    with CaptureQueriesContext(connection) as queries:
        assert [one.unit and one.unit.name for one in found.requests.all()] == ["环卫处"]
    assert len(queries) == 0


@pytest.mark.parametrize("state", ["reported", "handling", "handled", "checking", "closed"])
def test_judging_its_acts_asks_nothing_more(city: City, state: str) -> None:
    number = case_in(city, state).number
    for viewer in (city.alice, city.bob, city.carol):
        case = whole_case(viewer, number)
        with CaptureQueriesContext(connection) as queries:
            case_acts(viewer, case)
            for step in table_of(case).steps_from(case.state):
                if step.name != "merge":
                    reasons_against(viewer, case, step)
        assert [one["sql"] for one in queries.captured_queries] == []


def outcomes(viewer: Capacity, case: Case) -> list[tuple[str, tuple[Any, ...]]]:
    acts = case_acts(viewer, case)
    opened = [acts.primary] if acts.primary else []
    return [(one.step.name, one.refusals) for one in (*opened, *acts.others, *acts.blocked)]


@pytest.mark.parametrize("state", STATES)
def test_a_whole_case_is_judged_as_one_read_by_parts(city: City, state: str) -> None:
    number = case_in(city, state).number
    for viewer in (city.alice, city.bob, city.carol):
        assert outcomes(viewer, whole_case(viewer, number)) == outcomes(viewer, access_case(viewer, number))


def test_narrower_questions_still_go_to_the_database_and_stay_with_the_case(city: City) -> None:
    case_in(city, "handling")
    case = whole_case(city.alice, case_in(city, "handling").number)
    assert {one.subject_id for one in case.clocks.filter(stopped_at=None)} == {case.pk}
    take(city, asked(case), "ask_extension")
    assert (len(case.requests.all()), case.requests.count()) == (0, 0)
    assert case.requests.filter(decided_at=None).exists()


def test_reading_it_again_forgets_what_it_carried(city: City) -> None:
    case = whole_case(city.alice, case_in(city, "handling").number)
    take(city, asked(case), "ask_extension")
    case.refresh_from_db()
    assert len(case.requests.all()) == 1


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dave", "erin", "grace", "hank"])
def test_it_is_found_exactly_where_the_case_is(city: City, who: str) -> None:
    viewer = city.people[who]
    for case in (report(city), report(city, lon=None, lat=None), case_after(city, "take_over")):
        for permission in (Permission.READ, Permission.EXPORT):
            assert is_found(whole_case, viewer, case, permission) == is_found(access_case, viewer, case, permission)


def is_found(read: Any, viewer: Capacity, case: Case, permission: Permission) -> bool:
    try:
        return bool(read(viewer, case.number, permission).pk == case.pk)
    except NotFound:
        return False


@pytest.mark.parametrize("number", ["", "20990101-0001", "x' OR TRUE --", "%s", "案卷"])
def test_no_such_number_is_no_such_case(city: City, number: str) -> None:
    report(city)
    with pytest.raises(NotFound):
        whole_case(city.alice, number)

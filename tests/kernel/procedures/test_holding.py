"""A held subject is locked, and comes with the clocks that run."""

import threading

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from chengzhi.cases.models import Case
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.procedures import hold
from tests.factories.city import City
from tests.factories.loop import case_after, report


@pytest.mark.django_db
def test_the_subject_comes_as_it_is_in_the_database(city: City) -> None:
    case = case_after(city, "accept")
    Case.objects.filter(pk=case.pk).update(rework_count=3)
    with transaction.atomic():
        held = hold(Case, case.pk)
    assert held.subject == case
    assert (held.subject.rework_count, held.subject.step_seq) == (3, case.step_seq)


@pytest.mark.django_db
def test_only_clocks_that_have_not_stopped_come_with_it(city: City) -> None:
    case = case_after(city, "dispatch")
    with transaction.atomic():
        held = hold(Case, case.pk)
    assert {one.pk for one in held.clocks} == set(case.clocks.filter(stopped_at=None).values_list("pk", flat=True))
    assert case.clocks.exclude(stopped_at=None).exists()


@pytest.mark.django_db
def test_what_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound), transaction.atomic():
        hold(Case, 987_654_321)


@pytest.mark.django_db
def test_it_takes_two_statements(city: City, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case = report(city)
    with transaction.atomic(), django_assert_num_queries(2):
        hold(Case, case.pk)


@pytest.mark.django_db(transaction=True)
def test_a_second_one_waits_until_the_first_has_let_go(city: City) -> None:
    case = report(city)
    seen: list[int] = []

    def second() -> None:
        with transaction.atomic():
            seen.append(hold(Case, case.pk).subject.rework_count)
        connection.close()

    with transaction.atomic():
        hold(Case, case.pk)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert seen == []
        Case.objects.filter(pk=case.pk).update(rework_count=5)
    thread.join(10)
    assert seen == [5]

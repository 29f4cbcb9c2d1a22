"""Whole rows read by a composed statement are the objects Django's own query gives."""

import pytest

from chengzhi.cases.models import Case, CaseStep
from chengzhi.kernel.prepared import send_together
from chengzhi.kernel.reading import whole
from tests.factories.city import City
from tests.factories.loop import case_after

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Case, CaseStep])
def test_an_object_is_the_same_as_djangos(city: City, model: type[Case] | type[CaseStep]) -> None:
    case_after(city, "file")
    for expected in model.objects.all():
        (found,) = whole(model).made_of(send_together([(whole(model).where('"id" = %s'), (str(expected.pk),))])[0])
        facts = {one.attname: getattr(expected, one.attname) for one in model._meta.concrete_fields}
        assert {name: getattr(found, name) for name in facts} == facts


def test_an_object_is_known_to_be_in_the_database(city: City) -> None:
    case = case_after(city, "accept")
    (found,) = whole(Case).made_of(send_together([(whole(Case).where('"number" = %s'), (case.number,))])[0])
    assert (found._state.adding, found._state.db) == (False, "default")
    assert found.get_deferred_fields() == set()


def test_a_condition_that_nothing_meets_gives_nothing(city: City) -> None:
    assert whole(Case).made_of(send_together([(whole(Case).where('"id" = %s'), ("0",))])[0]) == []


def test_the_statement_is_composed_once() -> None:
    assert whole(Case) is whole(Case)

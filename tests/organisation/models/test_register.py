"""The book of acts, and the one row that counts changes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.organisation.enums import ActKind, UnitKind
from chengzhi.organisation.models import RegisterAct, RegisterVersion, Unit, UnitVersion
from chengzhi.organisation.services import (
    establish_unit,
)
from tests.factories.organisation import make_person, make_post, make_role
from tests.organisation.conftest import DOCUMENT, TODAY


def establish(parent: Unit | None, **changes: Any) -> Unit:
    facts: dict[str, Any] = {
        "code": "zd-cd",
        "name": "城东街道执法中队",
        "kind": UnitKind.SQUAD,
        "on": TODAY,
        "document": DOCUMENT,
        "capacity": SYSTEM,
    }
    return establish_unit(parent=parent, **{**facts, **changes})


def test_the_book_of_acts_is_never_changed(street: Unit) -> None:
    establish(street)
    for spoil in (lambda: RegisterAct.objects.update(note=""), lambda: RegisterAct.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            spoil()


def test_the_register_has_one_state(db: None) -> None:
    with pytest.raises(IntegrityError, match="register_version_is_one_row"), transaction.atomic():
        RegisterVersion.objects.create(pk=2, number=1)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("register_act_known", {"act": "coronation"}), ("register_act_has_an_actor", {"actor": ""})],
)
def test_the_database_refuses_a_malformed_act(db: None, constraint: str, changes: dict[str, Any]) -> None:
    facts = {"act": ActKind.APPOINT, "on": TODAY, "actor": "系统"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RegisterAct.objects.create(**{**facts, **changes})


def test_the_newest_act_is_read_first(street: Unit) -> None:
    first, second = (establish(street, code=code, name=code).code for code in ("a1", "a2"))
    assert [act.unit and act.unit.code for act in RegisterAct.objects.all()] == [second, first]


def test_an_act_is_recorded_at_the_moment_by_the_clock_of_the_house(street: Unit) -> None:
    establish(street)
    assert RegisterAct.objects.get().recorded_at == clock.now()


def number() -> int:
    return RegisterVersion.objects.get().number


@pytest.mark.parametrize(
    "change",
    [
        lambda unit: Unit.objects.filter(pk=unit.pk).update(short_name="x"),
        lambda unit: UnitVersion.objects.filter(unit=unit).update(valid_to=date(2099, 1, 1)),
        lambda unit: unit.territories.all().delete(),
        make_post,
        lambda _unit: make_person(),
        lambda _unit: make_role(grants={"organisation.register.read": Scope.OWN}),
        lambda _unit: make_role().delete(),
    ],
)
def test_every_write_to_the_register_raises_its_number(street: Unit, change: Any) -> None:
    before = number()
    change(street)
    assert number() > before


def test_a_number_that_was_rolled_back_is_not_given_again(street: Unit) -> None:
    before = number()
    with transaction.atomic():
        make_person("一")
        seen = number()
        transaction.set_rollback(True)
    make_person("二")
    assert before < seen < number()


def test_reading_raises_nothing(street: Unit) -> None:
    before = number()
    list(Unit.objects.all())
    assert number() == before

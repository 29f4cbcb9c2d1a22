"""Capacities: what follows from a post on a day, held in memory without ever being out of date."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Appointment, Person, Post, RegisterVersion, Territory, Unit
from chengzhi.organisation.selectors import (
    capacities,
    capacities_of,
    capacities_of_person,
    capacities_on,
    capacity_of,
    register_state,
    trees,
)
from chengzhi.organisation.services import rename_unit
from tests.factories.organisation import (
    make_appointment,
    make_capacity,
    make_person,
    make_post,
    make_role,
    make_unit,
)
from tests.organisation.conftest import TODAY

READ = "organisation.register.read"


@pytest.fixture
def account(office: Unit, street: Unit) -> Account:
    """Somebody with a regular post in the office and one on loan to the street until the end of the year."""
    person = make_person("张丽", username="zhangli")
    make_appointment(
        person, make_post(street, name="专班成员"), kind="secondment", since=date(2026, 1, 1), until=date(2027, 1, 1)
    )
    make_appointment(person, make_post(office, make_role(grants={READ: Scope.UNIT}), name="办事员"))
    assert person.account is not None
    return person.account


def first(account: Account, on: date | None = None) -> Any:
    return capacities_of(account, on)[0]


def test_the_regular_post_comes_first(account: Account) -> None:
    assert [one.post_name for one in capacities_of(account)] == ["办事员", "专班成员"]


def test_a_capacity_names_person_post_and_unit(account: Account, office: Unit) -> None:
    capacity = first(account)
    assert (capacity.person_name, capacity.post_name, capacity.unit_name) == ("张丽", "办事员", "城东街道城综办")
    assert (capacity.account_id, capacity.unit_id) == (account.pk, office.pk)


def test_a_capacity_holds_the_grants_of_the_post_alone(account: Account) -> None:
    regular, lent = capacities_of(account)
    assert dict(regular.grants) == {READ: Scope.UNIT}
    assert dict(lent.grants) == {}


def test_a_unit_without_territory_has_that_of_its_nearest_superior(account: Account) -> None:
    assert first(account).territory == ("320613001",)


def test_an_own_territory_comes_before_that_of_the_superior(account: Account, office: Unit) -> None:
    Territory.objects.create(unit=office, division_code="320613001002", valid_from=TODAY)
    assert first(account).territory == ("320613001002",)
    assert first(account, TODAY - timedelta(days=1)).territory == ("320613001",)


def test_a_capacity_reaches_all_units_below(account: Account, office: Unit) -> None:
    below = make_unit("保洁班", parent=make_unit("环卫组", parent=office))
    assert below.pk in first(account).unit_ids


def test_a_loan_that_is_over_is_no_capacity(account: Account) -> None:
    assert len(capacities_of(account, date(2026, 12, 31))) == 2
    assert len(capacities_of(account, date(2027, 1, 1))) == 1


def test_a_closed_post_and_an_ended_unit_give_no_capacity(account: Account, office: Unit, street: Unit) -> None:
    Post.objects.filter(unit=street).update(valid_to=TODAY)
    assert len(capacities_of(account)) == 1
    office.versions.update(valid_to=TODAY)
    assert capacities_of(account) == []


def test_capacities_cost_three_queries(account: Account, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        capacities_of(account)


def test_a_known_capacity_costs_one_query_and_none_with_the_number(
    account: Account, django_assert_num_queries: Any
) -> None:
    held = first(account).appointment_id
    capacity_of(held)
    with django_assert_num_queries(1):
        capacity_of(held)
    number, _refreshed_on = register_state()
    with django_assert_num_queries(0):
        assert capacity_of(held, number=number) is not None


def test_known_capacities_of_an_account_cost_one_query(account: Account, django_assert_num_queries: Any) -> None:
    before = capacities_of(account)
    with django_assert_num_queries(1):
        assert capacities_of(account) == before
    capacities_of(account).clear()
    assert capacities_of(account) == before


def test_many_accounts_do_not_fill_the_memory(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacities, "KEPT_CAPACITIES", 5)
    monkeypatch.setattr(capacities, "_of_accounts", held := {})
    for offset in range(12):
        capacities_of(account, date(2020, 1, 1) + timedelta(days=offset))
    assert len(held) <= 5


def end(account: Account, office: Unit) -> None:
    Appointment.objects.filter(post__unit=office).update(valid_to=TODAY)


def close(account: Account, office: Unit) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


def rename(account: Account, office: Unit) -> None:
    Person.objects.filter(account=account).update(name="张莉")


def withdraw(account: Account, office: Unit) -> None:
    office.posts.get().role.grants.all().delete()


@pytest.mark.parametrize("change", [end, close, rename, withdraw])
def test_a_held_capacity_follows_every_change_whoever_makes_it(account: Account, office: Unit, change: Any) -> None:
    before = first(account)
    assert capacity_of(before.appointment_id) == before
    change(account, office)
    assert capacity_of(before.appointment_id) != before
    account.refresh_from_db()
    assert capacities_of(account) != [before]


def test_a_sign_in_does_not_disturb_what_is_held(account: Account) -> None:
    before = register_state()
    account.save(update_fields=["last_login"])
    assert register_state() == before


def test_a_number_is_never_given_out_twice(account: Account) -> None:
    seen = {register_state()[0]}
    for _each in range(3):
        RegisterVersion.objects.update(number=1)
        number, _refreshed_on = register_state()
        assert number not in seen
        seen.add(number)


def test_without_its_row_the_register_is_read_every_time(account: Account, office: Unit) -> None:
    held = first(account).appointment_id
    RegisterVersion.objects.all().delete()
    assert register_state() == (0, None)
    assert capacity_of(held) == capacity_of(held)
    end(account, office)
    assert capacity_of(held) is None


def test_many_days_do_not_fill_the_memory(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacities, "KEPT_CAPACITIES", 5)
    monkeypatch.setattr(capacities, "_held", held_capacities := {})
    monkeypatch.setattr(trees, "_held", held_days := {})
    held = first(account).appointment_id
    for offset in range(40):
        assert capacity_of(held, date(2020, 1, 1) + timedelta(days=offset)) is not None
    assert len(held_capacities) <= 5
    assert len(held_days) <= trees.KEPT_DAYS


def test_an_appointment_nobody_holds_has_no_capacity(db: None) -> None:
    assert capacity_of(999_999) is None


def test_a_person_without_account_has_capacities_too(office: Unit) -> None:
    capacity = make_capacity({READ: Scope.CITY}, unit=office)
    assert (capacity.account_id, capacity.scope(READ)) == (None, Scope.CITY)


def test_everybody_who_can_sign_in_is_read_at_once(
    account: Account, office: Unit, django_assert_num_queries: Any
) -> None:
    make_capacity({}, unit=office, name="无账号")
    make_capacity({READ: Scope.CITY}, unit=office, name="赵强", username="zhaoqiang")
    with django_assert_num_queries(2):
        found = capacities_on()
    assert sorted(one.person_name for one in found) == ["张丽", "张丽", "赵强"]


def test_the_whole_staff_of_another_day_is_read_too(account: Account) -> None:
    assert len(capacities_on(date(2027, 6, 1))) == 1
    assert capacities_on(date(2010, 1, 1)) == []


def test_a_closed_account_is_not_among_the_staff(account: Account, office: Unit) -> None:
    close(account, office)
    assert capacities_on() == []
    account.refresh_from_db()
    assert capacities_of(account) == []


def test_a_role_without_grants_gives_a_capacity_that_may_nothing(office: Unit) -> None:
    capacity = make_capacity({}, unit=office)
    assert dict(capacity.grants) == {}
    assert not capacity.may(READ)


@pytest.mark.parametrize("scope", list(Scope))
def test_every_scope_comes_back_as_it_was_stored(office: Unit, scope: Scope) -> None:
    assert make_capacity({READ: scope}, unit=office).scope(READ) is scope


def test_grants_cannot_be_widened_in_memory(office: Unit) -> None:
    capacity = make_capacity({READ: Scope.OWN}, unit=office)
    with pytest.raises(TypeError):
        capacity.grants[READ] = Scope.CITY  # type: ignore[index]  # what must not work


def test_cross_posts_follow_the_regular_one_by_their_beginning(office: Unit, street: Unit) -> None:
    person = make_person("李军")
    for name, since, kind in (
        ("后任", date(2025, 1, 1), "cross"),
        ("先任", date(2020, 1, 1), "cross"),
        ("本职", date(2026, 1, 1), "regular"),
    ):
        make_appointment(person, make_post(street, name=name), since=since, kind=kind)
    assert [one.post_name for one in capacities_of_person(person.pk)] == ["本职", "先任", "后任"]


def test_a_capacity_is_named_after_its_unit_of_the_day(account: Account, office: Unit) -> None:
    rename_unit(unit=office, name="学田城综办", on=TODAY, document="文1", capacity=SYSTEM)
    assert first(account).unit_name == "学田城综办"
    assert first(account, TODAY - timedelta(days=1)).unit_name == "城东街道城综办"


def test_a_person_without_posts_has_no_capacity(db: None) -> None:
    assert capacities_of_person(make_person().pk) == []
    stray = Account.objects.create_user("stray", "a-long-passphrase")
    assert capacities_of(stray) == []


def test_no_power_today_is_remembered_as_well(account: Account, django_assert_num_queries: Any) -> None:
    held = first(account).appointment_id
    assert capacity_of(held, date(2010, 1, 1)) is None
    with django_assert_num_queries(1):
        assert capacity_of(held, date(2010, 1, 1)) is None

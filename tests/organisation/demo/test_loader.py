"""The demo district: whole, with its history, and with somebody to sign in for every role."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.utils import translation

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import OutboxEvent, Role
from chengzhi.organisation.demo import TRADES, DemoOrganisation, Street, demo_sign_ins, load_demo_organisation
from chengzhi.organisation.demo.loader import SIGN_INS
from chengzhi.organisation.models import Appointment, Person, Post, RegisterAct, Unit
from chengzhi.organisation.selectors import (
    capacities_of,
    holders_everywhere,
    register_faults,
    responsible_units,
    successor_units,
    unit_as_of,
)
from chengzhi.organisation.services import bring_up_to_date
from tests.factories.organisation import PASSWORD, make_role

STREETS = (
    Street("320613001", "城东街道", (("320613001001", "德民社区居委会"), ("320613001002", "小石桥社区居委会"))),
    Street("320613018", "天生港镇街道", (("320613018001", "天生港社区居委会"),)),
    Street("320613401", "南通崇川经济开发区", ()),
    Street("320613403", "市北高新区", ()),
)
ADMINISTRATORS = {"system_admin": "kernel.system.manage", "security_admin": "organisation.account.manage"}


def load(streets: Sequence[Street] = STREETS) -> DemoOrganisation:
    for code in SIGN_INS:
        right = {**ADMINISTRATORS, "audit_admin": "kernel.audit.read"}.get(code)
        make_role(code, {right: "city"} if right else {}, exclusive_group="admin3" if right else "")  # type: ignore[dict-item]  # the scope as it is stored
    roles = {role.code: role for role in Role.objects.all()}
    return load_demo_organisation(roles=roles, streets=streets, password=PASSWORD)


@pytest.fixture
def demo(db: None) -> DemoOrganisation:
    return load()


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def test_every_role_has_somebody_who_can_sign_in(demo: DemoOrganisation) -> None:
    assert [one.role for one in demo.sign_ins] == list(SIGN_INS)
    assert demo.sign_ins[0].username == "shouli1"
    for one in demo.sign_ins:
        account = Person.objects.get(account__username=one.username).account
        assert account is not None
        assert account.check_password(PASSWORD)
        assert not account.must_change_password
        assert capacities_of(account)


def test_field_workers_come_through_their_own_door(demo: DemoOrganisation) -> None:
    doors = {one.role: one.door for one in demo.sign_ins}
    assert (doors["collector"], doors["handler"], doors["acceptor"]) == ("field", "field", "console")


def test_the_sign_ins_can_be_listed_again(demo: DemoOrganisation) -> None:
    assert tuple(demo_sign_ins()) == demo.sign_ins


def test_the_register_has_no_faults(demo: DemoOrganisation) -> None:
    bring_up_to_date()
    assert register_faults() == []


def test_loading_is_old_news(demo: DemoOrganisation) -> None:
    bring_up_to_date()
    assert not OutboxEvent.objects.exists()


def test_a_second_loading_is_refused(demo: DemoOrganisation) -> None:
    with pytest.raises(BadInput, match="已有机构登记"):
        load_demo_organisation(roles={}, streets=STREETS, password=PASSWORD)


def test_a_role_table_with_holes_is_refused_by_name(db: None) -> None:
    with pytest.raises(BadInput, match="角色表缺少：acceptor"):
        load_demo_organisation(roles={}, streets=STREETS, password=PASSWORD)


def test_one_clerk_has_two_capacities(demo: DemoOrganisation) -> None:
    account = Person.objects.get(account__username="shouli2").account
    assert account is not None
    assert [one.unit_name for one in capacities_of(account)] == ["监督中心", "城东执法中队"]


def test_the_people_of_the_guide_are_there(demo: DemoOrganisation) -> None:
    found = {one.role: one.person for one in demo.sign_ins}
    assert (found["acceptor"], found["duty_leader"], found["dispatcher"]) == ("张丽", "王敏", "李军")


@pytest.mark.parametrize(
    ("on", "code", "expected"),
    [
        (date(2016, 1, 1), "320602001001", ["城东街道办事处", "城东街道城市管理办公室", "崇川区"]),
        (date(2019, 1, 1), "320602001001", ["城东街道城市管理和综合执法办公室", "城东街道办事处", "崇川区"]),
        (date(2019, 1, 1), "320611003001", ["天生港镇街道城市管理和综合执法办公室", "天生港镇街道办事处", "港闸区"]),
        (date(2020, 7, 3), "320611003001", []),
    ],
)
def test_old_codes_answer_at_their_dates(demo: DemoOrganisation, on: date, code: str, expected: list[str]) -> None:
    assert sorted(one.name for one in responsible_units(code, on)) == sorted(expected)


def test_a_cell_is_answered_for_from_the_community_up(demo: DemoOrganisation) -> None:
    found = [one.code for one in responsible_units("320613001001003")]
    assert found[0] == "sq-320613001001"
    assert set(found[1:]) == {"jd-320613001", "czb-320613001", "cj-320613001", "cc"}


def test_the_two_old_bureaus_lead_to_the_new_one(demo: DemoOrganisation) -> None:
    for code in ("cgj-2020", "cgj-gz"):
        assert successor_units(unit(code).pk, date(2019, 1, 1)) == [unit(code).pk]
        assert successor_units(unit(code).pk) == [unit("cgj").pk]


def test_a_street_came_from_its_old_district(demo: DemoOrganisation) -> None:
    street = unit("jd-320613018").pk
    parents = [unit_as_of(street, on) for on in (date(2020, 7, 2), date(2020, 7, 3))]
    assert [one.parent.name if one and one.parent else "" for one in parents] == ["港闸区", "崇川区"]


def test_a_chief_was_chief_before_the_reform(demo: DemoOrganisation) -> None:
    now = Appointment.objects.get(post__unit__code="czb-320613001", post__role__code="street_chief")
    assert now.predecessor is not None
    assert now.predecessor.person == now.person
    assert now.predecessor.post.unit.code == "cgb-320613001"


def test_every_trade_has_its_unit_and_somebody_in_it(demo: DemoOrganisation) -> None:
    staffed = set(Appointment.objects.values_list("post__unit__code", flat=True))
    assert set(TRADES.values()) <= staffed


def test_administrators_are_different_people(demo: DemoOrganisation) -> None:
    people = [{one.person_id for one in holders_everywhere(right)} for right in ADMINISTRATORS.values()]
    assert not people[0] & people[1]


def test_a_chief_of_a_new_zone_has_no_past(demo: DemoOrganisation) -> None:
    now = Appointment.objects.get(post__unit__code="czb-320613403", post__role__code="street_chief")
    assert now.predecessor is None


def test_every_person_holds_a_regular_post_and_sounds(demo: DemoOrganisation) -> None:
    assert Person.objects.filter(appointments__kind="regular").distinct().count() == demo.people
    assert not Person.objects.filter(pinyin="").exists()


def test_posts_are_as_full_as_their_headcount(demo: DemoOrganisation) -> None:
    today = Appointment.objects.filter(valid_to=None, kind="regular")
    for post in Post.objects.filter(valid_to=None):
        assert today.filter(post=post).count() == post.headcount


def test_the_loading_is_one_line_in_the_book(demo: DemoOrganisation) -> None:
    act = RegisterAct.objects.get()
    assert (act.act, act.note, act.actor) == ("establish_unit", "装入演示机构", "系统")


def test_the_refusals_are_english_on_an_english_screen(demo: DemoOrganisation) -> None:
    with translation.override("en"), pytest.raises(BadInput) as refusal:
        load_demo_organisation(roles={}, streets=STREETS, password=PASSWORD)
    assert "registered already" in refusal.value.errors[""][0]


def test_before_loading_nobody_can_sign_in(db: None) -> None:
    assert demo_sign_ins() == []


def test_streets_answer_with_their_urban_office(demo: DemoOrganisation) -> None:
    assert demo.street_offices["320613018"] == "czb-320613018"
    assert set(demo.street_offices) == {street.code for street in STREETS}


def test_a_role_that_is_too_many_does_no_harm(db: None) -> None:
    make_role("visitor")
    assert "visitor" not in {one.role for one in load().sign_ins}

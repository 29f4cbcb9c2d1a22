"""Posts: created, given another role, closed."""

from datetime import date, timedelta
from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Scope
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.organisation.models import Post, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import capacities_of_person
from chengzhi.organisation.services import abolish_unit, change_post_role, close_post, create_post, transfer_posts
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role, make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

LATER, LAST = date(2027, 1, 1), date(2027, 7, 1)
FACTS: dict[str, Any] = {"on": TODAY, "document": DOCUMENT, "capacity": SYSTEM}


def test_a_post_exists_from_its_day(office: Unit) -> None:
    post = create_post(unit=office, name="采集员", role=make_role(), headcount=3, **FACTS)
    assert (post.valid_from, post.headcount, str(post)) == (TODAY, 3, "采集员")


@pytest.mark.parametrize(("name", "headcount", "field"), [("", 1, "name"), ("采集员", 0, "headcount")])
def test_a_malformed_post_is_refused(office: Unit, name: str, headcount: int, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        create_post(unit=office, name=name, role=make_role(), headcount=headcount, **FACTS)
    assert field in refusal.value.errors


def test_a_post_before_its_unit_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="不存在"):
        create_post(unit=office, name="采集员", role=make_role(), **{**FACTS, "on": date(2014, 1, 1)})


def test_a_post_without_the_right_is_refused(office: Unit) -> None:
    with pytest.raises(Forbidden):
        create_post(unit=office, name="采集员", role=make_role(), **{**FACTS, "capacity": make_capacity({})})


def test_another_role_holds_from_its_day_for_whoever_is_in_the_post(office: Unit) -> None:
    post = make_post(office, make_role(grants={"organisation.register.read": Scope.UNIT}))
    person = make_person()
    make_appointment(person, post)
    change_post_role(post=post, role=make_role(grants={"organisation.act.read": Scope.CITY}), **FACTS)
    [before] = capacities_of_person(person.pk, TODAY - timedelta(days=1))
    [after] = capacities_of_person(person.pk, TODAY)
    assert list(before.grants) == ["organisation.register.read"]
    assert list(after.grants) == ["organisation.act.read"]


def test_another_role_needs_the_right_over_roles_too(office: Unit) -> None:
    capacity = make_capacity({Permission.MANAGE_POSTS: Scope.CITY})
    with pytest.raises(Forbidden, match="授权管理"):
        change_post_role(post=make_post(office), role=make_role(), **{**FACTS, "capacity": capacity})


def test_the_same_role_is_refused(office: Unit) -> None:
    post = make_post(office)
    with pytest.raises(BadInput, match="没有变化"):
        change_post_role(post=post, role=post.role, **FACTS)


def test_an_empty_post_is_closed(office: Unit) -> None:
    post = close_post(post=make_post(office), **FACTS)
    assert post.valid_to == TODAY
    with pytest.raises(BadInput, match="这一天不能办"):
        close_post(post=post, **FACTS)


def test_a_held_post_is_not_closed(office: Unit) -> None:
    post = make_post(office)
    make_appointment(make_person("赵强"), post)
    with pytest.raises(BadInput, match="赵强 在 2026-11-23 还任"):
        close_post(post=post, **FACTS)


def test_a_post_is_not_set_up_in_a_unit_about_to_end(office: Unit, street: Unit) -> None:
    heir = make_unit("新城综办", parent=street)
    abolish_unit(unit=office, into=heir, **{**FACTS, "on": date(2027, 1, 1)})
    with pytest.raises(BadInput, match="已定于 2027-01-01 撤销。请在承接机构办理"):
        create_post(unit=office, name="采集员", role=make_role(), **FACTS)
    assert create_post(unit=heir, name="采集员", role=make_role(), **FACTS).unit == heir


@pytest.mark.parametrize("count", [0, -1])
def test_a_post_has_at_least_one_seat(office: Unit, count: int) -> None:
    with pytest.raises(BadInput, match="职数至少是 1"):
        create_post(unit=office, name="采集员", role=make_role(), headcount=count, **FACTS)


def test_the_book_says_which_role_a_new_post_carries(office: Unit) -> None:
    create_post(unit=office, name="采集员", role=make_role("collector", name="采集员角色"), **FACTS)
    act = RegisterAct.objects.get()
    assert (act.act, act.unit, act.note) == ("create_post", office, "采集员（采集员角色）")


def test_the_book_says_from_which_role_to_which(office: Unit) -> None:
    post = make_post(office, make_role("a", name="旧角色"), name="岗")
    change_post_role(post=post, role=make_role("b", name="新角色"), **FACTS)
    assert RegisterAct.objects.get().note == "岗：旧角色 → 新角色"


def test_a_role_that_somebody_in_the_post_may_not_hold_is_refused(office: Unit) -> None:
    person, post = make_person("陈静"), make_post(office)
    make_appointment(person, make_post(office, make_role("sys", name="系统管理员", exclusive_group="admin3")))
    make_appointment(person, post, kind="cross")
    audit = make_role("audit", name="审计管理员", exclusive_group="admin3")
    with pytest.raises(BadInput, match="陈静 已任“系统管理员”，与“审计管理员”不得由一人兼任") as refusal:
        change_post_role(post=post, role=audit, **FACTS)
    assert list(refusal.value.errors) == ["role"]


def test_one_administrators_post_may_become_anothers(office: Unit) -> None:
    post = make_post(office, make_role("sys", exclusive_group="admin3"))
    make_appointment(make_person("陈静"), post)
    audit = make_role("audit", exclusive_group="admin3")
    assert change_post_role(post=post, role=audit, **FACTS).role == audit


def test_the_last_post_that_manages_accounts_keeps_its_role(office: Unit) -> None:
    security = make_role(grants={Permission.MANAGE_ACCOUNTS: Scope.CITY})
    post = make_post(office, security)
    make_appointment(make_person("陈静", username="anquan1"), post)
    with pytest.raises(BadInput, match="没有人能管理账号"):
        change_post_role(post=post, role=make_role(), **FACTS)
    assert Post.objects.get().role == security


@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2010, 1, 1)])
def test_a_post_changes_or_closes_only_after_it_began(office: Unit, on: date) -> None:
    post = make_post(office)
    for act in (
        lambda: close_post(post=post, **{**FACTS, "on": on}),
        lambda: change_post_role(post=post, role=make_role(), **{**FACTS, "on": on}),
    ):
        with pytest.raises(BadInput, match="这一天不能办"):
            act()


def test_a_post_somebody_will_hold_is_not_closed(office: Unit) -> None:
    post = make_post(office)
    make_appointment(make_person("赵强"), post, since=date(2027, 1, 1))
    with pytest.raises(BadInput, match="赵强"):
        close_post(post=post, **FACTS)


def moved(post: Post, to: Unit, on: date) -> Post:
    transfer_posts(posts=[post], to=to, on=on, document=DOCUMENT, capacity=SYSTEM)
    return Post.objects.get(predecessor=post)


def test_a_post_closed_before_it_was_to_move_does_not_begin_elsewhere(office: Unit, street: Unit) -> None:
    post = make_post(office)
    last = change_post_role(post=moved(post, street, LATER), role=make_role("head"), **{**FACTS, "on": LAST})
    assert (last.unit, last.valid_from) == (street, LAST)
    close_post(post=post, **FACTS)
    assert list(Post.objects.values_list("pk", "valid_to")) == [(post.pk, TODAY)]


def test_a_post_somebody_will_hold_after_its_move_is_not_closed(office: Unit, street: Unit) -> None:
    post = make_post(office)
    heir = moved(post, street, LATER)
    make_appointment(make_person("赵强"), heir, since=LAST)
    with pytest.raises(BadInput, match="赵强 在 2026-11-23 还任"):
        close_post(post=post, **FACTS)
    assert Post.objects.filter(pk=heir.pk).exists()


def test_a_post_that_moved_is_closed_where_it_is_now(office: Unit, street: Unit) -> None:
    post = make_post(office)
    heir = moved(post, street, TODAY)
    close_post(post=heir, **{**FACTS, "on": LATER})
    assert list(Post.objects.order_by("pk").values_list("valid_to", flat=True)) == [TODAY, LATER]


def test_a_post_whose_holders_left_is_closed_and_told_to_the_book(office: Unit) -> None:
    post = make_post(office, name="旧岗")
    make_appointment(make_person("赵强"), post, until=TODAY)
    close_post(post=post, **FACTS)
    act = RegisterAct.objects.get()
    assert (act.act, act.note, act.document) == ("close_post", "旧岗", DOCUMENT)


@pytest.mark.parametrize("document", ["", "文" * 121])
def test_posts_take_a_document_that_fits(office: Unit, document: str) -> None:
    post, facts = make_post(office), {**FACTS, "document": document}
    for act in (
        lambda: create_post(unit=office, name="岗", role=make_role(), **facts),
        lambda: change_post_role(post=post, role=make_role(), **facts),
        lambda: close_post(post=post, **facts),
    ):
        with pytest.raises(BadInput) as refusal:
            act()
        assert list(refusal.value.errors) == ["document"]

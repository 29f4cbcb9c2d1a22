from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.kernel.models import Account, Role
from chengzhi.organisation.models import Appointment, Person, Post, RegisterAct, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from tests.console.registers.organisation.conftest import DAY, GROUND, PERSONNEL, SECURITY, SignIn, person_url
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post, make_role
from tests.support.pages import in_english, main_of, text_of, untranslated

LATER = date(2035, 3, 1)


def test_somebody_is_registered(browser_of: SignIn) -> None:
    given = {"name": "王强", "employment": "officer", "phone": "13900001111"}
    answer = browser_of("personnel").post(reverse("console:person_register"), given)
    assert answer["Location"] == reverse("console:person", args=[Person.objects.get(name="王强").pk])


def test_a_number_with_a_missing_digit_is_refused_and_kept(browser_of: SignIn) -> None:
    given = {"name": "王强", "employment": "officer", "phone": "1390000111"}
    answer = browser_of("personnel").post(reverse("console:person_register"), given)
    assert answer.status_code == 422
    assert "手机号少 1 位" in answer.content.decode()
    assert "1390000111" in answer.content.decode()


def test_a_correction_without_a_number_keeps_the_old_one(browser_of: SignIn, person: Person) -> None:
    given = {"name": "章丽", "employment": person.employment, "phone": "", "reason": "同音字写错"}
    assert browser_of("personnel").post(person_url(person, "correct"), given).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.phone) == ("章丽", "13812346621")


def test_a_number_is_struck_out_only_on_request(browser_of: SignIn, person: Person) -> None:
    given = {"name": "张丽", "employment": person.employment, "no_phone": "on", "reason": "停机"}
    assert browser_of("personnel").post(person_url(person, "correct"), given).status_code == 302
    person.refresh_from_db()
    assert person.phone == ""


def test_somebody_is_appointed_from_their_page(browser_of: SignIn, person: Person, post: Post) -> None:
    answer = browser_of("personnel").post(person_url(person, "appoint"), {"post": f"#{post.pk}", **GROUND})
    assert answer.status_code == 302, answer.content.decode()
    assert Appointment.objects.get(person=person).valid_from == LATER


def test_somebody_is_appointed_from_the_page_of_the_post(browser_of: SignIn, person: Person, post: Post) -> None:
    url = reverse("console:post_act", args=[post.pk, "appoint"])
    assert browser_of("personnel").post(url, {"person": "张丽", **GROUND}).status_code == 302
    assert Appointment.objects.filter(person=person, post=post).exists()


def test_every_reason_against_an_appointment_is_shown_at_once(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(make_person("陈红"), post)
    make_appointment(person, make_post(post.unit, name="值班员"))
    answer = browser_of("personnel").post(person_url(person, "appoint"), {"post": f"#{post.pk}", **GROUND})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有办成：任命" in page
    assert "职数 1 已满：陈红" in page
    assert "请先免去原职，或改用交叉任职、借调" in page


def test_the_three_administrators_are_never_in_one_hand(browser_of: SignIn, person: Person, office: Unit) -> None:
    for name in ("system", "security"):
        role = make_role(name, name=f"{name}管理员", exclusive_group="admin3")
        make_post(office, role, name=f"{name}岗")
    make_appointment(person, Post.objects.get(name="system岗"))
    answer = browser_of("personnel").post(person_url(person, "cross_appoint"), {"post": "security岗", **GROUND})
    assert "不得由一人兼任" in answer.content.decode()


def test_a_loan_needs_an_end(browser_of: SignIn, person: Person, post: Post) -> None:
    client = browser_of("personnel")
    assert "没有填“免职日”" in client.post(person_url(person, "second"), {"post": "受理员", **GROUND}).content.decode()
    given = {"post": "受理员", "until": "2035-06-01", **GROUND}
    assert client.post(person_url(person, "second"), given).status_code == 302
    assert Appointment.objects.get(person=person).kind == "secondment"


def test_an_appointment_ends_on_its_day(browser_of: SignIn, person: Person, post: Post) -> None:
    held = make_appointment(person, post)
    answer = browser_of("personnel").post(person_url(person, "end"), {"appointment": held.pk, **GROUND})
    assert answer.status_code == 302, answer.content.decode()
    held.refresh_from_db()
    assert held.valid_to == LATER


def test_posts_go_to_another_unit_with_their_people(
    browser_of: SignIn, person: Person, post: Post, office: Unit
) -> None:
    make_appointment(person, post)
    client = browser_of("personnel")
    heir = Unit.objects.exclude(pk=office.pk).get()
    given = {"posts": [post.pk], "to": heir.code, **GROUND}
    answer = client.post(reverse("console:unit_act", args=[office.pk, "transfer"]), given)
    assert answer.status_code == 302, answer.content.decode()
    assert Post.objects.filter(unit=heir, predecessor=post).exists()


def test_a_post_that_somebody_holds_cannot_be_closed(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, post)
    answer = browser_of("personnel").post(reverse("console:post_act", args=[post.pk, "close"]), GROUND)
    assert answer.status_code == 422
    assert "张丽" in answer.content.decode()


def test_an_empty_post_is_closed(browser_of: SignIn, post: Post) -> None:
    answer = browser_of("personnel").post(reverse("console:post_act", args=[post.pk, "close"]), GROUND)
    assert answer.status_code == 302
    post.refresh_from_db()
    assert post.valid_to == LATER


def test_the_role_of_a_post_is_not_changed_without_the_right_over_roles(browser_of: SignIn, post: Post) -> None:
    role = make_role("other", {Permission.READ_REGISTER: Scope.CITY})
    url = reverse("console:post_act", args=[post.pk, "change_role"])
    answer = browser_of("personnel").post(url, {"role": role.pk, "on": DAY, "document": "x"})
    assert answer.status_code == 403
    assert "授权管理" in answer.content.decode()


def test_an_act_on_the_day_of_today_is_offered_first(browser_of: SignIn, person: Person) -> None:
    page = browser_of("personnel").get(person_url(person, "appoint")).content.decode()
    assert f'value="{today().isoformat()}"' in page


def take(client: Client, url: str, **given: Any) -> Any:
    return client.post(url, {**GROUND, **given})


@pytest.fixture
def post_url(post: Post) -> Callable[[str], str]:
    return lambda name: reverse("console:post_act", args=[post.pk, name])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "没有填“姓名”"),
        ({"name": "名" * 41}, "40"),
        ({"employment": ""}, "没有选“用工性质”"),
        ({"employment": "king"}, "king"),
        ({"phone": "1390000111"}, "手机号少 1 位"),
        ({"phone": "139000011112"}, "手机号多 1 位"),
        ({"phone": "电话"}, "电话号码认不出"),
        ({"phone": "1" * 21}, "20"),
    ],
)
def test_somebody_who_cannot_be_registered_is_refused(browser_of: SignIn, given: dict[str, str], words: str) -> None:
    right = {"name": "王强", "employment": "officer", "phone": ""}
    answer = browser_of("personnel").post(reverse("console:person_register"), {**right, **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Person.objects.filter(name__in=("王强", given.get("name", ""))).exists()


@pytest.mark.parametrize("phone", ["13900001111", "0513-85000000", " 139 0000 1111 ", ""])
def test_numbers_are_taken_as_people_write_them(browser_of: SignIn, phone: str) -> None:
    given = {"name": "王强", "employment": "officer", "phone": phone}
    assert browser_of("personnel").post(reverse("console:person_register"), given).status_code == 302
    assert " " not in Person.objects.get(name="王强").phone


def test_after_registering_the_next_acts_are_named(browser_of: SignIn) -> None:
    given = {"name": "王强", "employment": "officer", "phone": ""}
    answer = browser_of("personnel").post(reverse("console:person_register"), given, follow=True)
    assert "下一步：任命，再请安全管理员开通账号" in text_of(answer)


def test_a_correction_that_changes_nothing_is_refused(browser_of: SignIn, person: Person) -> None:
    given = {"name": "张丽", "employment": person.employment, "phone": "", "reason": "看看"}
    answer = browser_of("personnel").post(person_url(person, "correct"), given)
    assert answer.status_code == 422
    assert "没有变化" in text_of(answer)


def test_a_correction_shows_no_number_but_its_mask(browser_of: SignIn, person: Person) -> None:
    page = browser_of("personnel").get(person_url(person, "correct"))
    assert "138****6621" in main_of(page)
    assert page.context["form"]["phone"].value() is None


def test_whoever_has_no_number_has_none_recorded(browser_of: SignIn, office: Unit) -> None:
    bare = make_person("王强")
    assert "未记录" in main_of(browser_of("personnel").get(person_url(bare, "correct")))


def test_a_new_number_takes_the_place_of_the_old(browser_of: SignIn, person: Person) -> None:
    given = {"name": "张丽", "employment": person.employment, "phone": "13900001111", "reason": "换号"}
    browser_of("personnel").post(person_url(person, "correct"), given)
    person.refresh_from_db()
    assert person.phone == "13900001111"
    assert "13900001111" not in RegisterAct.objects.get(person=person).note


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"post": ""}, "岗位"),
        ({"post": "没有的岗"}, "没有“没有的岗”"),
        ({"on": "1999-01-01"}, "任期超出"),
        ({"on": ""}, "没有填“任职日”"),
        ({"until": "2035-03-01"}, "免职日要在任职日之后"),
        ({"until": "2030-01-01"}, "免职日要在任职日之后"),
        ({"until": "下月"}, "日期要写成"),
        ({"document": ""}, "没有填“依据文件”"),
    ],
)
def test_an_appointment_that_will_not_do_is_refused(
    browser_of: SignIn, person: Person, post: Post, given: dict[str, str], words: str
) -> None:
    answer = take(browser_of("personnel"), person_url(person, "appoint"), **{"post": f"#{post.pk}", **given})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Appointment.objects.filter(person=person).exists()


def test_nobody_appoints_themselves(browser_of: SignIn, post: Post) -> None:
    client = browser_of("personnel")
    own = Person.objects.get(account__username="user-personnel")
    answer = take(client, person_url(own, "cross_appoint"), post=f"#{post.pk}")
    assert answer.status_code == 422
    assert "不能给自己任职" in text_of(answer)


def test_a_second_post_is_held_beside_the_first(browser_of: SignIn, person: Person, post: Post) -> None:
    make_appointment(person, make_post(post.unit, name="本职"))
    answer = take(browser_of("personnel"), person_url(person, "cross_appoint"), post=f"#{post.pk}")
    assert answer.status_code == 302, text_of(answer)
    assert Appointment.objects.get(person=person, post=post).kind == "cross"


@pytest.mark.parametrize("name", ["appoint", "cross_appoint", "second"])
def test_who_is_appointed_is_told_with_day_and_post(
    browser_of: SignIn, person: Person, post_url: Callable[[str], str], name: str
) -> None:
    given = {**GROUND, "person": "张丽", "until": "2036-01-01"}
    words = text_of(browser_of("personnel").post(post_url(name), given, follow=True))
    assert "张丽" in words
    assert "“受理员”，2035-03-01 起生效" in words


def test_a_term_may_end_on_the_day_it_is_given(browser_of: SignIn, person: Person, post: Post) -> None:
    given = {"post": f"#{post.pk}", "until": "2035-06-01"}
    assert take(browser_of("personnel"), person_url(person, "appoint"), **given).status_code == 302
    assert Appointment.objects.get(person=person).valid_to == date(2035, 6, 1)


def test_an_end_is_taken_from_the_page_of_the_post(
    browser_of: SignIn, person: Person, post: Post, post_url: Callable[[str], str]
) -> None:
    held = make_appointment(person, post)
    answer = take(browser_of("personnel"), post_url("end"), appointment=held.pk)
    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.valid_to == LATER


def test_only_terms_that_last_can_be_ended(browser_of: SignIn, person: Person, office: Unit) -> None:
    past = make_appointment(person, make_post(office, name="旧岗"), until=date(2020, 1, 1))
    now = make_appointment(person, make_post(office, name="现岗"), since=date(2020, 1, 1), until=date(2036, 1, 1))
    form = browser_of("personnel").get(person_url(person, "end")).context["form"]
    assert [key for key, _label in form.fields["appointment"].choices] == ["", now.pk]
    assert past.pk not in dict(form.fields["appointment"].choices)


def test_the_term_of_somebody_else_cannot_be_ended_from_here(browser_of: SignIn, person: Person, post: Post) -> None:
    foreign = make_appointment(make_person("陈红"), post)
    answer = take(browser_of("personnel"), person_url(person, "end"), appointment=foreign.pk)
    assert answer.status_code == 422
    foreign.refresh_from_db()
    assert foreign.valid_to is None


@pytest.fixture
def both_rights(office: Unit) -> Client:
    """Return a browser of somebody who keeps posts and roles."""
    viewer = make_capacity({**PERSONNEL, **SECURITY}, username="both")
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def test_the_role_of_a_post_changes_by_a_new_post(
    both_rights: Client, post: Post, person: Person, post_url: Callable[[str], str]
) -> None:
    make_appointment(person, post)
    role = make_role("dispatcher", name="派遣")
    answer = both_rights.post(post_url("change_role"), {**GROUND, "role": role.pk}, follow=True)
    heir = Post.objects.get(predecessor=post)
    assert "起“受理员”是“派遣”" in text_of(answer)
    assert (heir.role, heir.valid_from) == (role, LATER)
    assert Appointment.objects.get(post=heir).person == person


@pytest.mark.parametrize("wrong", ["", "999999", "x"])
def test_a_role_that_is_none_is_refused(
    both_rights: Client, post: Post, post_url: Callable[[str], str], wrong: str
) -> None:
    assert both_rights.post(post_url("change_role"), {**GROUND, "role": wrong}).status_code == 422
    assert not Post.objects.filter(predecessor=post).exists()


def test_the_same_role_again_is_refused(both_rights: Client, post: Post, post_url: Callable[[str], str]) -> None:
    answer = both_rights.post(post_url("change_role"), {**GROUND, "role": post.role_id})
    assert answer.status_code == 422
    assert "没有变化" in text_of(answer)


def test_the_form_of_a_role_shows_the_present_one(
    both_rights: Client, post: Post, post_url: Callable[[str], str]
) -> None:
    Role.objects.filter(pk=post.role_id).update(name="受理角色", name_en="Acceptor")
    assert "受理角色" in main_of(both_rights.get(post_url("change_role")))
    assert "Acceptor" in main_of(in_english(both_rights).get(post_url("change_role")))


def test_a_post_is_not_closed_before_it_was_made(
    browser_of: SignIn, post: Post, post_url: Callable[[str], str]
) -> None:
    answer = take(browser_of("personnel"), post_url("close"), on="2001-01-01")
    assert answer.status_code == 422
    post.refresh_from_db()
    assert post.valid_to is None


@pytest.mark.parametrize("name", ["appoint", "cross_appoint", "second", "end", "correct"])
def test_every_form_about_a_person_opens_in_both_languages(browser_of: SignIn, person: Person, name: str) -> None:
    client = browser_of("personnel")
    assert client.get(person_url(person, name)).status_code == 200
    answer = in_english(client).get(person_url(person, name))
    assert untranslated(answer, "张丽", "经办人", "机构", "刘书琴") == set()


@pytest.mark.parametrize("name", ["appoint", "second", "end", "close"])
def test_every_form_about_a_post_opens_in_english(
    browser_of: SignIn, post_url: Callable[[str], str], name: str
) -> None:
    answer = in_english(browser_of("personnel")).get(post_url(name))
    assert untranslated(answer, "受理员", "城东城综办", "刘书琴", "经办人", "机构") == set()


@pytest.mark.parametrize("role", ["nobody", "reader", "security", "audit"])
def test_acts_on_people_and_posts_are_missing_for_everybody_else(
    browser_of: SignIn, person: Person, role: str, post_url: Callable[[str], str]
) -> None:
    client = browser_of(role)
    urls = [person_url(person, "appoint"), person_url(person, "correct"), post_url("close"), post_url("appoint")]
    assert {client.post(url, GROUND).status_code for url in urls} == {404}


@pytest.mark.parametrize(("name", "status"), [("invented", 404), ("register", 404), ("open", 404)])
def test_an_act_that_is_none_is_not_found(browser_of: SignIn, person: Person, name: str, status: int) -> None:
    assert browser_of("personnel").get(person_url(person, name)).status_code == status

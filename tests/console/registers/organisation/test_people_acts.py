from datetime import date

from django.urls import reverse

from chengzhi.kernel.access import Scope
from chengzhi.organisation.models import Appointment, Person, Post, Unit
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import today
from tests.console.registers.organisation.conftest import DAY, GROUND, SignIn, person_url
from tests.factories.organisation import make_appointment, make_person, make_post, make_role

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

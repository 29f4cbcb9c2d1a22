from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Appointment, LastCapacity
from tests.console.accounts.conftest import SignIn
from tests.factories.city import SINCE, City, make_person
from tests.factories.loop import case_after

SWITCH = "console:capacity_switch"


@pytest.fixture
def second_post(city: City) -> Appointment:
    """Let alice, who accepts, dispatch as well."""
    other = make_person("second", city.units["centre"], Appointment.objects.get(pk=city.carol.appointment_id).post.role)
    post = Appointment.objects.get(pk=other.appointment_id).post
    return Appointment.objects.create(person_id=city.alice.person_id, post=post, kind="cross", valid_from=SINCE)


def test_with_one_capacity_one_is_never_asked(city: City, signed_in: SignIn) -> None:
    assert signed_in(city.alice).get(reverse("console:home")).headers["Location"] == "/console/work/"
    assert signed_in(city.hank).get(reverse("console:home")).headers["Location"] == "/field/"


def test_with_several_one_is_asked_and_goes_on_to_where_one_wanted(
    city: City, signed_in: SignIn, second_post: Appointment
) -> None:
    client = signed_in(city.alice)
    assert client.get(reverse("console:work")).headers["Location"].startswith("/console/capacity/?next=")
    assert "dispatcher" in client.get(reverse("console:capacity")).content.decode()
    answer = client.post(reverse(SWITCH), {"appointment": second_post.pk, "next": "/console/list/doing/"})
    assert answer.headers["Location"] == "/console/list/doing/"
    assert "现在以dispatcher（监督指挥中心）的身份办理。" in client.get(reverse("console:work")).content.decode()


def test_the_case_page_offers_the_capacity_that_could_act(
    city: City, signed_in: SignIn, second_post: Appointment
) -> None:
    case, client = case_after(city, "file"), signed_in(city.alice)
    client.post(reverse(SWITCH), {"appointment": city.alice.appointment_id})
    page = client.get(reverse("console:case", args=[case.number])).content.decode()
    assert "“派遣”要以dispatcher（监督指挥中心）的身份办理。" in page
    assert "切换并继续" in page


@pytest.mark.parametrize("chosen", ["0", "x", "", "²", "9" * 5000, "-1"])
def test_nobody_takes_a_capacity_of_another(city: City, signed_in: SignIn, chosen: str) -> None:
    client = signed_in(city.alice)
    assert client.post(reverse(SWITCH), {"appointment": chosen or city.bob.appointment_id}).status_code == 404


def test_the_way_on_never_leaves_the_house(city: City, signed_in: SignIn) -> None:
    given = {"appointment": city.alice.appointment_id, "next": "https://evil.example/"}
    assert signed_in(city.alice).post(reverse(SWITCH), given).headers["Location"] == "/console/work/"


@pytest.mark.parametrize("name", ["home", "capacity", "profile"])
def test_visitors_sign_in_first(db: None, name: str) -> None:
    assert Client().get(reverse(f"console:{name}")).headers["Location"].startswith("/accounts/login/")
    assert Client().post(reverse(SWITCH)).status_code == 302


def test_the_language_is_kept_with_the_account(city: City, signed_in: SignIn) -> None:
    client = signed_in(city.alice)
    assert "我的设置" in client.get(reverse("console:profile")).content.decode()
    answer = client.post(reverse("console:profile"), {"language": "en"})
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert Account.objects.get(pk=city.alice.account_id).language == "en"
    assert client.post(reverse("console:profile"), {"language": "xx"}).status_code == 422


def test_an_account_without_a_post_is_told_why(db: None) -> None:
    client = Client()
    client.force_login(Account.objects.create_user("nobody", "a-demo-passphrase"))
    assert "今天没有任何岗位" in client.get(reverse("console:capacity")).content.decode()


def test_the_next_sign_in_begins_in_the_capacity_used_last(
    city: City, signed_in: SignIn, second_post: Appointment
) -> None:
    signed_in(city.alice).post(reverse(SWITCH), {"appointment": second_post.pk})
    page = signed_in(city.alice).get(reverse("console:work"))
    assert page.wsgi_request.capacity.appointment_id == second_post.pk


def test_a_capacity_of_last_time_that_has_ended_is_asked_for_anew(
    city: City, signed_in: SignIn, second_post: Appointment
) -> None:
    signed_in(city.alice).post(reverse(SWITCH), {"appointment": second_post.pk})
    third = Appointment.objects.get(pk=city.bob.appointment_id).post
    Appointment.objects.create(person_id=city.alice.person_id, post=third, kind="cross", valid_from=SINCE)
    Appointment.objects.filter(pk=second_post.pk).update(valid_to=SINCE + timedelta(days=1))
    answer = signed_in(city.alice).get(reverse("console:work"))
    assert answer.headers["Location"].startswith("/console/capacity/")


def test_what_one_person_chose_leaves_the_others_alone(city: City, signed_in: SignIn, second_post: Appointment) -> None:
    signed_in(city.alice).post(reverse(SWITCH), {"appointment": second_post.pk})
    signed_in(city.alice).post(reverse(SWITCH), {"appointment": city.bob.appointment_id})
    assert [(one.account_id, one.appointment_id) for one in LastCapacity.objects.all()] == [
        (city.alice.account_id, second_post.pk)
    ]


def test_choosing_the_other_one_replaces_what_was_remembered(
    city: City, signed_in: SignIn, second_post: Appointment
) -> None:
    client = signed_in(city.alice)
    for appointment in (second_post.pk, city.alice.appointment_id):
        client.post(reverse(SWITCH), {"appointment": appointment})
    assert LastCapacity.objects.get().appointment_id == city.alice.appointment_id

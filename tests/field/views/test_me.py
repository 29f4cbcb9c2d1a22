from chengzhi.organisation.models import Appointment, Person, Post
from tests.factories.city import SINCE, City, make_role
from tests.field.conftest import SignIn


def second_post(city: City) -> Appointment:
    """Give erin a second post in another unit."""
    role = make_role("second", {"cases.case.read": "unit"})  # type: ignore[dict-item]  # stored as text
    post = Post.objects.create(unit=city.units["cleaning"], name="督导员", role=role, valid_from=SINCE)
    person = Person.objects.get(pk=city.erin.person_id or 0)
    return Appointment.objects.create(person=person, post=post, kind="cross", valid_from=SINCE)


def test_one_capacity_needs_no_choice(city: City, phone_of: SignIn) -> None:
    assert "以什么身份办理" not in phone_of(city.erin).get("/field/me/").content.decode()


def test_a_person_changes_capacity(city: City, phone_of: SignIn) -> None:
    other = second_post(city)
    phone = phone_of(city.erin)
    phone.post("/field/me/capacity/", {"appointment": city.erin.appointment_id})
    assert phone.get("/field/report/").status_code in {200, 302}
    answer = phone.post("/field/me/capacity/", {"appointment": other.pk})
    assert answer.status_code == 302


def test_the_capacity_of_another_is_not_found(city: City, phone_of: SignIn) -> None:
    phone = phone_of(city.erin)
    for appointment in (city.dave.appointment_id, "0", "x", ""):
        assert phone.post("/field/me/capacity/", {"appointment": appointment}).status_code == 404

from django.test import Client
from django.urls import reverse

from tests.console.work.conftest import Reported, SignIn
from tests.factories.city import City


def test_the_list_shows_the_case_with_the_act_of_its_viewer(city: City, signed_in: SignIn, reported: Reported) -> None:
    case = reported()
    page = signed_in(city.alice).get(reverse("console:work"))
    assert page.status_code == 200, page.content.decode()
    assert case.short_number in page.content.decode()
    assert "发核实" in page.content.decode()


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert Client().get(reverse("console:work")).status_code == 302

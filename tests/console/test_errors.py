import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from chengzhi.console.errors import explained, go, is_htmx
from chengzhi.kernel.access import Scope
from chengzhi.kernel.errors import BadInput, ChengzhiError, Forbidden, NotFound, StepRefused, SubjectMoved
from chengzhi.kernel.models import Account
from chengzhi.kernel.procedures import Refusal
from chengzhi.kernel.web import StaffRequest
from tests.factories.city import make_city, make_person, make_role

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ERRORS = [
    (NotFound(), 404),
    (Forbidden("这件事不能办。"), 403),
    (SubjectMoved(["王敏 14:32 已立案"]), 409),
    (StepRefused([Refusal("没有处置后照片。")]), 422),
    (BadInput({"name": "没有填名字。"}), 422),
]


def answer_to(error: ChengzhiError, **headers: str) -> HttpResponse:
    @explained
    def view(_request: StaffRequest) -> HttpResponse:
        raise error

    return view(RequestFactory().get("/console/", headers=headers))  # type: ignore[arg-type]  # no capacity is asked for


@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_every_error_has_its_status_and_a_page_in_words(error: ChengzhiError, status: int) -> None:
    answer = answer_to(error)
    assert answer.status_code == status
    assert error.message[:6] in answer.content.decode()


@pytest.mark.parametrize(("error", "status"), ERRORS[1:])
def test_htmx_gets_a_fragment(error: ChengzhiError, status: int) -> None:
    answer = answer_to(error, **HTMX)
    assert answer.status_code == status
    assert "<html" not in answer.content.decode()
    assert answer.content.strip()


def test_a_page_restored_from_history_is_a_whole_page() -> None:
    request = RequestFactory().get("/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert not is_htmx(request)


def test_one_is_sent_on_by_redirect_or_by_htmx() -> None:
    assert go(RequestFactory().get("/"), "/console/").headers["Location"] == "/console/"
    sent = go(RequestFactory().get("/", headers=HTMX), "/console/")
    assert (sent.status_code, sent.headers["HX-Redirect"]) == (204, "/console/")


@pytest.mark.parametrize(
    "address",
    ["/console/registers/cells/%00/", "/console/registers/units/?q=a%00b", "/console/registers/units/?unit=%00"],
)
def test_an_address_with_a_nul_leads_nowhere(address: str) -> None:
    rights = dict.fromkeys(("organisation.register.read", "grid.register.read"), Scope.CITY)
    client = Client()
    keeper = make_person("李军", make_city().units["centre"], make_role("keeper", rights))
    client.force_login(Account.objects.get(pk=keeper.account_id))
    assert client.get(address).status_code == 404

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import Account, PersonalDataAccess
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Unit
from chengzhi.organisation.services import register_person
from tests.console.registers.organisation.conftest import SignIn


@pytest.fixture
def looked(office: Unit) -> PersonalDataAccess:
    account = Account.objects.create_user("looker", "a-long-passphrase")
    return PersonalDataAccess.objects.create(
        account=account, actor_name="张丽", purpose="回访核实地址", subject_kind="case", subject_ref="20351123-0388",
        field="phone", allowed=True, at=clock.now(),
    )  # fmt: skip


def test_the_book_shows_what_was_done_and_by_whom(browser_of: SignIn, office: Unit) -> None:
    register_person(name="王强", employment=EmploymentKind.OFFICER, capacity=SYSTEM)
    page = browser_of("audit").get(reverse("console:acts"), {"act": "register_person", "q": "王强"}).content.decode()
    assert "登记人员" in page
    assert "系统" in page


@pytest.mark.parametrize(
    ("query", "is_seen"), [({"until": "2001-01-01"}, False), ({"since": "2001-01-01"}, True), ({"since": "x"}, True)]
)
def test_the_book_is_narrowed_by_days(
    browser_of: SignIn, office: Unit, query: dict[str, str], *, is_seen: bool
) -> None:
    register_person(name="王强", employment=EmploymentKind.OFFICER, capacity=SYSTEM)
    page = browser_of("audit").get(reverse("console:acts"), query).content.decode()
    assert ("登记人员</td>" in page) is is_seen


def test_looks_at_personal_data_are_shown_with_their_purpose(browser_of: SignIn, looked: PersonalDataAccess) -> None:
    client = browser_of("audit")
    assert "回访核实地址" in client.get(reverse("console:personal_access")).content.decode()
    refused = client.get(reverse("console:personal_access"), {"allowed": "no"}).content.decode()
    assert "没有符合条件的访问记录" in refused


def test_the_log_leaves_as_a_workbook_that_names_its_conditions(browser_of: SignIn, looked: PersonalDataAccess) -> None:
    answer = browser_of("audit").get(reverse("console:personal_access_export"), {"q": "回访"})
    book = load_workbook(BytesIO(answer.content))
    cover, sheet = book.worksheets
    assert ["查找", "回访"] in [[cell.value for cell in row[:2]] for row in cover.rows]
    assert sheet["D2"].value == "回访核实地址"

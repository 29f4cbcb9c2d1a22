from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from chengzhi.console.exports import giving
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.models import Account, PersonalDataAccess
from chengzhi.organisation.enums import ActKind, EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.services import register_person, rename_unit
from tests.console.registers.organisation.conftest import LATER, SignIn
from tests.support.pages import cover_of, in_english, main_of, rows_of, text_of, untranslated


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


ACTS, LOOKS = reverse("console:acts"), reverse("console:personal_access")


@pytest.fixture
def registered(office: Unit) -> Person:
    return register_person(name="王强", employment=EmploymentKind.OFFICER, capacity=SYSTEM)


def test_the_book_leaves_as_a_workbook(browser_of: SignIn, registered: Person) -> None:
    answer = browser_of("audit").get(reverse("console:acts_export"), {"act": "register_person"})
    head, row = rows_of(answer)
    assert head == ["登记时间", "事项", "内容", "机构", "人员", "生效日", "依据文件", "经办人"]
    assert (row[1], row[3], row[4], row[7]) == ("登记人员", None, "王强", "系统")
    assert ["事项", "登记人员"] in cover_of(answer)


def test_an_act_on_a_unit_names_the_unit(browser_of: SignIn, office: Unit) -> None:
    rename_unit(unit=office, name="学田城综办", on=LATER, document="崇编〔2034〕9号", capacity=SYSTEM)
    (row,) = rows_of(browser_of("audit").get(reverse("console:acts_export"), {"q": "崇编"}))[1:]
    assert (row[3], row[4], row[6]) == ("城东街道城综办", None, "崇编〔2034〕9号")


@pytest.mark.parametrize("name", ["acts_export", "personal_access_export"])
def test_more_than_is_written_at_once_is_offered_to_the_worker(
    browser_of: SignIn, registered: Person, looked: PersonalDataAccess, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(giving, "AT_ONCE", 0)
    answer = browser_of("audit").get(reverse(f"console:{name}"))
    assert answer.status_code == 200
    assert "在后台导出" in text_of(answer)


@pytest.mark.parametrize(
    ("query", "chips"),
    [
        ({"q": "王强"}, ["王强"]),
        ({"act": "appoint"}, ["任命"]),
        ({"act": "invented"}, ["invented"]),
        ({"since": "2026-01-01", "until": "2026-12-31"}, ["2026-01-01", "2026-12-31"]),
        ({}, []),
    ],
)
def test_conditions_on_the_book_stand_as_chips(
    browser_of: SignIn, registered: Person, query: dict[str, str], chips: list[str]
) -> None:
    found = browser_of("audit").get(ACTS, query).context["chips"]
    assert [str(one["value"]) for one in found] == chips


def test_a_kind_of_act_that_is_none_narrows_nothing(browser_of: SignIn, registered: Person) -> None:
    page = browser_of("audit").get(ACTS, {"act": "invented"}).context["page"]
    assert [one.act for one in page] == ["register_person"]


def test_every_kind_of_act_can_be_chosen(browser_of: SignIn) -> None:
    kinds = browser_of("audit").get(ACTS).context["kinds"]
    assert [value for value, _label in kinds] == list(ActKind.values)


def test_the_book_leads_to_unit_and_person(browser_of: SignIn, registered: Person, office: Unit) -> None:
    rename_unit(unit=office, name="学田城综办", on=LATER, document="x", capacity=SYSTEM)
    page = browser_of("audit").get(ACTS).content.decode()
    assert reverse("console:person", args=[registered.pk]) in page
    assert reverse("console:unit", args=[office.pk]) in page


def test_a_look_that_was_refused_is_marked(browser_of: SignIn, looked: PersonalDataAccess) -> None:
    PersonalDataAccess.objects.create(
        account=looked.account, actor_name="李军", purpose="好奇", subject_kind="case", subject_ref="x", field="phone",
        allowed=False, at=clock.now(),
    )  # fmt: skip
    client = browser_of("audit")
    assert "没有准许" in main_of(client.get(LOOKS, {"allowed": "no"}))
    rows = rows_of(client.get(reverse("console:personal_access_export"), {"allowed": "no"}))
    assert [row[6] for row in rows[1:]] == ["没有准许"]


def test_the_workbook_of_looks_holds_who_why_and_what(browser_of: SignIn, looked: PersonalDataAccess) -> None:
    head, row = rows_of(browser_of("audit").get(reverse("console:personal_access_export")))
    assert head == ["时间", "姓名", "账号", "用途", "对象", "字段", "结果"]
    assert row[1:] == ["张丽", "looker", "回访核实地址", "case 20351123-0388", "phone", "看到了"]


@pytest.mark.parametrize("url", [ACTS, LOOKS])
def test_an_empty_book_says_what_to_do(browser_of: SignIn, url: str) -> None:
    assert "看全部" in main_of(browser_of("audit").get(url, {"q": "没有"}))


@pytest.mark.parametrize("url", [ACTS, LOOKS])
def test_nobody_writes_in_a_book(browser_of: SignIn, url: str) -> None:
    assert browser_of("audit").post(url, {}).status_code == 405


@pytest.mark.parametrize("url", [ACTS, LOOKS])
def test_the_books_in_english_have_no_chinese_of_ours(
    browser_of: SignIn, registered: Person, looked: PersonalDataAccess, url: str
) -> None:
    answer = in_english(browser_of("audit")).get(url)
    assert untranslated(answer, "王强", "张丽", "回访核实地址", "系统") == set()


def test_the_book_is_turned_page_by_page(browser_of: SignIn, looked: PersonalDataAccess) -> None:
    rows = [
        PersonalDataAccess(
            account=looked.account, actor_name="张丽", purpose=f"第{number}次", subject_kind="case", subject_ref="x",
            field="phone", allowed=True, at=clock.now(),
        )
        for number in range(60)
    ]  # fmt: skip
    PersonalDataAccess.objects.bulk_create(rows)
    client = browser_of("audit")
    sizes = [len(client.get(LOOKS, {"page": page}).context["page"].object_list) for page in ("1", "2", "99")]
    assert sizes == [50, 11, 11]

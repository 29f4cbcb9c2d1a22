"""Certificates from a sheet."""

from collections.abc import Callable
from pathlib import Path

import pytest

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.tabular import DryRun, Fate
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.staffing.models import Certificate, CertificateAct
from chengzhi.staffing.permissions import Permission
from chengzhi.staffing.services import Ground, check_certificates, import_certificates
from tests.factories.organisation import make_appointment, make_capacity, make_person, make_post

pytestmark = pytest.mark.django_db
Sheets = Callable[..., Path]
HEAD = "姓名,所在单位,证件种类,证件编号,执法区域代码,发证机关,有效期起,有效期至"
GOOD = "赵刚,城东中队,行政执法证,10320613001,320613,江苏省人民政府,2026-01-01,2031-12-31"


@pytest.fixture
def sheet(tmp_path: Path, officer: Person) -> Sheets:
    def made(*rows: str, head: str = HEAD) -> Path:
        path = tmp_path / "证件.csv"
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
        return path

    return made


def why(run: DryRun) -> str:
    return " ".join(one.reason for one in run.refused)


def test_trial_writes_nothing_and_import_writes_certificate_and_record(
    sheet: Sheets, keeper: Capacity, ground: Ground
) -> None:
    path = sheet(GOOD)
    assert check_certificates(path=path, capacity=keeper).counts[Fate.NEW] == 1
    assert not Certificate.objects.exists()
    import_certificates(path=path, ground=ground)
    made = Certificate.objects.get()
    assert (made.person.name, made.number, str(made.last_day)) == ("赵刚", "10320613001", "2031-12-31")
    assert CertificateAct.objects.get().act == "import"


def test_second_import_changes_nothing(sheet: Sheets, ground: Ground) -> None:
    import_certificates(path=sheet(GOOD), ground=ground)
    again = import_certificates(path=sheet(GOOD), ground=ground)
    assert (again.counts[Fate.SAME], Certificate.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("赵刚", "李四", "在这个单位有 0 人"),
        ("城东中队", "城南中队", "没有单位“城南中队”"),
        ("行政执法证", "驾驶证", "应写“行政执法证”"),
        ("10320613001", "1", "证件编号应是"),
        ("2026-01-01", "去年", "“去年”不是日期"),
        ("2026-01-01", "", "空着，请填日期"),
        ("2031-12-31", "2020-12-31", "早于有效期起"),
        ("2031-12-31", "2031-13-40", "不是日期"),
        ("2031-12-31", "", "没有写有效期至"),
        ("江苏省人民政府", "", "发证机关"),
    ],
)
def test_bad_row_is_refused_with_its_reason(sheet: Sheets, keeper: Capacity, old: str, new: str, words: str) -> None:
    run = check_certificates(path=sheet(GOOD.replace(old, new)), capacity=keeper)
    assert run.counts[Fate.REFUSED] == 1
    assert words in why(run)


@pytest.mark.parametrize("written", ["2026/1/1", "2026.1.1", "2026年1月1日"])
def test_days_may_be_written_as_people_do(sheet: Sheets, keeper: Capacity, written: str) -> None:
    run = check_certificates(path=sheet(GOOD.replace("2026-01-01", written)), capacity=keeper)
    assert run.counts[Fate.NEW] == 1


def test_rows_of_one_sheet_are_compared_with_one_another(sheet: Sheets, keeper: Capacity) -> None:
    run = check_certificates(path=sheet(GOOD, GOOD, GOOD.replace("10320613001", "10320613002")), capacity=keeper)
    assert (run.counts[Fate.NEW], run.counts[Fate.REFUSED]) == (1, 2)
    assert "编号和第 2 行相同" in why(run)
    assert "和第 2 行是同一人同一种证件" in why(run)


def test_registered_number_with_other_facts_is_refused(sheet: Sheets, keeper: Capacity, ground: Ground) -> None:
    import_certificates(path=sheet(GOOD), ground=ground)
    run = check_certificates(path=sheet(GOOD.replace("2031-12-31", "2035-12-31")), capacity=keeper)
    assert "内容不同" in why(run)


def test_second_certificate_of_the_same_days_is_refused(sheet: Sheets, keeper: Capacity, ground: Ground) -> None:
    import_certificates(path=sheet(GOOD), ground=ground)
    run = check_certificates(path=sheet(GOOD.replace("10320613001", "10320613002")), capacity=keeper)
    assert "同一天不能有两个" in why(run)


@pytest.mark.rule("CF-042-2")
def test_assistant_in_a_sheet_is_refused(sheet: Sheets, keeper: Capacity, squad: Unit) -> None:
    helper = make_person("孙强", employment=EmploymentKind.ASSISTANT)
    make_appointment(helper, make_post(squad, name="协管员"))
    run = check_certificates(path=sheet(GOOD.replace("赵刚", "孙强")), capacity=keeper)
    assert "不能领行政执法证" in why(run)


def test_two_people_of_one_name_are_not_told_apart(sheet: Sheets, keeper: Capacity, squad: Unit) -> None:
    make_appointment(make_person("赵刚", employment=EmploymentKind.OFFICER), make_post(squad))
    assert "有 2 人" in why(check_certificates(path=sheet(GOOD), capacity=keeper))


def test_units_out_of_reach_are_unknown(sheet: Sheets) -> None:
    elsewhere: Capacity = make_capacity({Permission.MANAGE: Scope.UNIT})
    assert "不归您管" in why(check_certificates(path=sheet(GOOD), capacity=elsewhere))


def test_sheet_without_needed_columns_is_refused_whole(sheet: Sheets, keeper: Capacity) -> None:
    with pytest.raises(BadInput, match="证件编号、发证机关、有效期起"):
        check_certificates(path=sheet("赵刚,城东中队", head="姓名,所在单位"), capacity=keeper)


def test_columns_may_have_other_names(sheet: Sheets, keeper: Capacity) -> None:
    columns = {"name": "人", "unit": "队", "number": "号", "issued_by": "机关", "valid_from": "起", "last_day": "止"}
    path = sheet("赵刚,城东中队,10320613001,江苏省人民政府,2026-01-01,2031-12-31", head="人,队,号,机关,起,止")
    assert check_certificates(path=path, capacity=keeper, columns=columns).counts[Fate.NEW] == 1

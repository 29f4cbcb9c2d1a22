"""The end of the month: a leader exports all that is closed while the worker has other things to do."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from chengzhi.console.exports import giving, store
from chengzhi.console.exports.tasks import remove_old_exports, write_export
from chengzhi.kernel import clock
from chengzhi.kernel.access import Scope
from tests.factories.city import City, make_person, make_role
from tests.scenarios.conftest import House, words_of

RIGHTS = {"cases.case.read": Scope.CITY, "cases.case.export": Scope.CITY}


@pytest.fixture
def office(house: House, city: City, monkeypatch: pytest.MonkeyPatch) -> House:
    """Return the house with ella, who writes reports, and with lists that are long from the second case on."""
    city.people["ella"] = make_person("ella", city.units["centre"], make_role("reporter", RIGHTS))
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    return house


def worker(house: House) -> None:
    """Do what waits in the queue."""
    for job in ProcrastinateJob.objects.filter(task_name="console.write_export"):
        write_export(**job.args)


def test_the_month_is_exported_while_she_goes_on_working(office: House) -> None:
    closed = [office.call(phone=f"1390000{number:04d}") for number in range(2)]
    for case in closed:
        office.bring(case, "close")
    asked = office.at("ella").get(reverse("console:work_export", args=["closed"]))
    assert "在后台导出" in words_of(asked)
    office.at("ella").post(reverse("console:export_ask", args=["closed"]))
    assert "正在排队" in words_of(office.at("ella").get(reverse("console:exports")))
    assert office.on_list("ella", "closed") == {case.number for case in closed}
    worker(office)
    export = store.mine(office.city.ella)[0]
    answer = office.at("ella").get(reverse("console:export_file", args=[export.token]))
    sheet = load_workbook(BytesIO(b"".join(answer))).worksheets[1]
    assert {row[0].value for row in list(sheet.rows)[1:]} == {case.number for case in closed}


def test_after_a_week_it_has_to_be_made_anew(office: House) -> None:
    for _case in range(2):
        office.call()
    office.at("ella").post(reverse("console:export_ask", args=["doing"]))
    worker(office)
    token = store.mine(office.city.ella)[0].token
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        office.browsers.clear()
        assert office.at("ella").get(reverse("console:export_file", args=[token])).status_code == 404
        assert "最近 7 天没有在后台导出过" in words_of(office.at("ella").get(reverse("console:exports")))
        remove_old_exports(timestamp=0)
    assert not list(store.root().glob(f"*/{token}"))


def test_a_clerk_without_the_right_sees_no_button_and_gets_no_list(office: House) -> None:
    office.call()
    assert "导出" not in words_of(office.at("alice").get(reverse("console:work"))).split("<main")[-1].split("</main")[0]
    assert office.at("alice").post(reverse("console:export_ask", args=["doing"])).status_code == 404

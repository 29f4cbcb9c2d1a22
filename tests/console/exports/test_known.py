"""Every list that can be exported: one name, one page, a row that leaves as it stands, closed to those without rights."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from chengzhi.cases.models import Case, CaseClock, ReportImport
from chengzhi.catalogue.models import Category, CategoryMapping, Edition
from chengzhi.console.exports.known import LISTINGS, open_listing
from chengzhi.grid.models import DivisionChange, ImportBatch, Part
from chengzhi.kernel import calendar_services, clock
from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.models import PersonalDataAccess, SignInFailure
from chengzhi.kernel.permissions import all_permissions
from chengzhi.organisation.models import ApiToken, RegisterAct, Territory
from tests.console.exports.conftest import SignIn
from tests.factories.city import LAT, LON, SINCE, STREET, City, make_person, make_role
from tests.factories.loop import act, case_after, report
from tests.factories.moves import case_in
from tests.factories.whistles import add_callers, blown
from tests.support.pages import TERM, han_of

Maker = Callable[[City, Capacity], object]
SUPERVISED = "今天清完"


def supervised(city: City) -> Case:
    """Return a case in handling under supervision whose handler asks for it to rest."""
    case = case_after(city, "take_over")
    act(case, "supervise", city.frank, level="red", opinion=SUPERVISED)
    act(case, "ask_hold", city.dave, until="2099-01-01", reason="等开春")
    return case


def held(city: City, *, is_voided: bool = False) -> Case:
    case = supervised(city)
    act(case, "grant_hold", city.carol)
    if is_voided:
        act(case, "ask_void", city.carol, reason="重复")
        act(case, "grant_void", city.bob, reason="重复")
    return case


def long_held(city: City) -> None:
    held(city)
    long_ago = clock.now() - timedelta(days=61)
    CaseClock.objects.filter(name="handling").update(started_at=long_ago, paused_at=long_ago)


def own_report(city: City, chief: Capacity) -> None:
    """Let a case wait for another after an act of the viewer's own."""
    act(report(city), "send_verify", chief)


def whistled(city: City, _chief: Capacity) -> None:
    blown(add_callers(city))


def part(city: City, _chief: Capacity) -> None:
    Part.objects.create(
        code=f"{STREET[:6]}0101000001", category_code="0101", name="雨水井盖", lon=LON, lat=LAT, valid_from=SINCE,
        changed_on=SINCE, state="intact", source="survey",
    )  # fmt: skip


def territory(city: City, _chief: Capacity) -> None:
    Territory.objects.create(unit=city.units["centre"], division_code=STREET, valid_from=SINCE)


def change(_city: City, _chief: Capacity) -> None:
    DivisionChange.objects.create(old_code="320602006", new_code=STREET, on=SINCE, kind="rename", document="苏政发")


def mapping(city: City, _chief: Capacity) -> None:
    edition = Edition.objects.create(code="old", name="旧版", valid_from=date(2010, 1, 1), valid_to=SINCE)
    older = Category.objects.create(
        edition=edition, kind="event", big_code="04", big_name="旧类", code="0402", name="占道摆摊", key="占道摆摊"
    )
    CategoryMapping.objects.create(from_category=older, to_category=city.categories["占道经营"])


def batch(_city: City, _chief: Capacity) -> None:
    ImportBatch.objects.create(
        kind="parts", filename="部件.csv", sha256="a" * 64, datum="cgcs2000", effective_on=SINCE, counts={"new": 3},
        recorded_by="黄爱华",
    )  # fmt: skip


def run(_city: City, _chief: Capacity) -> None:
    ReportImport.objects.create(
        filename="留言.csv", channel_code="hotline", rows=3, taken=2, known=1, refused=0, at=clock.now()
    )


def token(_city: City, chief: Capacity) -> None:
    ApiToken.objects.create(
        digest="d" * 64, prefix="cz_abcd", label="对接", kind="standing", account_id=chief.account_id,
        appointment_id=chief.appointment_id, scopes=["cases:read"], issued_at=clock.now(),
        issued_by_id=chief.account_id, expires_at=clock.now(),
    )  # fmt: skip


def recorded(city: City, _chief: Capacity) -> None:
    RegisterAct.objects.create(act="establish_unit", unit=city.units["centre"], on=SINCE, actor="刘书琴")


def look(_city: City, chief: Capacity) -> None:
    PersonalDataAccess.objects.create(
        account_id=chief.account_id, purpose="回访", subject_kind="case", subject_ref="1", field="phone", allowed=True,
        at=clock.now(),
    )  # fmt: skip


def failure(_city: City, _chief: Capacity) -> None:
    SignInFailure.objects.create(username="nobody", address="127.0.0.1", reason="wrong", at=clock.now())


def exception(_city: City, chief: Capacity) -> None:
    calendar_services.set_day(capacity=chief, day=date(2026, 10, 12), is_workday=False, name="停工", source="通知")


def nothing(_city: City, _chief: Capacity) -> None:
    """Leave the miniature as it is: the list has rows already."""


# How each list comes by a row, and a cell that has to stand in one of its rows.
ROWS: dict[str, tuple[Maker, Any]] = {
    "todo": (lambda city, _chief: report(city), "待受理"),
    "doing": (lambda city, _chief: case_after(city, "take_over"), "处置中"),
    "watched": (lambda city, _chief: supervised(city), "红牌督办"),
    "on_hold": (lambda city, _chief: held(city), "挂账"),
    "stock": (lambda city, _chief: long_held(city), "挂账"),
    "requests": (lambda city, _chief: supervised(city), "处置中"),
    "verifying": (lambda city, _chief: case_after(city, "send_verify"), "核实中"),
    "checking": (lambda city, _chief: case_after(city, "send_check"), "核查中"),
    "self_handled": (lambda city, _chief: case_in(city, "self_handled"), "暴露垃圾"),
    "voided": (lambda city, _chief: held(city, is_voided=True), "作废"),
    "done": (own_report, "核实中"),
    "closed": (lambda city, _chief: case_after(city, "close"), "已结案"),
    "search": (lambda city, _chief: report(city), "内容、位置里有“垃圾很臭”"),
    "map": (lambda city, _chief: report(city), "暴露垃圾"),
    "whistles": (whistled, "夜市油烟和占道一起整治"),
    "units": (nothing, "环卫处"), "territories": (territory, STREET), "people": (nothing, "alice"),
    "posts": (nothing, "acceptor"), "accounts": (nothing, "alice"), "roles": (nothing, "把列表导出为表格"), "acts": (recorded, "刘书琴"),
    "personal_access": (look, "回访"), "sign_ins": (failure, "nobody"), "settings_changes": (exception, "2026-10-12"),
    "parts": (part, "雨水井盖"), "cells": (nothing, f"{STREET}001001"), "divisions": (nothing, "学田街道"),
    "division_changes": (change, "320602006"), "standards": (nothing, "暴露垃圾"), "categories": (nothing, "占道经营"),
    "mappings": (mapping, "占道摆摊"), "channels": (nothing, "hotline"), "rules": (nothing, "环卫处"),
    "limits": (nothing, "通用"), "calendar": (exception, "停工"), "schedules": (nothing, "default"),
    "batches": (batch, "部件.csv"), "report_imports": (run, "留言.csv"), "tokens": (token, "对接"), "tokens_all": (token, "对接"),
}  # fmt: skip
ASKED = {"search": {"q": "垃圾很臭"}, "calendar": {"year": "2026"}}


@pytest.fixture
def chief(city: City) -> Capacity:
    """Return somebody with every right over the whole city."""
    rights = {str(one): Scope.CITY for one in all_permissions()}
    return make_person("chief", city.units["centre"], make_role("chief", rights))


def sheets_of(client: Client, name: str) -> tuple[dict[Any, Any], list[list[Any]]]:
    """Return the first sheet by its labels, and the rows with their headings."""
    answer = client.get(reverse("console:export_list", args=[name]), ASKED.get(name, {}))
    assert answer.status_code == 200, answer.content.decode()[:400]
    cover, rows = load_workbook(BytesIO(answer.content)).worksheets
    return {row[0].value: row[1].value for row in cover.rows}, [[cell.value for cell in row] for row in rows.rows]


@pytest.mark.parametrize("name", list(LISTINGS))
def test_every_list_leaves_as_a_workbook_with_its_rows(
    city: City, chief: Capacity, signed_in: SignIn, name: str
) -> None:
    make, expected = ROWS[name]
    make(city, chief)
    cover, (heads, *rows) = sheets_of(signed_in(chief), name)
    assert any(expected in row for row in rows), rows[:3]
    assert all(heads)
    assert len(set(heads)) == len(heads)
    assert cover["行数"] == str(len(rows))
    assert cover["导出人"] == "chief · chief · 监督指挥中心"


def test_every_list_is_tried_here() -> None:
    assert set(ROWS) == set(LISTINGS)


@pytest.mark.parametrize("name", [name for name, one in LISTINGS.items() if one.rights])
def test_without_its_rights_a_list_is_not_there(city: City, signed_in: SignIn, name: str) -> None:
    stranger = make_person("zoe", city.units["crew"], make_role("stranger", {}))
    with pytest.raises(NotFound):
        open_listing(stranger, name)
    client = signed_in(stranger)
    assert client.get(reverse("console:export_list", args=[name])).status_code == 404
    assert client.post(reverse("console:export_ask", args=[name])).status_code == 404


@pytest.mark.parametrize("name", ["", "nope", "todo ", "../todo", "TODO"])
def test_a_name_that_is_none_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        open_listing(SYSTEM, name)


@pytest.mark.parametrize("name", list(LISTINGS))
def test_headings_and_names_are_english_for_english_readers(city: City, chief: Capacity, name: str) -> None:
    with translation.override("en"):
        one = LISTINGS[name]
        heads = [str(each.header) for each in one.read(chief, ASKED.get(name, {})).columns]
        assert han_of(TERM.sub("", " ".join([str(one.label), *heads]))) == set()


@pytest.mark.parametrize("name", list(LISTINGS))
def test_the_page_of_a_list_opens_under_its_conditions(
    city: City, chief: Capacity, signed_in: SignIn, name: str
) -> None:
    one = LISTINGS[name]
    address = one.address({**dict.fromkeys(one.asks, ""), **ASKED.get(name, {})})
    assert signed_in(chief).get(address).status_code in {200, 302}

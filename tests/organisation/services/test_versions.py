"""The rows of a unit's history: opened, closed and corrected in one place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.models import Unit, UnitVersion
from chengzhi.organisation.services.versions import (
    change_version,
    checked_parent,
    close,
    end_unit,
    facts_of,
    locked,
    open_version,
    supersede,
    version_in_force,
)
from tests.factories.organisation import make_unit
from tests.organisation.conftest import DOCUMENT, TODAY

NEW_YEAR = date(2027, 1, 1)
EVE = TODAY - timedelta(days=1)


def renamed(unit: Unit, name: str, on: date = TODAY) -> UnitVersion:
    return change_version(unit, replace(facts_of(version_in_force(unit, on)), name=name), on, DOCUMENT)


def living(unit: Unit) -> list[tuple[str, date, date | None]]:
    rows = UnitVersion.objects.filter(unit=unit, superseded_at=None).order_by("valid_from")
    return [(one.name, one.valid_from, one.valid_to) for one in rows]


def test_a_change_closes_one_row_and_opens_the_next(office: Unit) -> None:
    renamed(office, "学田城综办")
    assert living(office) == [
        ("城东街道城综办", date(2015, 1, 1), TODAY),
        ("学田城综办", TODAY, None),
    ]


def test_a_change_on_the_first_day_of_a_row_takes_its_place(office: Unit) -> None:
    renamed(office, "一")
    renamed(office, "二")
    assert [name for name, _from, _to in living(office)] == ["城东街道城综办", "二"]
    assert UnitVersion.objects.filter(unit=office).exclude(superseded_at=None).get().name == "一"


def test_a_change_keeps_the_end_that_was_planned(office: Unit) -> None:
    office.versions.update(valid_to=NEW_YEAR)
    renamed(office, "学田城综办")
    assert living(office)[-1] == ("学田城综办", TODAY, NEW_YEAR)


def test_a_change_to_the_same_is_refused(office: Unit) -> None:
    with pytest.raises(BadInput, match="没有变化，没有保存"):
        change_version(office, facts_of(office.versions.get()), TODAY, DOCUMENT)
    assert len(living(office)) == 1


def test_a_row_tells_when_and_by_which_document_it_was_written(office: Unit) -> None:
    version = renamed(office, "学田城综办")
    assert (version.document, version.recorded_at) == (DOCUMENT, clock.now())


@pytest.mark.parametrize("on", [date(2014, 12, 31), date(1900, 1, 1)])
def test_a_day_before_the_unit_is_refused_with_its_days(office: Unit, on: date) -> None:
    with pytest.raises(BadInput, match=f"在 {on} 不存在（2015-01-01 起，长期 止）") as refusal:
        version_in_force(office, on)
    assert list(refusal.value.errors) == ["on"]


def test_a_day_after_the_end_is_refused(office: Unit) -> None:
    end_unit(office, TODAY)
    with pytest.raises(BadInput, match="2026-11-23 止"):
        version_in_force(office, TODAY)
    assert version_in_force(office, EVE).name == "城东街道城综办"


def test_a_day_before_a_planned_change_is_refused(office: Unit) -> None:
    renamed(office, "学田城综办", NEW_YEAR)
    with pytest.raises(BadInput, match="已登记从 2027-01-01 起的变更"):
        version_in_force(office, TODAY)
    assert version_in_force(office, NEW_YEAR).name == "学田城综办"


def test_a_corrected_row_plays_no_part(office: Unit) -> None:
    renamed(office, "学田城综办", NEW_YEAR)
    planned = UnitVersion.objects.get(name="学田城综办")
    supersede(planned)
    assert version_in_force(office, TODAY).name == "城东街道城综办"
    assert planned.superseded_at == clock.now()


def test_a_unit_cannot_end_on_the_day_of_its_last_change(office: Unit) -> None:
    renamed(office, "学田城综办")
    with pytest.raises(BadInput, match="不能同一天撤销"):
        end_unit(office, TODAY)
    office.refresh_from_db()
    assert office.valid_to is None


def test_the_end_stands_on_the_unit_and_on_its_last_row(office: Unit) -> None:
    end_unit(office, NEW_YEAR)
    office.refresh_from_db()
    assert office.valid_to == NEW_YEAR
    assert living(office) == [("城东街道城综办", date(2015, 1, 1), NEW_YEAR)]


def test_a_row_can_be_let_run_on(office: Unit) -> None:
    version = office.versions.get()
    close(version, NEW_YEAR)
    close(version, None)
    assert living(office)[0][2] is None


def test_a_row_can_be_opened_for_a_span(district: Unit) -> None:
    early = facts_of(district.versions.get())
    version = open_version(district, early, date(2010, 1, 1), DOCUMENT, district.valid_from)
    assert (version.valid_from, version.valid_to) == (date(2010, 1, 1), date(2015, 1, 1))


def test_no_superior_is_a_superior_too(office: Unit) -> None:
    assert checked_parent(office, None, TODAY) is None
    assert checked_parent(None, None, TODAY) is None


def test_a_superior_must_exist_on_the_day(office: Unit) -> None:
    coming = make_unit("新街道", since=NEW_YEAR)
    assert checked_parent(office, coming, NEW_YEAR) == coming.pk
    with pytest.raises(BadInput, match="“新街道”在 2026-11-23 不存在") as refusal:
        checked_parent(office, coming, TODAY)
    assert list(refusal.value.errors) == ["parent"]


@pytest.mark.parametrize("which", ["itself", "child", "grandchild"])
def test_a_unit_never_stands_below_itself(street: Unit, office: Unit, which: str) -> None:
    crew = make_unit("保洁班", parent=office)
    parent = {"itself": street, "child": office, "grandchild": crew}[which]
    with pytest.raises(BadInput, match="不能作上级"):
        checked_parent(street, parent, TODAY)


def test_a_row_is_read_afresh_when_it_is_locked(office: Unit) -> None:
    Unit.objects.filter(pk=office.pk).update(short_name="城综办")
    assert locked(office).short_name == "城综办"
    assert office.short_name == ""

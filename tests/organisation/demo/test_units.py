"""The units of the demo district are written with their versions, territories and successions."""

from datetime import date

import pytest

from chengzhi.organisation.demo.table import DOCUMENT, MERGER, MERGER_DOCUMENT, Succession, UnitRow
from chengzhi.organisation.demo.units import load_successions, load_units
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Territory, UnitSuccession, UnitVersion
from chengzhi.organisation.selectors import successor_units

OLD, NEW = date(2001, 1, 1), date(2022, 1, 1)
Spell = tuple[str, date, date | None]


def row(code: str, **facts: object) -> UnitRow:
    return UnitRow(**{"code": code, "name": f"机构{code}", "kind": UnitKind.TEAM, **facts})  # type: ignore[arg-type]  # by column


def spells(code: str) -> list[Spell]:
    versions = UnitVersion.objects.filter(unit__code=code).order_by("valid_from")
    return [(one.parent.code if one.parent else "", one.valid_from, one.valid_to) for one in versions]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"parent": "a"}, [("a", MERGER, None)]),
        ({"parent": "a", "since": OLD, "former_parent": "b"}, [("b", OLD, MERGER), ("a", MERGER, None)]),
        ({"parent": "a", "since": OLD, "former_parent": "a"}, [("a", OLD, None)]),
        ({"since": OLD, "until": MERGER, "former_parent": "b"}, [("b", OLD, MERGER)]),
        ({"parent": "a", "since": NEW}, [("a", NEW, None)]),
        (
            {"parent": "a", "since": OLD, "former_parent": "b", "until": NEW},
            [("b", OLD, MERGER), ("a", MERGER, NEW)],
        ),
    ],
)
def test_a_unit_has_a_version_for_each_superior_it_had(
    db: None, facts: dict[str, object], expected: list[Spell]
) -> None:
    load_units([row("a", since=OLD), row("b", since=OLD), row("x", **facts)])
    assert spells("x") == expected


def test_what_changed_with_the_merger_names_its_document(db: None) -> None:
    load_units([row("a", since=OLD), row("b", since=OLD), row("x", parent="a", since=OLD, former_parent="b")])
    assert list(UnitVersion.objects.filter(unit__code="x").values_list("document", flat=True)) == [
        DOCUMENT,
        MERGER_DOCUMENT,
    ]


def test_territories_changed_their_codes_with_the_merger(db: None) -> None:
    load_units([row("x", since=OLD, codes=("320613",), former_codes=("320602", "320611"))])
    found = Territory.objects.order_by("division_code").values_list("division_code", "valid_from", "valid_to")
    assert list(found) == [("320602", OLD, MERGER), ("320611", OLD, MERGER), ("320613", MERGER, None)]


def test_units_are_returned_by_code_with_their_superiors(db: None) -> None:
    units = load_units([row("a"), row("x", parent="a", short="简")])
    assert set(units) == {"a", "x"}
    assert (units["x"].parent, units["x"].label) == (units["a"], "简")


def test_successions_are_old_news_and_lead_on(db: None) -> None:
    units = load_units([row("a", since=OLD, until=MERGER), row("b", since=OLD, until=MERGER), row("x")])
    load_successions([Succession("merge", MERGER, MERGER_DOCUMENT, ("a", "b"), "x")], units)
    made = UnitSuccession.objects.get()
    assert made.announced_at is not None
    assert {one.code for one in made.predecessors.all()} == {"a", "b"}
    assert successor_units(units["a"].pk) == [units["x"].pk]


def test_an_empty_table_loads_nothing(db: None) -> None:
    assert load_units([]) == {}
    load_successions([], {})
    assert not UnitSuccession.objects.exists()

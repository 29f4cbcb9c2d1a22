import pytest

from chengzhi.cases.procedure import CASE
from chengzhi.kernel.procedures import all_procedures, procedure_named
from chengzhi.kernel.procedures.registry import register


def test_a_table_is_found_by_name_and_version() -> None:
    assert procedure_named("case", 1) is CASE


@pytest.mark.parametrize(("name", "version"), [("case", 99), ("penalty of the moon", 1)])
def test_a_table_nobody_registered_is_not_found(name: str, version: int) -> None:
    with pytest.raises(KeyError):
        procedure_named(name, version)


def test_registering_twice_changes_nothing() -> None:
    before = all_procedures()
    register(CASE)
    assert all_procedures() == before


def test_tables_come_in_order() -> None:
    keys = [(one.name, one.version) for one in all_procedures()]
    assert keys == sorted(keys)

"""What stops an operation tells scripts why by its exit code."""

import pytest
from django.core.management.base import CommandError

from chengzhi.operations.errors import EnvironmentFault, Exit, OperationError, Refused


@pytest.mark.parametrize(
    ("kind", "code"),
    [(OperationError, Exit.PROBLEM), (EnvironmentFault, Exit.ENVIRONMENT), (Refused, Exit.REFUSED)],
)
def test_each_kind_of_fault_has_its_exit_code(kind: type[OperationError], code: Exit) -> None:
    fault = kind("没有写成。请换一个目录。")
    assert fault.returncode == code
    assert str(fault) == "没有写成。请换一个目录。"


@pytest.mark.parametrize("kind", [OperationError, EnvironmentFault, Refused])
def test_every_fault_is_one_that_django_reports_without_a_traceback(kind: type[OperationError]) -> None:
    assert issubclass(kind, CommandError)


def test_the_codes_are_those_the_help_promises() -> None:
    assert {one.name: one.value for one in Exit} == {
        "OK": 0,
        "PROBLEM": 1,
        "USAGE": 2,
        "ENVIRONMENT": 3,
        "REFUSED": 4,
    }


def test_a_refusal_is_told_apart_from_a_machine_that_is_not_ready() -> None:
    with pytest.raises(OperationError) as caught:
        raise Refused("已经存在，没有覆盖。")
    assert not isinstance(caught.value, EnvironmentFault)

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from chengzhi.cases.models import Case
from chengzhi.cases.starter import demo
from chengzhi.evidence.selectors import ready_store

pytestmark = pytest.mark.django_db


def test_some_hours_of_the_city_are_played() -> None:
    ready_store()
    demo._load_registers()
    out = StringIO()
    call_command("simulate", "--days", "0.25", "--per-day", "12", stdout=out, verbosity=1)
    assert f"上报 {Case.objects.count()} 件" in out.getvalue()


@pytest.mark.parametrize("words", [["--days", "0"], ["--per-day", "-1"]])
def test_nothing_is_played_for_no_time(words: list[str]) -> None:
    with pytest.raises(CommandError, match="都要大于 0"):
        call_command("simulate", *words, verbosity=0)


def test_without_a_city_the_command_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="先运行"):
        call_command("simulate", "--days", "1", verbosity=0)

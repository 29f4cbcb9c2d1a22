from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.city import make_city
from tests.factories.loop import case_after

pytestmark = pytest.mark.django_db


def test_whole_histories_are_counted() -> None:
    case_after(make_city(), "accept")
    out = StringIO()
    call_command("verify_steps", stdout=out, verbosity=1)
    assert "记录完整：1 件，4 步" in out.getvalue()


def test_a_forged_step_is_named() -> None:
    case = case_after(make_city(), "accept")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_casestep DISABLE TRIGGER USER")
        cursor.execute("UPDATE cases_casestep SET actor_name = 'mallory' WHERE seq = 3")
        cursor.execute("ALTER TABLE cases_casestep ENABLE TRIGGER USER")
    with pytest.raises(CommandError, match=rf"{case.number}（第 3 步）"):
        call_command("verify_steps", verbosity=0)


def test_a_house_without_histories_is_whole() -> None:
    out = StringIO()
    call_command("verify_steps", stdout=out, verbosity=1)
    assert "记录完整：0 件，0 步" in out.getvalue()


def test_a_script_hears_nothing_where_all_is_well() -> None:
    case_after(make_city(), "accept")
    out = StringIO()
    call_command("verify_steps", stdout=out, verbosity=0)
    assert out.getvalue() == ""

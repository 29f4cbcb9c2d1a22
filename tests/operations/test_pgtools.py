from pathlib import Path

import psycopg
import pytest
from django.db import connection

from chengzhi.kernel.models import Role
from chengzhi.operations import pgtools
from chengzhi.operations.errors import EnvironmentFault, OperationError


def test_programs_come_from_the_folder_named_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert pgtools.program("pg_dump") == str(program)
    monkeypatch.delenv("PG_BIN")
    assert "pginstall18" in pgtools.program("pg_dump")


def test_a_missing_program_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EnvironmentFault, match=r"找不到 pg_nonsense.*PG_BIN"):
        pgtools.program("pg_nonsense")


def test_the_password_goes_by_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "s3cret")
    assert "s3cret" not in pgtools.target()
    assert pgtools.environment()["PGPASSWORD"] == "s3cret"


@pytest.mark.django_db
def test_what_a_program_says_comes_out(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as output, pytest.raises(OperationError, match="no matching tables"):
        pgtools.run("pg_dump", ["--table=no_such_table", f"--dbname={pgtools.target()}"], output)


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_keeps_one_moment() -> None:
    with pgtools.snapshot() as name:
        before = pgtools.row_counts()["kernel_role"]
        with psycopg.connect(pgtools.target(), autocommit=True) as other:
            other.execute("INSERT INTO kernel_role (code, name, name_en, exclusive_group) VALUES ('x', 'x', '', '')")
        assert pgtools.row_counts()["kernel_role"] == before
        assert "-" in name
    assert Role.objects.filter(code="x").exists()

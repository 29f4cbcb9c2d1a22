from pathlib import Path

import psycopg
import pytest
from django.db import connection

from chengzhi.kernel.models import Role
from chengzhi.operations import pgtools
from chengzhi.operations.cluster import EmbeddedServerError
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


def test_a_system_without_the_wheel_uses_its_own_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none() -> Path:
        raise EmbeddedServerError("没有内置的 PostgreSQL。")

    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(pgtools, "binaries", none)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pgtools.program("pg_dump") == str(program)
    with pytest.raises(EnvironmentFault, match="postgresql-client"):
        pgtools.program("pg_restore")


def test_an_operator_who_reads_english_is_told_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    with pytest.raises(EnvironmentFault, match="pg_nonsense is missing"):
        pgtools.program("pg_nonsense")


def test_what_steers_other_programs_does_not_steer_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c search_path=elsewhere")
    monkeypatch.setenv("PGTZ", "Asia/Shanghai")
    given = pgtools.environment()
    assert (given["PGOPTIONS"], given["PGTZ"]) == ("", "UTC")


@pytest.mark.django_db
def test_the_server_is_asked_past_the_pool() -> None:
    assert pgtools.answer()[0].isdigit()


def test_a_server_that_does_not_answer_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgtools, "target", lambda: "host=/nowhere dbname=city")
    with pytest.raises(psycopg.OperationalError):
        pgtools.answer()


@pytest.mark.django_db
def test_every_table_is_counted() -> None:
    counts = pgtools.row_counts()
    assert list(counts) == pgtools.tables()
    assert counts["kernel_role"] == Role.objects.count()
    assert counts["django_migrations"] > 50


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_let_go_also_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), pgtools.snapshot():
        raise ZeroDivisionError
    Role.objects.create(code="y", name="y")

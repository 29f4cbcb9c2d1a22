import io
import re
import subprocess

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations.operations import AddConstraint, AddIndex, CreateModel, RemoveConstraint
from django.db.migrations.state import ProjectState

from chengzhi.operations import pgtools
from chengzhi.operations.quick_migration import quickly
from tests.operations.conftest import EmptyPlace

CONSTRAINT = models.CheckConstraint(condition=models.Q(n__gt=0), name="n_positive")


@pytest.fixture
def state() -> ProjectState:
    found = ProjectState()
    CreateModel("One", [("id", models.BigAutoField(primary_key=True)), ("n", models.IntegerField())]).state_forwards(
        "kernel", found
    )
    assert found.apps.get_model("kernel", "One")._meta.constraints == []
    return found


def test_constraints_and_indexes_join_the_rendered_model_without_rendering(state: ProjectState) -> None:
    before = state.apps.get_model("kernel", "One")
    with quickly():
        AddConstraint("One", CONSTRAINT).state_forwards("kernel", state)
        AddIndex("One", models.Index(fields=["n"], name="n_index")).state_forwards("kernel", state)
    after = state.apps.get_model("kernel", "One")
    assert after is before
    assert [one.name for one in (*after._meta.constraints, *after._meta.indexes)] == ["n_positive", "n_index"]


def test_a_later_change_finds_them(state: ProjectState) -> None:
    with quickly():
        AddConstraint("One", CONSTRAINT).state_forwards("kernel", state)
        RemoveConstraint("One", "n_positive").state_forwards("kernel", state)
    assert state.apps.get_model("kernel", "One")._meta.constraints == []


def test_django_is_as_it_was_afterwards() -> None:
    before = vars(ProjectState)["_append_option"]
    with quickly():
        assert vars(ProjectState)["_append_option"] is not before
    assert vars(ProjectState)["_append_option"] is before


def schema() -> list[str]:
    """Return the database's definitions as PostgreSQL writes them, without its random words."""
    command = [pgtools.program("pg_dump"), "--schema-only", f"--dbname={pgtools.target()}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"^.(?:un)?restrict .*$", "", text, flags=re.MULTILINE).splitlines()


@pytest.mark.django_db(transaction=True)
def test_the_database_is_the_same_to_the_last_constraint(empty_place: EmptyPlace) -> None:
    quick = schema()  # the test database was made quickly
    empty_place.enter()
    call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
    assert schema() == quick


@pytest.mark.django_db
def test_models_and_migrations_agree_after_it() -> None:
    with quickly():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

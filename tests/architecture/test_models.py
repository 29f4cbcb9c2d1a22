"""What the database itself must hold, for every room."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.db import models

from chengzhi.kernel.models.steps import AbstractStep, AbstractSubject

OURS = [model for model in apps.get_models() if model.__module__.startswith("chengzhi.")]
SUBJECTS = [model for model in OURS if issubclass(model, AbstractSubject)]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.parametrize("model", SUBJECTS, ids=lambda one: one.__name__)
def test_every_state_column_is_checked(model: type[AbstractSubject]) -> None:
    conditions = [str(one) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    assert any("state__in" in condition for condition in conditions)


@pytest.mark.django_db
@pytest.mark.parametrize("model", SUBJECTS, ids=lambda one: one.__name__)
def test_every_subject_has_its_guard_triggers(model: type[AbstractSubject]) -> None:
    from django.db import connection  # noqa: PLC0415  only where a database is there

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {row[0] for row in cursor.fetchall()}
    step, table = model.step_model._meta.db_table, model._meta.db_table
    assert {f"{table}_door", f"{table}_begins", f"{step}_follows", f"{step}_kept", f"{step}_not_emptied"} <= names


def test_every_step_keeps_the_appointment_it_was_taken_in() -> None:
    steps = [model for model in OURS if issubclass(model, AbstractStep)]
    assert all(model._meta.get_field("appointment").is_relation for model in steps)


def test_there_are_no_generic_foreign_keys() -> None:
    assert [m for m in OURS if any(isinstance(f, GenericForeignKey) for f in m._meta.private_fields)] == []


def test_what_is_cited_cannot_be_deleted_from_under_a_case() -> None:
    loop = [model for model in OURS if model._meta.app_label == "cases"]
    relations = [field for model in loop for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    loose = [str(field) for field in relations if field.remote_field.on_delete is not models.PROTECT]
    assert [name for name in loose if "SavedView" not in name] == []


# What goes with what it belongs to, and why; everything else is kept by PROTECT.
LOOSE = {
    "kernel.RoleGrant.role": "CASCADE",  # a grant is a line of its role
    "kernel.OutboxDelivery.event": "CASCADE",  # a delivery is a line of its event
    "organisation.LastCapacity.account": "CASCADE",  # a convenience, no record
    "organisation.LastCapacity.appointment": "CASCADE",
    "organisation.ApiAnswer.account": "CASCADE",  # remembered for a day, so that repeating is harmless
    "grid.CellVersion.cell": "CASCADE",  # only a batch that nobody cites can be withdrawn, with all of it
    "grid.PartChange.part": "CASCADE",
    "grid.Place.cell": "SET_NULL",  # a landmark outlives the cells around it
    "catalogue.CategoryQuestion.category": "CASCADE",  # questions are lines of their category
    "catalogue.QuestionOption.question": "CASCADE",
    "catalogue.LearnedWord.category": "CASCADE",
    "cases.SavedView.account": "CASCADE",  # a view is its owner's
}


def test_every_relation_that_is_not_kept_is_meant() -> None:
    found = {
        f"{model._meta.label}.{field.name}": field.remote_field.on_delete.__name__
        for model in OURS
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }
    assert {name: how for name, how in found.items() if LOOSE.get(name) != how} == {}


@pytest.mark.parametrize("model", OURS, ids=lambda one: one.__name__)
def test_every_model_has_words_for_people_and_columns_for_them(model: type[models.Model]) -> None:
    assert str(model._meta.verbose_name) != model._meta.model_name
    bare = [field.name for field in model._meta.local_fields if not field.primary_key and not str(field.verbose_name)]
    assert bare == []


@pytest.mark.parametrize("model", OURS, ids=lambda one: one.__name__)
def test_no_text_is_nullable(model: type[models.Model]) -> None:
    texts = (models.CharField, models.TextField)
    assert [field.name for field in model._meta.local_fields if isinstance(field, texts) and field.null] == []


def test_every_constraint_has_a_name_of_its_own() -> None:
    names = [one.name for model in OURS for one in model._meta.constraints]
    assert len(names) == len(set(names))

"""Words to find something by, as a model field that is written from plain words."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

# Django's classes take type arguments only in the stubs.
if TYPE_CHECKING:
    AnyVector = SearchVectorField[Any, Any]
else:
    AnyVector = SearchVectorField


class WordsField(AnyVector):
    """A ``tsvector`` of PostgreSQL's 'simple' configuration; give it what ``kernel.search.index_words()`` returns."""

    def get_placeholder(self, value: Any, _compiler: SQLCompiler | None, _connection: BaseDatabaseWrapper) -> str:
        return "%s" if value is None or hasattr(value, "as_sql") else "to_tsvector('simple', %s)"

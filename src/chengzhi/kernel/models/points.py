"""The core PostgreSQL ``point`` as a model field: no extension, GiST-indexable, read and written as (lon, lat)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import NotSupportedError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Lookup
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.coordinates import Point

SqlAndParams = tuple[str, tuple[str | int, ...]]

# Django's classes take type arguments only in the stubs.
if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
    AnyLookup = Lookup[Any]
else:
    AnyField, AnyLookup = models.Field, Lookup


class PointField(AnyField):
    """Longitude and latitude in one column; index it with ``GistIndex(fields=[...])``.

    Ask with ``within_box=(west, south, east, north)`` or ``exact``. PostgreSQL can neither sort points nor tell them
    apart in DISTINCT or GROUP BY: use the plain lon and lat columns for that.
    """

    description = _("位置")
    empty_strings_allowed = False

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        if connection.vendor != "postgresql":
            raise NotSupportedError("points need PostgreSQL")
        return "point"

    def get_placeholder(self, value: Any, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> str:
        return "%s" if hasattr(value, "as_sql") else "%s::point"

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        lon, lat = self.to_python(value)
        return f"({lon!r},{lat!r})"

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> Point | None:
        return None if value is None else _read(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Point):
            return value
        return _read(value) if isinstance(value, str) else Point(float(value[0]), float(value[1]))

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(self.get_prep_value(value))


class PointOf(Func):
    """``point(lon, lat)``: for a GeneratedField that follows two float columns, NULL where one of them is."""

    function = "point"
    arity = 2
    output_field: ClassVar[PointField] = PointField()


@PointField.register_lookup
class SamePoint(AnyLookup):
    """Points have no ``=`` in PostgreSQL; ``~=`` is its word for the same place."""

    lookup_name = "exact"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SqlAndParams:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} ~= {right}", (*left_params, *right_params)


@PointField.register_lookup
class WithinBox(AnyLookup):
    """``within_box=(west, south, east, north)``: on or inside the box, answered from a GiST index."""

    lookup_name = "within_box"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SqlAndParams:
        left, params = self.process_lhs(compiler, connection)
        west, south, east, north = (float(side) for side in self.rhs)
        return f"{left} <@ %s::box", (*params, f"(({west!r},{south!r}),({east!r},{north!r}))")


def _read(text: str) -> Point:
    lon, lat = text.strip("()").split(",")
    return Point(float(lon), float(lat))

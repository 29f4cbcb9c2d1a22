"""The point column: round trip, box look-up through the index, generated columns."""

from typing import Any, ClassVar

import pytest
from django.contrib.postgres.indexes import GistIndex
from django.db import NotSupportedError, connection, models
from django.db.models import F, GeneratedField, Value

from chengzhi.kernel.coordinates import Point
from chengzhi.kernel.models.points import PointField, PointOf

pytestmark = pytest.mark.django_db
SQUARE = (120.0, 31.0, 121.0, 32.0)


class Lamp(models.Model):
    """A street lamp of these tests only."""

    point = PointField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "lamps"
        indexes = [GistIndex(fields=["point"], name="lamp_point")]


class Bin(models.Model):
    """A litter bin whose point follows its two columns."""

    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    point = GeneratedField(expression=PointOf("lon", "lat"), output_field=PointField(), db_persist=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "lamps"


@pytest.fixture(autouse=True)
def _tables(db: None) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Lamp)
        editor.create_model(Bin)


def test_a_point_is_kept_to_the_last_digit() -> None:
    made = Lamp.objects.create(point=(120.85731234567891, 32.00981234567891))
    assert Lamp.objects.get(pk=made.pk).point == Point(120.85731234567891, 32.00981234567891)


def test_a_missing_point_stays_missing() -> None:
    Lamp.objects.create(point=None)
    assert Lamp.objects.get(point__isnull=True).point is None


def test_points_are_updated_and_written_in_bulk() -> None:
    Lamp.objects.bulk_create([Lamp(point=Point(120.1, 31.1)), Lamp(point=None)])
    Lamp.objects.filter(point=None).update(point=Point(120.2, 31.2))
    Lamp.objects.filter(point=(120.1, 31.1)).update(point=PointOf(Value(120.3), Value(31.3)))
    assert set(Lamp.objects.values_list("point", flat=True)) == {(120.2, 31.2), (120.3, 31.3)}


@pytest.mark.parametrize(
    ("point", "is_inside"),
    [
        ((120.5, 31.5), True),
        ((120.0, 31.0), True),
        ((121.0, 32.0), True),
        ((121.0001, 31.5), False),
        ((31.5, 120.5), False),
    ],
)
def test_a_box_holds_what_lies_in_it_and_on_its_edge(point: tuple[float, float], *, is_inside: bool) -> None:
    Lamp.objects.create(point=point)
    assert Lamp.objects.filter(point__within_box=SQUARE).exists() is is_inside


def test_the_same_place_is_found_by_exact() -> None:
    Lamp.objects.create(point=(120.5, 31.5))
    assert Lamp.objects.filter(point=(120.5, 31.5)).count() == 1
    assert not Lamp.objects.filter(point=(120.5, 31.6)).exists()


def test_the_box_is_answered_from_the_index() -> None:
    Lamp.objects.bulk_create(Lamp(point=(110 + n % 100 / 5, 20 + n // 100 / 5)) for n in range(5000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE lamps_lamp")
    plan = Lamp.objects.filter(point__within_box=(120.0, 25.0, 120.3, 25.3)).explain()
    assert "lamp_point" in plan


def test_a_generated_point_follows_its_columns() -> None:
    made = Bin.objects.create(lon=120.5, lat=31.5)
    Bin.objects.filter(pk=made.pk).update(lon=F("lon") + 1)
    assert Bin.objects.get().point == (121.5, 31.5)
    Bin.objects.update(lat=None)
    assert Bin.objects.get().point is None


def test_a_point_survives_serialisation() -> None:
    field = PointField(name="point")
    field.set_attributes_from_name("point")
    text = field.value_to_string(Lamp(point=Point(120.5, 31.25)))
    assert field.to_python(text) == Point(120.5, 31.25)
    assert field.value_to_string(Lamp()) == ""


def test_points_need_postgresql() -> None:
    other = type("Other", (), {"vendor": "sqlite"})()
    with pytest.raises(NotSupportedError):
        PointField().db_type(other)

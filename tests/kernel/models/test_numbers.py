import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.models import NumberSeries

pytestmark = pytest.mark.django_db


def test_a_series_stands_once_in_a_year() -> None:
    series = NumberSeries.objects.create(code="case", period=2026)
    assert str(series) == "case 2026"
    with pytest.raises(IntegrityError, match="number_series_once"), transaction.atomic():
        NumberSeries.objects.create(code="case", period=2026)


def test_a_series_has_a_code() -> None:
    with pytest.raises(IntegrityError, match="code_present"), transaction.atomic():
        NumberSeries.objects.create(code="", period=2026)

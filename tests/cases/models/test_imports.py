import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import ImportMapping, ReportImport
from chengzhi.kernel import clock

pytestmark = pytest.mark.django_db


def test_the_sums_of_an_import_agree() -> None:
    facts = {"filename": "a.csv", "channel_code": "import", "rows": 3, "taken": 1, "known": 1, "at": clock.now()}
    ReportImport.objects.create(**facts, refused=1)
    with pytest.raises(IntegrityError, match="sums_agree"), transaction.atomic():
        ReportImport.objects.create(**facts, refused=0)


def test_a_mapping_has_a_name() -> None:
    assert str(ImportMapping(name="12345 工单")) == "12345 工单"
    with pytest.raises(IntegrityError, match="mapping_named"), transaction.atomic():
        ImportMapping.objects.create(name="", columns={})

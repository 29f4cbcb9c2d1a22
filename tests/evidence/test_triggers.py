import pytest
from django.db import IntegrityError, connection

from chengzhi.evidence.models import Blob, Item
from chengzhi.evidence.triggers import keep_evidence
from tests.factories import evidence as made

pytestmark = pytest.mark.django_db
SHA = "a" * 64


@pytest.mark.parametrize("table", ["evidence_blob", "evidence_thumbnail", "evidence_item"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_database_refuses_to_change_or_remove_evidence(table: str, act: str) -> None:
    made.stored()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="never changed or removed"):
        cursor.execute(act.format(table))


def test_replacing_the_hash_is_refused() -> None:
    item = made.stored()
    with pytest.raises(IntegrityError, match="never changed"):
        Blob.objects.filter(pk=item.blob_id).update(sha256=SHA)


def test_triggers_can_be_taken_off_again() -> None:
    item = made.stored()
    with connection.cursor() as cursor:
        cursor.execute(str(keep_evidence().reverse_sql))
    assert Item.objects.filter(pk=item.pk).delete()[0] == 1

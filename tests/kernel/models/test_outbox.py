import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chengzhi.kernel.models.outbox import OutboxDelivery, OutboxEvent

pytestmark = pytest.mark.django_db


def test_an_event_has_a_name() -> None:
    with pytest.raises(IntegrityError, match="outbox_name_present"), transaction.atomic():
        OutboxEvent.objects.create(name="", payload={}, happened_at=timezone.now())


def test_a_handler_is_told_of_an_event_once() -> None:
    event = OutboxEvent.objects.create(name="x", payload={}, happened_at=timezone.now())
    OutboxDelivery.objects.create(event=event, handler="a")
    with pytest.raises(IntegrityError, match="outbox_delivery_once"), transaction.atomic():
        OutboxDelivery.objects.create(event=event, handler="a")

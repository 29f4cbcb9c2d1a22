"""The capacity of last time is kept once for an account."""

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.models import Account
from chengzhi.organisation.models import Unit
from chengzhi.organisation.models.chosen import LastCapacity
from tests.factories.organisation import make_appointment, make_person, make_post


def test_an_account_remembers_one_capacity(office: Unit) -> None:
    held = make_appointment(make_person("张丽", username="zhangli"), make_post(office, name="办事员"))
    account = Account.objects.get()
    row = LastCapacity.objects.create(account=account, appointment=held)
    assert str(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        LastCapacity.objects.create(account=account, appointment=held)

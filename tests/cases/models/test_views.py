import pytest
from django.db import IntegrityError, transaction

from chengzhi.cases.models import SavedView
from chengzhi.kernel.models import Account

pytestmark = pytest.mark.django_db


def test_a_name_is_used_once_by_a_person() -> None:
    account = Account.objects.create_user("wangmin")
    assert str(SavedView.objects.create(account=account, name="西门", list_name="work")) == "西门"
    with pytest.raises(IntegrityError, match="saved_view_name_once"), transaction.atomic():
        SavedView.objects.create(account=account, name="西门", list_name="doing")
    with pytest.raises(IntegrityError, match="name_present"), transaction.atomic():
        SavedView.objects.create(account=account, name="", list_name="doing")

"""The book of acts, and the one row that counts changes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from chengzhi.kernel.access import SYSTEM
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import RegisterAct, RegisterVersion, Unit
from chengzhi.organisation.services import (
    establish_unit,
)
from tests.organisation.conftest import DOCUMENT, TODAY


def establish(parent: Unit | None, **changes: Any) -> Unit:
    facts: dict[str, Any] = {
        "code": "zd-cd",
        "name": "城东街道执法中队",
        "kind": UnitKind.SQUAD,
        "on": TODAY,
        "document": DOCUMENT,
        "capacity": SYSTEM,
    }
    return establish_unit(parent=parent, **{**facts, **changes})


def test_the_book_of_acts_is_never_changed(street: Unit) -> None:
    establish(street)
    for spoil in (lambda: RegisterAct.objects.update(note=""), lambda: RegisterAct.objects.all().delete()):
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            spoil()


def test_the_register_has_one_state(db: None) -> None:
    with pytest.raises(IntegrityError, match="register_version_is_one_row"), transaction.atomic():
        RegisterVersion.objects.create(pk=2, number=1)

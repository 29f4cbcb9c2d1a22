"""What is done to the catalogue is in the log."""

import hashlib
from pathlib import Path

import pytest

from chengzhi.catalogue.services import amend_standard, change_category, import_standards, withdraw_standard
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import SettingsChange
from tests.factories import catalogue as made

pytestmark = pytest.mark.django_db


def log() -> list[SettingsChange]:
    return list(SettingsChange.objects.order_by("pk"))


def test_an_amendment_tells_the_limit_before_and_after() -> None:
    old = made.standard()
    amend_standard(
        capacity=made.manager, standard=old, facts=made.facts(limit_value=old.limit_value + 1), valid_from=made.LATER
    )
    row = log()[-1]
    assert (row.setting, row.act) == ("catalogue.standard", "changed")
    assert row.after["limit"][0] == row.before["limit"][0] + 1


def test_an_end_is_a_withdrawal_and_a_second_is_refused_without_a_line() -> None:
    old = made.standard()
    withdraw_standard(capacity=made.manager, standard=old, valid_to=made.LATER)
    lines = len(log())
    with pytest.raises(BadInput):
        withdraw_standard(capacity=made.manager, standard=old, valid_to=made.LATER)
    assert (log()[-1].act, len(log())) == ("withdrawn", lines)


def test_words_of_a_category_are_compared() -> None:
    held = made.category()
    for _time in range(2):
        change_category(capacity=made.manager, category=held, keywords=["油烟"], handler=held.handler)
    assert [one.after for one in log() if one.act == "changed"] == [{"keywords": ["油烟"]}]


def test_an_import_is_one_line_with_the_hash_of_its_file(tmp_path: Path) -> None:
    sheet = made.sheet(tmp_path, "事件,1,市容环境,10,暴露生活垃圾,成堆,已清走,2工作时")
    city = made.edition("import", is_adopted=False)
    for is_dry_run in (True, False, False):
        import_standards(path=sheet, edition=city, capacity=made.manager, valid_from=made.FIRST, is_dry_run=is_dry_run)
    (row,) = [one for one in log() if one.act == "imported"]
    assert (row.key, row.summary["new"]) == ("import", 1)
    assert row.file_hash == hashlib.sha256(sheet.read_bytes()).hexdigest()

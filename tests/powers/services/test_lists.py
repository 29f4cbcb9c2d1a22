"""A list begins as a draft of a unit that its author reaches, and remembers its author."""

import re

import pytest

from chengzhi.kernel.access import SYSTEM, Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.kernel.procedures import verify_chain
from chengzhi.organisation.models import Unit
from chengzhi.powers.enums import PowerLevel
from chengzhi.powers.models import PowerList
from chengzhi.powers.services import Draft, draft_list
from tests.factories.organisation import make_capacity, make_unit

TITLE = "城管局权责清单"


def test_a_draft_is_the_first_version_with_its_step(bureau: Unit, drafter: Capacity) -> None:
    found = draft_list(Draft(title=f"  {TITLE} ", unit_id=bureau.pk, level=PowerLevel.STREET), capacity=drafter)
    found.refresh_from_db()
    assert (found.title, found.state, found.version, found.level) == (TITLE, "draft", 1, "street")
    assert re.fullmatch(r"Q20261123-\d{3,}", found.number)
    assert found.steps.get().data == {"title": TITLE, "unit": bureau.name}
    assert verify_chain(found).is_whole


def test_each_list_has_its_own_number(bureau: Unit, drafter: Capacity) -> None:
    numbers = {draft_list(Draft(title=TITLE, unit_id=bureau.pk), capacity=drafter).number for _one in range(3)}
    assert len(numbers) == 3


def test_whoever_drafts_is_remembered_by_account_and_name(power_list: PowerList, drafter: Capacity) -> None:
    editor = power_list.editors.get()
    assert (editor.account_id, editor.name) == (drafter.account_id, "起草人")


def test_the_system_leaves_no_author(bureau: Unit) -> None:
    assert not draft_list(Draft(title=TITLE, unit_id=bureau.pk), capacity=SYSTEM).editors.exists()


def test_without_the_right_nothing_begins(bureau: Unit, reviewer: Capacity) -> None:
    with pytest.raises(Forbidden, match="编制权责清单"):
        draft_list(Draft(title=TITLE, unit_id=bureau.pk), capacity=reviewer)
    assert not PowerList.objects.exists()


def test_who_drafts_for_the_own_unit_does_not_reach_another(drafter: Capacity) -> None:
    other = make_unit("崇川区住房和城乡建设局", code="zjj")
    for unit_id in (other.pk, 999_999):
        with pytest.raises(NotFound):
            draft_list(Draft(title=TITLE, unit_id=unit_id), capacity=drafter)


def test_who_drafts_for_the_city_reaches_every_unit_there_is(bureau: Unit) -> None:
    wide = make_capacity({"powers.list.draft": Scope.CITY}, unit=bureau, name="区级编制", username="wide")
    other = make_unit("崇川区住房和城乡建设局", code="zjj")
    assert draft_list(Draft(title=TITLE, unit_id=other.pk), capacity=wide).unit_id == other.pk
    with pytest.raises(NotFound):
        draft_list(Draft(title=TITLE, unit_id=999_999), capacity=wide)


@pytest.mark.parametrize("title", ["", " \n", "字" * 121])
def test_a_title_is_wanted_and_short(bureau: Unit, drafter: Capacity, title: str) -> None:
    with pytest.raises(BadInput) as caught:
        draft_list(Draft(title=title, unit_id=bureau.pk), capacity=drafter)
    assert list(caught.value.errors) == ["title"]

"""What every act on the register has in common."""

from typing import Any

import pytest

from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models import Unit
from chengzhi.organisation.services.records import (
    NOTE_LENGTH,
    Ground,
    checked_document,
    checked_text,
    record_act,
    signature,
    spoken,
)
from tests.factories.organisation import make_capacity, make_person
from tests.organisation.conftest import DOCUMENT, TODAY


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("城东中队", "城东中队"),
        ("  城东中队 ", "城东中队"),
        ("城东\t中队", "城东 中队"),
        ("城东\n\n中队", "城东 中队"),
        ("\u3000城东中队\u3000", "城东中队"),
        ("a  b   c", "a b c"),
    ],
)
def test_outer_and_doubled_spaces_are_dropped(typed: str, kept: str) -> None:
    assert checked_text({"name": (typed, 80)}) == {"name": kept}


@pytest.mark.parametrize("empty", ["", " ", "\t", "\u3000", "\n \n"])
def test_what_is_only_space_is_missing(empty: str) -> None:
    with pytest.raises(BadInput) as refusal:
        checked_text({"name": (empty, 80)})
    assert refusal.value.errors == {"name": ["没有填写。请填写后再保存。"]}


@pytest.mark.parametrize(("length", "passes"), [(1, True), (79, True), (80, True), (81, False), (500, False)])
def test_a_text_is_as_long_as_its_column_and_no_longer(length: int, passes: Any) -> None:
    if passes:
        assert checked_text({"name": ("字" * length, 80)})["name"] == "字" * length
        return
    with pytest.raises(BadInput, match="最多 80 字"):
        checked_text({"name": ("字" * length, 80)})


def test_spaces_do_not_count_towards_the_length() -> None:
    assert checked_text({"name": ("  " + "字" * 80 + "  ", 80)})["name"] == "字" * 80


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as refusal:
        checked_text({"name": ("", 80), "document": ("文" * 121, 120), "reason": ("好", 120)})
    assert set(refusal.value.errors) == {"name", "document"}


def test_an_act_without_a_document_is_refused_at_its_field() -> None:
    assert checked_document(f" {DOCUMENT} ") == DOCUMENT
    with pytest.raises(BadInput) as refusal:
        checked_document(" ")
    assert list(refusal.value.errors) == ["document"]


def test_a_day_without_an_end_is_spoken_of_as_long_term() -> None:
    assert (spoken(TODAY), spoken(None)) == ("2026-11-23", "长期")


@pytest.mark.parametrize(
    ("capacity", "words"),
    [
        (SYSTEM, "系统"),
        (Capacity(person_name="王敏", post_name="值班长", unit_name="监督中心"), "王敏 值班长 监督中心"),
        (Capacity(person_name="长" * 200), "长" * 120),
    ],
)
def test_a_signature_names_person_post_and_unit(capacity: Capacity, words: str) -> None:
    assert signature(capacity) == words


def test_a_resident_signs_with_the_name_given() -> None:
    assert signature(resident("李女士")).strip() == "李女士"


def test_an_act_names_who_did_it_when_and_by_which_document(office: Unit) -> None:
    capacity = make_capacity({}, unit=office, name="王敏", post_name="值班长", username="wangmin")
    person = make_person("李军")
    ground = Ground(capacity=capacity, on=TODAY, document=f" {DOCUMENT} ")
    act = record_act(ActKind.APPOINT, ground, unit=office, person=person, note="值班员")
    act.refresh_from_db()
    assert (act.account_id, act.actor) == (capacity.account_id, "王敏 值班长 城东街道城综办")
    assert (act.unit, act.person, act.on, act.document, act.note) == (office, person, TODAY, DOCUMENT, "值班员")


def test_a_note_that_is_too_long_is_cut_and_not_refused(db: None) -> None:
    note = record_act(ActKind.SYNC_ROLES, Ground(capacity=SYSTEM, on=TODAY), note="角" * 900).note
    assert note == "角" * NOTE_LENGTH


@pytest.mark.parametrize("fact", ["capacity", "on"])
def test_the_ground_of_an_act_cannot_be_left_out(fact: str) -> None:
    facts: dict[str, Any] = {"capacity": SYSTEM, "on": TODAY}
    del facts[fact]
    with pytest.raises(TypeError):
        Ground(**facts)

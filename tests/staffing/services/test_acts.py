"""Acts on certificates: what stands afterwards, and every refusal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.errors import BadInput, Forbidden, NotFound
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.selectors import today
from chengzhi.staffing.enums import CertificateKind
from chengzhi.staffing.models import Certificate, CertificateAct
from chengzhi.staffing.permissions import Permission
from chengzhi.staffing.selectors import certified_on
from chengzhi.staffing.services import Ground, issue, renew, restore, revoke, suspend
from tests.factories.organisation import make_capacity, make_person, make_unit
from tests.staffing.conftest import stated

pytestmark = pytest.mark.django_db
OFFICER = CertificateKind.OFFICER


@pytest.fixture
def held(officer: Person, squad: Unit, ground: Ground) -> Certificate:
    return issue(person=officer, unit=squad, details=stated(), ground=ground)


def days_ago(count: int) -> date:
    return today() - timedelta(days=count)


def refused(**given: object) -> dict[str, list[str]]:
    with pytest.raises(BadInput) as fault:
        issue(**given)  # type: ignore[arg-type]  # tables of facts
    return fault.value.errors


def test_issued_certificate_holds_and_its_record_says_who_and_why(held: Certificate) -> None:
    assert certified_on(held.person_id, today(), OFFICER) == held
    act = CertificateAct.objects.get(certificate=held)
    assert (act.act, act.reason, act.document) == ("issue", "市司法局核发", "通司发〔2026〕8号")
    assert act.actor.startswith("周红")


@pytest.mark.parametrize("employment", ["assistant", "contract", "firm", "cadre"])
@pytest.mark.rule("CF-042-2", "QZ-017-3")
def test_officers_certificate_is_refused_to_people_who_only_help(employment: str, squad: Unit, ground: Ground) -> None:
    helper = make_person("孙强", employment=EmploymentKind(employment))
    words = refused(person=helper, unit=squad, details=stated(), ground=ground)[""]
    assert "不能领行政执法证" in words[0]
    assert "第四十二条" in words[0]
    assert not Certificate.objects.exists()


def test_legal_qualification_may_be_held_by_anybody_without_an_end(squad: Unit, ground: Ground) -> None:
    person = make_person("钱律", employment=EmploymentKind.CONTRACT)
    lasting = stated(kind=CertificateKind.REVIEWER, last_day=None, area_code="")
    assert issue(person=person, unit=squad, details=lasting, ground=ground).valid_to is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "12"}, "number"),
        ({"number": "证字 1号!"}, "number"),
        ({"issued_by": "  "}, "issued_by"),
        ({"issued_by": "府" * 81}, "issued_by"),
        ({"area_code": "崇川"}, "area_code"),
        ({"last_day": None}, "last_day"),
        ({"last_day": date(2000, 1, 1)}, "last_day"),
    ],
)
def test_certificate_that_is_not_whole_is_refused_at_its_field(
    changed: dict[str, object], field: str, officer: Person, squad: Unit, ground: Ground
) -> None:
    assert field in refused(person=officer, unit=squad, details=stated(**changed), ground=ground)


def test_everything_wrong_is_told_at_once(squad: Unit, ground: Ground) -> None:
    helper = make_person("孙强", employment=EmploymentKind.ASSISTANT)
    found = refused(person=helper, unit=squad, details=stated(number="", issued_by=""), ground=ground)
    assert set(found) == {"number", "issued_by", ""}


def test_second_certificate_of_a_kind_on_the_same_day_is_refused(
    held: Certificate, officer: Person, squad: Unit, ground: Ground
) -> None:
    found = refused(person=officer, unit=squad, details=stated(number="10320613002"), ground=ground)
    assert held.number in found[""][0]
    assert "换发" in found[""][0]


def test_another_kind_on_the_same_day_is_fine(held: Certificate, officer: Person, squad: Unit, ground: Ground) -> None:
    second = stated(kind=CertificateKind.HEARING, number="T32061301")
    assert issue(person=officer, unit=squad, details=second, ground=ground).pk != held.pk


def test_number_belongs_to_one_certificate(held: Certificate, squad: Unit, ground: Ground) -> None:
    other = make_person("李明", employment=EmploymentKind.OFFICER)
    found = refused(person=other, unit=squad, details=stated(number=f" {held.number} "), ground=ground)
    assert "赵刚" in found["number"][0]


def test_unit_must_exist_on_the_first_day(officer: Person, ground: Ground) -> None:
    young = make_unit("新中队", kind="squad", since=today() + timedelta(days=3))
    assert "还没有设立" in refused(person=officer, unit=young, details=stated(), ground=ground)[""][0]


@pytest.mark.parametrize(("changed", "field"), [({"reason": " "}, "reason"), ({"on": date(2999, 1, 1)}, "on")])
def test_act_without_reason_or_in_the_future_is_refused(
    changed: dict[str, object], field: str, officer: Person, squad: Unit, ground: Ground
) -> None:
    bad = replace(ground, **changed)  # type: ignore[arg-type]  # a table of changed facts
    assert field in refused(person=officer, unit=squad, details=stated(), ground=bad)


def test_right_must_reach_the_unit(officer: Person, squad: Unit, ground: Ground) -> None:
    elsewhere = replace(ground, capacity=make_capacity({Permission.MANAGE: Scope.UNIT}))
    with pytest.raises(NotFound):
        issue(person=officer, unit=squad, details=stated(), ground=elsewhere)


def test_reader_cannot_act(held: Certificate, ground: Ground) -> None:
    reader: Capacity = make_capacity({Permission.READ: Scope.CITY})
    with pytest.raises(Forbidden):
        revoke(certificate=held, ground=replace(ground, capacity=reader))


def test_renewal_ends_the_old_certificate_on_the_first_day_of_the_new_one(held: Certificate, ground: Ground) -> None:
    new = renew(certificate=held, details=stated(number="10320613009", valid_from=today()), ground=ground)
    held.refresh_from_db()
    assert (new.predecessor, held.valid_to) == (held, today())
    assert certified_on(held.person_id, days_ago(1), OFFICER) == held
    assert certified_on(held.person_id, today(), OFFICER) == new
    assert list(held.acts.values_list("act", flat=True)) == ["renew", "issue"]


def test_renewal_of_an_ended_certificate_leaves_its_end(officer: Person, squad: Unit, ground: Ground) -> None:
    ended = stated(valid_from=date(2019, 1, 1), last_day=date(2023, 12, 31))
    old = issue(person=officer, unit=squad, details=ended, ground=ground)
    renew(certificate=old, details=stated(number="10320613009"), ground=ground)
    old.refresh_from_db()
    assert old.last_day == date(2023, 12, 31)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": CertificateKind.HEARING}, "种类和原证不同"),
        ({"valid_from": date(2019, 1, 1)}, "应晚于原证"),
        ({"number": "1"}, "证件编号"),
    ],
)
def test_renewal_with_wrong_facts_is_refused(
    changed: dict[str, object], words: str, held: Certificate, ground: Ground
) -> None:
    new = stated(**{"number": "10320613009", "valid_from": today(), **changed})
    with pytest.raises(BadInput) as fault:
        renew(certificate=held, details=new, ground=ground)
    assert words in str(fault.value.errors)


def test_certificate_is_renewed_once(held: Certificate, ground: Ground) -> None:
    renew(certificate=held, details=stated(number="10320613009", valid_from=days_ago(5)), ground=ground)
    with pytest.raises(BadInput, match="已经换发过"):
        renew(certificate=held, details=stated(number="10320613010", valid_from=today()), ground=ground)


def test_suspended_certificate_cannot_be_renewed(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=ground)
    with pytest.raises(BadInput, match="不能换发"):
        renew(certificate=held, details=stated(number="10320613009", valid_from=today()), ground=ground)


def test_suspension_and_return_leave_the_days_between_without_a_certificate(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=replace(ground, on=days_ago(20)))
    restore(certificate=held, ground=replace(ground, on=days_ago(10)))
    found = [certified_on(held.person_id, days_ago(day), OFFICER) is not None for day in (21, 20, 11, 10, 0)]
    assert found == [True, False, False, True, True]


def test_suspension_needs_a_document(held: Certificate, ground: Ground) -> None:
    with pytest.raises(BadInput) as fault:
        suspend(certificate=held, ground=replace(ground, document=""))
    assert "document" in fault.value.errors


def test_suspension_must_lie_within_the_days_of_the_certificate(held: Certificate, ground: Ground) -> None:
    with pytest.raises(BadInput) as fault:
        suspend(certificate=held, ground=replace(ground, on=days_ago(31)))
    assert "不在有效期内" in fault.value.errors["on"][0]


def test_suspended_certificate_is_not_suspended_again(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=ground)
    with pytest.raises(BadInput, match="不能再暂扣"):
        suspend(certificate=held, ground=ground)


def test_second_suspension_begins_after_the_first_has_ended(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=replace(ground, on=days_ago(20)))
    restore(certificate=held, ground=replace(ground, on=days_ago(10)))
    with pytest.raises(BadInput) as fault:
        suspend(certificate=held, ground=replace(ground, on=days_ago(15)))
    assert "才发还" in fault.value.errors["on"][0]


def test_only_a_suspended_certificate_is_given_back(held: Certificate, ground: Ground) -> None:
    with pytest.raises(BadInput, match="没有被暂扣"):
        restore(certificate=held, ground=ground)


def test_certificate_is_given_back_after_the_day_it_was_taken(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=ground)
    with pytest.raises(BadInput) as fault:
        restore(certificate=held, ground=ground)
    assert "晚于暂扣日" in fault.value.errors["on"][0]


def test_revoked_certificate_makes_room_for_another(
    held: Certificate, officer: Person, squad: Unit, ground: Ground
) -> None:
    revoke(certificate=held, ground=ground)
    new = issue(person=officer, unit=squad, details=stated(number="10320613002", valid_from=today()), ground=ground)
    assert certified_on(officer.pk, today(), OFFICER) == new


def test_revocation_is_for_good(held: Certificate, ground: Ground) -> None:
    revoke(certificate=held, ground=ground)
    for act in (revoke, suspend, restore):
        with pytest.raises(BadInput):
            act(certificate=held, ground=ground)


def test_revocation_does_not_reach_back_before_the_suspension(held: Certificate, ground: Ground) -> None:
    suspend(certificate=held, ground=replace(ground, on=days_ago(3)))
    with pytest.raises(BadInput) as fault:
        revoke(certificate=held, ground=replace(ground, on=days_ago(9)))
    assert "不能早于" in fault.value.errors["on"][0]

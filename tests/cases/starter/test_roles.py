"""The starter table of roles grants what each post needs, and keeps apart what must be apart."""

import pytest

from chengzhi.cases.procedure import CASE
from chengzhi.cases.starter.roles import ROLES
from chengzhi.kernel.access import ActorKind
from chengzhi.kernel.permissions import permission

BY_CODE = {role.code: role for role in ROLES}


def test_every_granted_right_is_declared() -> None:
    for role in ROLES:
        for name in role.grants:
            assert permission(str(name))


def test_roles_have_codes_and_names_in_both_languages() -> None:
    assert len(BY_CODE) == len(ROLES)
    assert all(role.name and role.name_en for role in ROLES)


def test_every_act_of_the_loop_has_a_role_that_may_take_it() -> None:
    granted = {str(name) for role in ROLES for name in role.grants}
    wanted = {step.permission.value for step in CASE.steps if step.permission and ActorKind.PERSON in step.open_to}
    assert wanted <= granted


def test_who_handles_does_not_judge() -> None:
    for code in ("handler", "department"):
        assert not {"cases.case.dispatch", "cases.case.file", "cases.case.patrol"} & {
            str(one) for one in BY_CODE[code].grants
        }


def test_the_three_administrators_exclude_each_other() -> None:
    groups = {code: BY_CODE[code].exclusive_group for code in ("system_admin", "security_admin", "audit_admin")}
    assert len(set(groups.values())) == 1
    assert all(groups.values())
    rights = [set(map(str, BY_CODE[code].grants)) for code in groups]
    manage = [{one for one in each if one.startswith("kernel.")} for each in rights]
    assert not manage[0] & manage[1]
    assert not manage[1] & manage[2]


def test_the_security_administrator_alone_may_change_the_role_of_a_post() -> None:
    needed = {"organisation.post.manage", "organisation.role.manage"}
    assert [one.code for one in ROLES if needed <= {str(right) for right in one.grants}] == ["security_admin"]


REGISTERS = "catalogue.standard.read=city grid.register.read=city organisation.register.read=city"
DESK = f"{REGISTERS} cases.case.read=city cases.case.export=city"
# Who may do what and how far: whoever widens a post has to widen it here too, in sight of a reviewer.
GRANTED = {
    "acceptor": (
        f"{DESK} cases.case.report=city cases.case.accept=city cases.case.call_back=city cases.contact.read=city"
    ),
    "duty_leader": f"{DESK} cases.case.file=city cases.contact.read=city",
    "dispatcher": f"{DESK} cases.case.dispatch=city",
    "commander": f"{DESK} cases.case.supervise=city cases.case.confer=city cases.rules.manage=city",
    "leader": f"{DESK} cases.case.supervise=city cases.case.confer=city",
    "inspector": f"{DESK} cases.case.supervise=city",
    "collector": (
        "catalogue.standard.read=city grid.register.read=territory cases.case.read=territory cases.case.patrol=own "
        "cases.case.report=territory"
    ),
    "department": (
        f"{REGISTERS} cases.case.read=unit cases.case.export=unit cases.case.handle=unit cases.case.report=territory "
        "cases.whistle.answer=unit"
    ),
    "street_chief": (
        f"{REGISTERS} cases.case.read=territory cases.case.export=territory cases.case.handle=unit "
        "cases.case.report=territory cases.whistle.blow=territory cases.whistle.answer=unit "
        "staffing.certificate.read=unit"
    ),
    "handler": "catalogue.standard.read=city cases.case.read=own cases.case.handle=own",
    "officer": (
        "catalogue.standard.read=city grid.register.read=territory cases.case.read=territory cases.case.handle=own "
        "cases.case.report=territory cases.whistle.answer=unit staffing.certificate.read=unit"
    ),
    "assistant": "catalogue.standard.read=city cases.case.read=own cases.case.handle=own cases.case.report=territory",
    "legal_reviewer": f"{REGISTERS} cases.case.read=city staffing.certificate.read=city",
    "data_clerk": (
        f"{DESK} cases.case.report=city cases.case.import=city grid.cell.manage=city grid.part.manage=city "
        "grid.duty.manage=city catalogue.standard.manage=city"
    ),
    "personnel": (
        f"{REGISTERS} organisation.unit.manage=city organisation.post.manage=city organisation.person.manage=city "
        "organisation.appointment.manage=city staffing.certificate.read=city staffing.certificate.manage=city"
    ),
    "system_admin": f"{REGISTERS} kernel.system.manage=city cases.rules.manage=city",
    "security_admin": (
        f"{REGISTERS} kernel.access.manage=city organisation.account.manage=city organisation.role.manage=city "
        "organisation.post.manage=city"
    ),
    "audit_admin": f"{REGISTERS} kernel.audit.read=city organisation.act.read=city",
}


@pytest.mark.parametrize("code", GRANTED)
def test_a_role_holds_what_its_post_needs_and_nothing_more(code: str) -> None:
    held = {f"{name}={scope}" for name, scope in BY_CODE[code].grants.items()}
    assert held == set(GRANTED[code].split())


def test_no_role_stands_outside_the_table() -> None:
    assert set(GRANTED) == set(BY_CODE)


@pytest.mark.parametrize("code", ["handler", "assistant", "collector", "officer"])
def test_who_works_on_the_street_takes_no_list_home(code: str) -> None:
    assert "cases.case.export" not in {str(name) for name in BY_CODE[code].grants}


@pytest.mark.parametrize("code", ["system_admin", "security_admin", "audit_admin", "personnel"])
def test_who_administers_sees_no_case(code: str) -> None:
    rights = {str(name) for name in BY_CODE[code].grants}
    assert not {"cases.case.read", "cases.contact.read", "cases.case.export"} & rights


def test_telephone_numbers_are_for_those_who_call_back() -> None:
    readers = [one.code for one in ROLES if "cases.contact.read" in {str(name) for name in one.grants}]
    assert readers == ["acceptor", "duty_leader"]

"""The starter table of roles grants what each post needs, and keeps apart what must be apart."""

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

from chengzhi.cases.permissions import Permission
from chengzhi.cases.procedure import CASE
from chengzhi.kernel.permissions import permission


def test_every_right_is_declared_with_words_and_ground() -> None:
    for one in Permission:
        assert permission(one.value) is one
        assert one.value.startswith("cases.")
        assert str(one.label)
        assert one.ground


def test_every_act_of_the_loop_belongs_to_a_declared_right() -> None:
    assert {step.permission for step in CASE.steps if step.permission} <= set(Permission)

import pytest
from django.utils import translation

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


@pytest.mark.parametrize("one", Permission, ids=lambda one: one.name)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_right_is_named_and_explained_in_both_languages(one: Permission, language: str) -> None:
    with translation.override(language):
        words = [str(one.label), str(one.plain)]
    has_chinese = ["\u4e00" <= word[0] <= "\u9fff" for word in words]
    assert has_chinese == [language == "zh-hans"] * 2


@pytest.mark.parametrize(
    ("step", "right"),
    [
        ("accept", "cases.case.accept"), ("send_check", "cases.case.accept"), ("confirm", "cases.case.patrol"),
        ("file", "cases.case.file"), ("close", "cases.case.file"), ("grant_void", "cases.case.file"),
        ("dispatch", "cases.case.dispatch"), ("pass_inspection", "cases.case.dispatch"), ("feed_back", "cases.case.handle"),
        ("appeal", "cases.case.handle"), ("supervise", "cases.case.supervise"), ("force_close", "cases.case.supervise"),
        ("arbitrate", "cases.case.confer"), ("call_back", "cases.case.call_back"), ("urge", "cases.case.read"),
    ],
)  # fmt: skip
def test_an_act_asks_for_the_right_of_its_post(step: str, right: str) -> None:
    found = CASE.step(step).permission
    assert found is not None
    assert found.value == right

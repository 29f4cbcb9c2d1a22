import pytest

from chengzhi.console.intake.dangers import dangers_in


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("楼道里着火了", ["fire"]),
        ("有很大的煤气味", ["gas"]),
        ("路灯杆漏电，有人受伤了", ["power", "injury"]),
        ("没有人受伤", []),
        ("垃圾没有着火，就是臭", []),
        ("路灯不亮", []),
        ("", []),
    ],
)
def test_words_of_danger_call_for_a_service(words: str, codes: list[str]) -> None:
    assert [one.code for one in dangers_in(words)] == codes

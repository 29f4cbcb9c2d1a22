import pytest

from chengzhi.operations import words


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "你好"),
        ({"LANG": "en_GB.UTF-8"}, "hello"),
        ({"LANG": "C.UTF-8"}, "你好"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "你好"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "hello"),
        ({"LANG": ""}, "你好"),
    ],
)
def test_the_language_of_the_environment_is_spoken(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words.two("你好", "hello") == expected

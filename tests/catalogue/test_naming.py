import pytest

from chengzhi.catalogue.naming import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [("早（夜）市管理问题", "早(夜)市管理问题"), ("焚烧垃圾、树叶", "焚烧垃圾树叶"), (" 道路 不洁 ", "道路不洁")],
)
def test_ways_of_writing_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_other_needs_its_class() -> None:
    assert name_key("其他", "施工管理") == "施工管理其他"
    assert name_key("其他", "街面秩序") != name_key("其他", "施工管理")
    assert name_key("其他指示牌", "其他部件") == "其他指示牌"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("暴露生活垃圾", "暴露生活垃圾"),
        ("  ＡＢ-1 ", "ab1"),
        ("“黑车”客运", "黑车客运"),
        ("道路（桥）破损", "道路桥破损"),
        ("a/b\\c·d", "abcd"),
        ("、，。", ""),
        ("", ""),
    ],
)
def test_a_key_keeps_letters_and_drops_signs(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("name", "big", "key"),
    [
        ("其他", "", "其他"),
        ("其它", "施工管理", "施工管理其它"),
        ("其 他", "施工管理", "施工管理其他"),
        ("其他", "其他", "其他其他"),
    ],
)
def test_only_the_vague_name_takes_its_class(name: str, big: str, key: str) -> None:
    assert name_key(name, big) == key


def test_a_key_is_its_own_key() -> None:
    for name in ("早（夜）市管理问题", "焚烧垃圾、树叶"):
        assert name_key(name_key(name)) == name_key(name)

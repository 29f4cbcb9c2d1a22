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

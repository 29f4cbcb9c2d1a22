import pytest

from chengzhi.cases.models import ImportMapping
from chengzhi.cases.services.imports.mapping import Mapping, changed, known_mapping, mapping_named
from chengzhi.kernel.errors import BadInput


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["工单编号", "诉求内容", "地址"], {"ref": "工单编号", "words": "诉求内容", "place": "地址"}),
        (
            ["service_request_id", "service_name", "lat", "long", "requested_datetime"],
            {"ref": "service_request_id", "category": "service_name", "lat": "lat", "lon": "long",
             "time": "requested_datetime"},
        ),
        (["Title ", "BODY"], {"title": "Title ", "words": "BODY"}),
    ],
)  # fmt: skip
def test_the_names_of_common_files_are_known(columns: list[str], expected: dict[str, str]) -> None:
    assert known_mapping(columns).columns == expected


def test_a_file_without_words_says_which_columns_it_has() -> None:
    with pytest.raises(BadInput, match="这些列：x、y"):
        known_mapping(["x", "y"])


def test_a_field_is_pointed_at_another_column() -> None:
    mapping = Mapping(columns={"words": "body"}, fallback="暴露垃圾", datum="gcj02")
    new = changed(mapping, {"words": "text"}, ["body", "text"])
    assert (new.columns, new.fallback, new.datum) == ({"words": "text"}, "暴露垃圾", "gcj02")


@pytest.mark.parametrize(("pairs", "words"), [({"mood": "a"}, "没有“mood”这个字段"), ({"words": "b"}, "没有“b”这一列")])
def test_what_does_not_exist_cannot_be_mapped(pairs: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        changed(Mapping(columns={}), pairs, ["a"])


@pytest.mark.django_db
def test_a_saved_mapping_is_found_by_name() -> None:
    ImportMapping.objects.create(name="12345", columns={"words": "内容"}, categories={"垃圾": "暴露垃圾"})
    assert mapping_named("12345").categories == {"垃圾": "暴露垃圾"}
    with pytest.raises(BadInput, match="没有“热线”这个导入方案"):
        mapping_named("热线")

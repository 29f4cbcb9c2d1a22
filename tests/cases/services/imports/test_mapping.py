import pytest

from chengzhi.cases.models import ImportMapping
from chengzhi.cases.services.imports.mapping import FIELDS, KNOWN, Mapping, changed, known_mapping, mapping_named
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


PORTALS: dict[str, tuple[list[str], dict[str, str]]] = {
    "boston": (
        ["case_enquiry_id", "open_dt", "case_title", "type", "location", "latitude", "longitude"],
        {"ref": "case_enquiry_id", "time": "open_dt", "title": "case_title", "place": "location", "lat": "latitude",
         "lon": "longitude"},
    ),
    "chicago": (
        ["SR_ID", "CREATED_DATE", "REQUESTTYPE", "STREET_ADDRESS", "LATITUDE", "LONGITUDE"],
        {"ref": "SR_ID", "time": "CREATED_DATE", "category": "REQUESTTYPE", "place": "STREET_ADDRESS",
         "lat": "LATITUDE", "lon": "LONGITUDE"},
    ),
    "new york": (
        ["Unique_Key", "Created_Date", "Complaint_Type", "Descriptor", "lat", "lng"],
        {"ref": "Unique_Key", "time": "Created_Date", "category": "Complaint_Type", "words": "Descriptor", "lat": "lat",
         "lon": "lng"},
    ),
    "a hotline": (
        ["工单编号", "主题", "诉求内容", "来电时间", "问题类型", "地点", "经度", "纬度", "诉求人", "联系电话"],
        {"ref": "工单编号", "title": "主题", "words": "诉求内容", "time": "来电时间", "category": "问题类型", "place": "地点",
         "lon": "经度", "lat": "纬度", "name": "诉求人", "phone": "联系电话"},
    ),
    "our own export": (
        ["案卷编号", "小类", "问题描述", "上报时间", "位置"],
        {"ref": "案卷编号", "category": "小类", "words": "问题描述", "time": "上报时间", "place": "位置"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("columns", "expected"), PORTALS.values(), ids=PORTALS)
def test_files_of_cities_are_read_without_being_told_how(columns: list[str], expected: dict[str, str]) -> None:
    mapping = known_mapping(columns)
    assert mapping.columns == expected
    assert (mapping.categories, mapping.fallback, mapping.datum) == ({}, "", "cgcs2000")


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        (["body", "内容"], "内容"), (["descriptor", "description"], "description"), (["描述", "问题描述"], "问题描述"),
        (["  内容  ", "x"], "  内容  "), (["DESCRIPTION"], "DESCRIPTION"),
    ],
)  # fmt: skip
def test_of_several_columns_that_could_hold_it_the_best_known_is_taken(columns: list[str], chosen: str) -> None:
    assert known_mapping(columns).columns["words"] == chosen


@pytest.mark.parametrize("columns", [["title"], ["类别"], ["内容"], ["l1", "lat"]])
def test_a_title_or_a_category_is_enough(columns: list[str]) -> None:
    assert known_mapping(columns).columns


@pytest.mark.parametrize("columns", [[], [""], ["编号"], ["经度", "纬度"], ["电话", "称呼", "地址"], ["内 容"]])
def test_a_file_that_says_nothing_of_what_happened_is_refused(columns: list[str]) -> None:
    with pytest.raises(BadInput, match="认不出哪一列是诉求内容") as refused:
        known_mapping(columns)
    assert "--map words=列名" in str(refused.value.message)


def test_of_a_wide_file_the_first_twelve_columns_are_named() -> None:
    with pytest.raises(BadInput) as refused:
        known_mapping([f"c{at:02}" for at in range(30)])
    words = str(refused.value.message)
    assert "c11" in words
    assert "c12" not in words


def test_no_name_of_a_column_stands_for_two_things() -> None:
    names = [alias for aliases in KNOWN.values() for alias in aliases]
    assert len(names) == len(set(names))
    assert names == [name.strip().lower() for name in names]
    assert set(KNOWN) == set(FIELDS)


def test_a_mapping_is_changed_without_touching_the_one_it_came_from() -> None:
    first = Mapping(columns={"words": "a"}, categories={"x": "暴露垃圾"})
    second = changed(first, {"place": "b"}, ["a", "b"])
    assert first.columns == {"words": "a"}
    assert (second.columns, second.categories) == ({"words": "a", "place": "b"}, {"x": "暴露垃圾"})
    assert changed(second, {}, ["a", "b"]) == second

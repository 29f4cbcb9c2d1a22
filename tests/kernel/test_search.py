"""Chinese search: what is found by which words, whatever people type; pinyin."""

from collections.abc import Callable

import pytest
from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.models import CalendarStamp
from chengzhi.kernel.search import index_words, pinyin_initials, pinyin_key, query_words, search_query

TEXT = "崇川区人民中路１２号门口污水井盖破损，ＡＢ座旁，案件20261123-0402"


@pytest.fixture
def finds(db: None) -> Callable[[str, str], bool]:
    """Return a function that tells whether PostgreSQL finds a text by what was typed."""
    CalendarStamp.objects.create()

    def found(typed: str, text: str = TEXT) -> bool:
        vector = SearchVector(Value(index_words(text)), config="simple")
        return CalendarStamp.objects.annotate(words=vector).filter(words=search_query(typed)).exists()

    return found


@pytest.mark.parametrize(
    "typed",
    [
        "井盖",
        "污水井盖",
        "水井",
        "井",
        "人民中路",
        "中路12号",
        "１２号",
        "井盖 人民中路",
        "破损井盖",
        "ab座",
        "20261123-0402",
        "2026112",
        "0402",
        "崇川区，井盖！",
        "'井盖'",
    ],
)
def test_a_text_is_found_by_any_piece_of_it(finds: Callable[[str], bool], typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize("typed", ["路灯", "人民北路", "井盖 路灯", "ac", "0403", "", "  ", "！？", "🙂", "盖井"])
def test_a_text_is_not_found_by_other_words(finds: Callable[[str], bool], typed: str) -> None:
    assert not finds(typed)


@pytest.mark.parametrize(
    "typed", ["井盖 & | ! :* <-> (", "\x00井盖", "'; DROP TABLE x; --", "井盖\\", "a:b:c", "<>'\"", "%s %(a)s"]
)
def test_operators_quotes_and_nul_are_harmless(finds: Callable[[str], bool], typed: str) -> None:
    assert finds(typed) is (typed.strip("\x00&|!:*<->( \\") == "井盖")


@pytest.mark.django_db
@given(st.lists(st.text(max_size=60), max_size=8))
def test_whatever_is_typed_is_a_valid_query(typed: list[str]) -> None:
    with connection.cursor() as cursor:
        for text in typed:
            cursor.execute(
                "SELECT to_tsquery('simple', %s), to_tsvector('simple', %s)", [query_words(text), index_words(text)]
            )


def test_a_long_text_makes_a_query_of_bounded_size() -> None:
    many = " ".join(f"w{number}" for number in range(500))
    assert query_words(many).count("&") < 40
    assert len(query_words("a" * 10_000)) < 100


def test_index_words_are_pairs_and_single_characters() -> None:
    assert index_words("人民路", "A１") == "人 民 路 人民 民路 a1"


def test_a_tail_is_read_with_the_name_before_it() -> None:
    assert query_words("人民路") == "'人民' & '民路'"
    assert query_words("路") == "'路'"


@pytest.mark.parametrize(
    ("text", "key", "initials"),
    [
        ("任港街道", "rengangjiedao", "rgjd"),
        ("重庆路", "chongqinglu", "cql"),
        ("A１２ 区", "a12qu", "a12q"),
        ("", "", ""),
    ],
)
def test_pinyin_orders_and_finds_names(text: str, key: str, initials: str) -> None:
    assert (pinyin_key(text), pinyin_initials(text)) == (key, initials)


@pytest.mark.parametrize(
    ("name", "key"),
    [("曾国藩", "zengguofan"), ("单于飞", "chanyufei"), ("单雄信", "shanxiongxin"), ("张三", "zhangsan")],
)
def test_surnames_have_their_own_reading(name: str, key: str) -> None:
    assert pinyin_key(name, is_person=True) == key
    assert pinyin_initials(name, is_person=True)[0] == key[0]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", ""),
        ("  ！？ ", ""),
        ("井盖", "'井盖'"),
        ("井盖 井盖", "'井盖'"),
        ("ＡＢ１２", "'ab12':*"),
        ("A-1", "'a':* & '1':*"),
        ("人民路12号", "'人民' & '民路' & '12':* & '号'"),
        ("〇号", "'〇' & '〇号'"),
    ],
)
def test_typed_words_become_terms_that_must_all_match(typed: str, query: str) -> None:
    assert query_words(typed) == query


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((), ""),
        (("",), ""),
        (("井",), "井"),
        (("井盖", ""), "井 盖 井盖"),
        (("A_1",), "a 1"),
        (("𠮷野家",), "𠮷 野 家 𠮷野 野家"),
        (("ﬁne",), "fine"),
    ],
)
def test_texts_are_indexed_by_characters_pairs_and_whole_latin_words(texts: tuple[str, ...], words: str) -> None:
    assert index_words(*texts) == words


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12), st.data())
def test_every_pair_that_is_asked_for_is_in_the_index_of_the_text_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    asked = query_words(text[start:])
    terms = {term.strip("'") for term in asked.split(" & ") if ":" not in term}
    assert terms <= set(index_words(text).split())


@given(st.text(max_size=400))
def test_a_query_is_never_longer_than_the_database_should_plan(text: str) -> None:
    assert query_words(text).count(" & ") < 40


def test_long_words_are_cut_alike_in_index_and_query(finds: Callable[[str, str], bool]) -> None:
    assert finds("x" * 200, "编号 " + "x" * 300)


@pytest.mark.parametrize(
    ("text", "is_person", "initials"),
    [
        ("王丽华", True, "wlh"),
        ("华丽", True, "hl"),
        ("尉迟恭", True, "ycg"),
        ("曾", True, "z"),
        ("曾经", False, "cj"),
        ("欧阳 修", True, "oyx"),
        ("Ann", True, "a"),
        ("3号楼", False, "3hl"),
    ],
)
def test_initials_are_what_people_type(text: str, initials: str, *, is_person: bool) -> None:
    assert pinyin_initials(text, is_person=is_person) == initials


@given(st.text(max_size=20), st.booleans())
def test_any_name_can_be_sorted(text: str, is_person: bool) -> None:  # noqa: FBT001  drawn by hypothesis
    key = pinyin_key(text, is_person=is_person)
    assert " " not in key
    assert key == key.lower() or not key.isascii()

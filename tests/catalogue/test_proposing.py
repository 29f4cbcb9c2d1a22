import csv
from functools import cache
from pathlib import Path

import pytest

from chengzhi.catalogue.proposing import LONGEST_TEXT, Entry, WordModel, cut_words
from tests.factories.catalogue import SHARED

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src" / "chengzhi" / "catalogue" / "data"
MESSAGES = SHARED / "data" / "messages" / "labelled_raw_495.parquet"

CITY = WordModel(
    [
        Entry(1, "暴露生活垃圾", ("垃圾", "垃圾堆")),
        Entry(2, "垃圾箱", ("垃圾桶",)),
        Entry(3, "商业噪音", ("噪音", "喇叭", "吵")),
        Entry(4, "施工扰民", ("噪音", "工地")),
    ]
)


@cache
def starter() -> tuple[WordModel, list[str]]:
    with (DATA / "starter_categories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    entries = [Entry(place, row["name"], tuple(row["keywords"].split())) for place, row in enumerate(rows)]
    return WordModel(entries), [row["name"] for row in rows]


def proposed(text: str) -> list[str]:
    model, names = starter()
    return [names[guess.key] for guess in model.guess(text)]


def sentences() -> list[tuple[str, str]]:
    with (HERE / "sentences.csv").open(encoding="utf-8") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def test_longest_word_at_a_place_counts_alone() -> None:
    assert [guess.key for guess in CITY.guess("垃圾桶倒了")] == [2]


def test_rare_word_speaks_louder_than_a_common_one() -> None:
    best = CITY.guess("喇叭的噪音")[0]
    assert best.key == 3
    assert best.words == ("喇叭", "噪音")


def test_words_behind_the_opening_count_less() -> None:
    near, far = CITY.guess("喇叭")[0], CITY.guess("好" * 100 + "喇叭")[0]
    assert near.score > far.score


def test_nothing_known_proposes_nothing() -> None:
    assert CITY.guess("咨询社保转移手续") == []
    assert CITY.guess("") == []
    assert WordModel([]).guess("垃圾") == []


def test_number_of_guesses_is_limited() -> None:
    assert len(CITY.guess("垃圾堆、喇叭、工地、垃圾桶", limit=2)) == 2


def test_learned_words_help_but_do_not_outweigh_the_catalogue() -> None:
    model = WordModel([Entry(1, "垃圾", ("垃圾",), {"蟑螂": 900, "臭气": 5}), Entry(2, "噪音", ("噪音",))])
    assert [guess.key for guess in model.guess("噪音和蟑螂")][:1] == [2]


def test_words_are_cut_without_signs_and_single_characters() -> None:
    assert cut_words("垃圾堆了，好几天！") == ["垃圾堆", "几天"]


def test_everyday_sentences_find_their_category_among_three() -> None:
    found = [category in proposed(text) for text, category in sentences()]
    assert len(found) >= 60
    assert sum(found) / len(found) >= 0.95


def test_everyday_sentences_find_their_category_first() -> None:
    first = [proposed(text)[:1] == [category] for text, category in sentences()]
    assert sum(first) / len(first) >= 0.8


@pytest.mark.skipif(not MESSAGES.exists(), reason="the shared messages are not on this machine")
def test_real_messages_on_social_insurance_propose_less_than_those_on_the_environment() -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.read_parquet(str(MESSAGES)).project("l1, title || body").fetchall()
    hits: dict[str, list[bool]] = {}
    for label, text in rows:
        hits.setdefault(label, []).append(bool(proposed(text)))
    share = {label: sum(found) / len(found) for label, found in hits.items()}
    assert share["环境保护"] > 0.6
    assert share["劳动和社会保障"] < 0.3


def test_a_complaint_of_any_length_is_read_as_far_as_its_opening() -> None:
    model, _names = starter()
    complaint = "楼下饭店的油烟直接往我家窗户飘，每天晚上呛得人受不了，已经投诉过好几次。"
    at_length = complaint * (LONGEST_TEXT // len(complaint) + 1)
    assert model.guess(at_length * 50) == model.guess(at_length[:LONGEST_TEXT])


@pytest.mark.parametrize("text", ["", " ", "\n", "🙂", "abc", "1234567890", "\x00"])
def test_texts_without_a_known_word_propose_nothing(text: str) -> None:
    assert CITY.guess(text) == []


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 99])
def test_no_more_is_proposed_than_asked(limit: int) -> None:
    assert len(CITY.guess("垃圾桶旁边垃圾堆，工地喇叭噪音吵", limit)) <= limit


def test_scores_lie_between_nothing_and_certain_and_fall() -> None:
    scores = [guess.score for guess in CITY.guess("垃圾桶旁边垃圾堆，工地喇叭噪音吵", 9)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_a_model_of_nothing_proposes_nothing() -> None:
    assert WordModel([]).guess("垃圾") == []


def test_words_said_first_weigh_more_than_words_said_late() -> None:
    early, late = ("垃圾堆" + "，" * 100), ("，" * 100 + "垃圾堆")
    assert CITY.guess(early)[0].score > CITY.guess(late)[0].score


def test_what_stands_behind_the_longest_text_is_not_read() -> None:
    assert CITY.guess("，" * LONGEST_TEXT + "垃圾堆") == []


def test_a_word_said_twice_counts_once() -> None:
    assert CITY.guess("垃圾堆垃圾堆垃圾堆")[0].score == CITY.guess("垃圾堆")[0].score


def test_learned_words_add_less_than_the_catalogues_own() -> None:
    own = WordModel([Entry(1, "虫害", ("蟑螂",))]).guess("蟑螂蟑螂窝")
    learned = WordModel([Entry(1, "虫害", (), {"蟑螂": 50, "成群": 9})]).guess("蟑螂蟑螂窝")
    assert own
    assert not learned or learned[0].score < own[0].score

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengzhi.kernel.procedures.hashing import HASHED, step_hash

FACTS: dict[str, Any] = dict.fromkeys(HASHED, "") | {"data": {"words": "垃圾", "media": [1, 2]}, "seq": 3}


def test_the_hash_is_64_hexadecimal_digits_and_does_not_wander() -> None:
    assert step_hash(FACTS) == step_hash(dict(reversed(FACTS.items())))
    assert len(step_hash(FACTS)) == 64
    assert set(step_hash(FACTS)) <= set("0123456789abcdef")


@pytest.mark.parametrize("name", HASHED)
def test_every_fact_changes_the_hash(name: str) -> None:
    assert step_hash({**FACTS, name: "another"}) != step_hash(FACTS)


def test_a_fact_that_is_missing_cannot_be_hashed() -> None:
    with pytest.raises(KeyError):
        step_hash({"seq": 1})


WORDS = st.sampled_from(["理由", "media", "垃圾", "a b", ""])


@given(st.dictionaries(WORDS, WORDS | st.integers() | st.booleans(), max_size=5))
def test_the_order_in_which_values_were_filled_in_does_not_matter(data: dict[str, Any]) -> None:
    turned = dict(reversed(list(data.items())))
    assert step_hash({**FACTS, "data": data}) == step_hash({**FACTS, "data": turned})

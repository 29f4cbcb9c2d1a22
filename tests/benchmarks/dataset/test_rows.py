import numpy as np
import pytest

from benchmarks.dataset.rows import Row, Stencil, Table, as_bytes, microseconds, split

TABLE = Table("things", ("id", "name", "at", "note"), ("int8", "varchar", "timestamptz", "text"))
ROW = Row({"id": (7).to_bytes(8, "big"), "name": b"abc", "at": (1_000).to_bytes(8, "big"), "note": None})


def test_a_row_reads_its_values() -> None:
    assert (ROW.integer("id"), ROW.text("name"), ROW.text("note")) == (7, "abc", "")


def test_a_changed_row_leaves_the_first_as_it_was() -> None:
    assert ROW.with_values(name=b"xyz").text("name") == "xyz"
    assert ROW.text("name") == "abc"


def test_a_table_knows_its_moments() -> None:
    assert TABLE.times() == ["at"]


def test_a_stencil_is_the_row_in_the_format_of_copy() -> None:
    content = Stencil.of(TABLE, ROW).content.tobytes()
    expected = b"\x00\x04" + b"\x00\x00\x00\x08" + ROW.values["id"] + b"\x00\x00\x00\x03abc"  # type: ignore[operator]
    assert content.startswith(expected)
    assert content.endswith(b"\xff\xff\xff\xff")


def test_copies_differ_where_a_value_was_put() -> None:
    stencil = Stencil.of(TABLE, ROW)
    many = stencil.repeated(2)
    stencil.put(many, "id", np.array([8, 9]))
    stencil.put(many, "name", np.array([b"one", b"two"], "S3"))
    first, second = split(many)
    assert (first[6:14], second[6:14]) == ((8).to_bytes(8, "big"), (9).to_bytes(8, "big"))
    assert b"one" in first
    assert b"two" in second


def test_what_is_null_stays_null() -> None:
    stencil = Stencil.of(TABLE, ROW)
    many = stencil.repeated(1)
    stencil.put(many, "note", np.array([b"words"], "S5"))
    assert split(many) == [stencil.content.tobytes()]


def test_a_value_may_go_into_the_middle_of_another() -> None:
    stencil = Stencil.of(TABLE, ROW)
    many = stencil.repeated(1)
    stencil.put(many, "name", np.array([b"Z"], "S1"), at=2)
    assert b"abZ" in split(many)[0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, -1], [b"\0" * 7 + b"\1", b"\xff" * 8]), ([0.5], [b"\x3f\xe0" + b"\0" * 6]), (["ab"], [b"ab"])],
)
def test_values_become_bytes_in_the_order_of_the_network(values: list[object], expected: list[bytes]) -> None:
    given = np.array(values, "S2") if isinstance(values[0], str) else np.array(values)
    assert [one.tobytes() for one in as_bytes(given)] == expected


def test_a_moment_is_counted_in_microseconds() -> None:
    assert microseconds((-5).to_bytes(8, "big", signed=True)) == -5

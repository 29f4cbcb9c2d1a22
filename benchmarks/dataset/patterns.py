"""The played cases with all their rows, ready to be repeated: which bytes change from copy to copy, and how."""

import hashlib
import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from psycopg import Connection

from benchmarks.dataset.rows import (
    EPOCH_2000_US,
    Bytes,
    Row,
    Stencil,
    Table,
    microseconds,
    read_rows,
    table_named,
)
from chengzhi.kernel.procedures.hashing import HASHED, step_hash

CASE = "cases_case"
STEP = "cases_casestep"
WORDS = "cases_casewords"
CHILDREN: dict[str, str] = {
    WORDS: "case_id",
    "cases_report": "case_id",
    STEP: "subject_id",
    "cases_caseclock": "subject_id",
    "cases_casemedia": "case_id",
    "cases_fieldtask": "case_id",
    "cases_caserequest": "case_id",
    "cases_jointunit": "case_id",
    "cases_supervision": "case_id",
}
"""Tables of rows that belong to a case, with the column that names it."""

ORDERED_BY = {"cases_report": "received_at", STEP: "taken_at", "cases_caseclock": "started_at"}
"""Rows of different cases stand in the table in the order in which they were written, as in a city that lives."""

MOVED_WITH_PLACE = ("cell_code", "area_name", "place", "lon", "lat", "point", "patroller_id", "grade")
MOVED_WITH_UNIT = ("handling_unit_id", "handler_id", "handler_name")
FEW = 40
"""States with fewer played cases than this get copies in other places, or all of them would stand on one spot."""

SENTINEL = {"number": "~number~", "prev_hash": "~before~", "taken_at": 8_888_888_888_888_888}
TOKEN_LENGTH = 22
PHONE_LENGTH = 11
SPREAD = 0.0006
"""Degrees, some sixty metres: copies of a case lie about its spot."""


@dataclass(slots=True)
class Pattern:
    """One played case: its row, its dependent rows, and the texts that its steps are hashed over."""

    case: Row
    children: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    stencils: dict[str, list[Stencil]] = field(default_factory=dict)
    texts: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.case.values["is_open"] == b"\x01"

    @property
    def state(self) -> str:
        return self.case.text("state")

    @property
    def opened(self) -> int:
        return microseconds(self.case.values["opened_at"] or b"")

    def count(self, table: str) -> int:
        return len(self.children.get(table, ()))

    def cut(self, tables: dict[str, Table]) -> None:
        """Make the stencils and texts; after that the pattern can be repeated."""
        self.stencils = {CASE: [Stencil.of(tables[CASE], self.case)]}
        for name, rows in self.children.items():
            self.stencils[name] = [Stencil.of(tables[name], row) for row in rows]
        self.texts = [hash_text(self.case.text("number"), row) for row in self.children[STEP]]


def read_patterns(connection: Connection[Any]) -> tuple[dict[str, Table], list[Pattern]]:
    """Return the tables, and every played case with its rows; those with something unique of their own are left out."""
    tables = {name: table_named(connection, name) for name in (CASE, *CHILDREN)}
    found = {row.integer("id"): Pattern(row) for row in read_rows(connection, tables[CASE], ("id",))}
    for name, column in CHILDREN.items():
        order = (column,) if name == WORDS else (column, "id")
        for row in read_rows(connection, tables[name], order):
            found[row.integer(column)].children[name].append(row)
    usable = [one for one in found.values() if _is_usable(one)]
    return tables, usable


def _is_usable(one: Pattern) -> bool:
    reports = one.children["cases_report"]
    plain = all(not row.values[name] for row in reports for name in ("external_ref", "idempotency_key"))
    steps = one.children[STEP]
    return plain and len(one.case.text("number")) == 13 and not any(row.values["idempotency_key"] for row in steps)


def moved(patterns: list[Pattern], rng: random.Random, variants: int = 60) -> list[Pattern]:
    """Return the patterns with those of rare open states standing in many places instead of one."""
    by_state: dict[str, list[Pattern]] = defaultdict(list)
    for one in patterns:
        by_state[one.state].append(one)
    donors = [one for one in by_state["closed"] if one.case.values["patroller_id"] and one.case.values["handler_id"]]
    result = []
    for group in by_state.values():
        is_rare = group[0].is_open and len(group) < FEW
        result += [_moved(rng.choice(group), rng.choice(donors)) for _each in range(variants)] if is_rare else group
    return result


def _moved(one: Pattern, donor: Pattern) -> Pattern:
    columns = [name for name in MOVED_WITH_PLACE if one.case.values[name] is not None]
    columns += [name for name in MOVED_WITH_UNIT if one.case.values["handling_unit_id"] is not None]
    case = one.case.with_values(**{name: donor.case.values[name] for name in columns})
    tasks = [row.with_values(assignee_id=donor.case.values["patroller_id"]) for row in one.children["cases_fieldtask"]]
    children = {**one.children, **({"cases_fieldtask": tasks} if tasks else {})}
    return Pattern(case, defaultdict(list, children))


def hash_text(number: str, row: Row) -> tuple[str, ...]:
    """Return the text a step is hashed over, cut at number, link and moment; it is proved on the row itself."""
    facts = _facts(number, row)
    if step_hash(facts) != row.text("hash"):
        message = f"step {row.integer('seq')} of {number} does not hash to its own mark: has the hash changed?"
        raise ValueError(message)
    ordered = {name: SENTINEL.get(name, facts[name]) for name in HASHED}
    text = json.dumps(ordered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    pieces: list[str] = []
    for mark in (SENTINEL["number"], SENTINEL["prev_hash"], str(SENTINEL["taken_at"])):
        before, text = text.split(str(mark), 1)
        pieces.append(before)
    return (*pieces, text)


def _facts(number: str, row: Row) -> dict[str, Any]:
    names = ("name", "from_state", "to_state", "actor_name", "post_name", "unit_name", "ground", "prev_hash")
    taken = EPOCH_2000_US + microseconds(row.values["taken_at"] or b"")
    # Through the same float as the house, whose last digit may differ from the microsecond.
    seconds = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=taken)).timestamp()
    return {
        **{name: row.text(name) for name in names},
        "procedure": "case",
        "number": number,
        "version": row.integer("version"),
        "seq": row.integer("seq"),
        "account": row.integer("account_id") if row.values["account_id"] else None,
        "appointment": row.integer("appointment_id") if row.values["appointment_id"] else None,
        "taken_at": int(seconds * 1_000_000),
        "data": json.loads((row.values["data"] or b"")[1:]),
        "documents": json.loads((row.values["documents"] or b"")[1:]),
    }


@dataclass(frozen=True, slots=True)
class Copies:
    """What is new in each of several copies of one pattern."""

    ids: Any
    numbers: list[str]
    shifts: Any
    first_ids: dict[str, Any]
    rng: np.random.Generator

    def __len__(self) -> int:
        return len(self.numbers)


def repeat(pattern: Pattern, tables: dict[str, Table], copies: Copies) -> dict[str, list[tuple[Any, Bytes]]]:
    """Return the rows of all copies by table: the moments to order them by, and their bytes."""
    result: dict[str, list[tuple[Any, Bytes]]] = {}
    marks = _chains(pattern, copies)
    for name, stencils in pattern.stencils.items():
        for index, stencil in enumerate(stencils):
            many = stencil.repeated(len(copies))
            _shift(stencil, tables[name], many, copies.shifts)
            if name == CASE:
                _put_case(pattern, stencil, many, copies, marks[-1])
            else:
                stencil.put(many, CHILDREN[name], copies.ids)
                if name in copies.first_ids:
                    stencil.put(many, "id", copies.first_ids[name] + index)
            if name == WORDS:
                _put_number_words(pattern, stencil, many, copies)
            if name == STEP:
                _put_links(stencil, many, marks, index)
            if name == "cases_report":
                _put_reporter(stencil, many, copies)
            result.setdefault(name, []).append((_moments(stencil, name, many, copies), many))
    return result


def _shift(stencil: Stencil, table: Table, many: Bytes, shifts: Any) -> None:
    for column in table.times():
        if column in stencil.places:
            begin, _length = stencil.places[column]
            stencil.put(many, column, microseconds(stencil.content[begin : begin + 8].tobytes()) + shifts)
    if "taken_at" in stencil.places:
        begin, _length = stencil.places["taken_at"]
        stencil.put(many, "recorded_at", many[:, begin : begin + 8])


def _moments(stencil: Stencil, name: str, many: Bytes, copies: Copies) -> Any:
    column = ORDERED_BY.get(name, "")
    if column not in stencil.places:
        return copies.ids
    begin, _length = stencil.places[column]
    return np.ascontiguousarray(many[:, begin : begin + 8]).view(">i8").reshape(-1)


def _chains(pattern: Pattern, copies: Copies) -> list[list[str]]:
    """Return the hashes of every copy by step."""
    marks: list[list[str]] = []
    before = [""] * len(copies)
    for (a, b, c, d), row in zip(pattern.texts, pattern.children[STEP], strict=True):
        moments = (EPOCH_2000_US + microseconds(row.values["taken_at"] or b"") + copies.shifts).tolist()
        before = [
            hashlib.sha256(f"{a}{number}{b}{last}{c}{int(at / 1e6 * 1_000_000)}{d}".encode()).hexdigest()
            for number, last, at in zip(copies.numbers, before, moments, strict=True)
        ]
        marks.append(before)
    return marks


def _put_links(stencil: Stencil, many: Bytes, marks: list[list[str]], index: int) -> None:
    stencil.put(many, "hash", np.array(marks[index], "S64"))
    if index:
        stencil.put(many, "prev_hash", np.array(marks[index - 1], "S64"))


def _put_case(pattern: Pattern, stencil: Stencil, many: Bytes, copies: Copies, last: list[str]) -> None:
    stencil.put(many, "id", copies.ids)
    stencil.put(many, "number", np.array(copies.numbers, "S13"))
    stencil.put(many, "step_hash", np.array(last, "S64"))
    for at, column in enumerate(("lon", "lat")):
        if column in stencil.places:
            middle = np.frombuffer(pattern.case.values[column] or b"", ">f8")[0]
            spread = middle + copies.rng.normal(0, SPREAD, len(copies))
            stencil.put(many, column, spread)
            stencil.put(many, "point", spread, at=8 * at)


def _put_number_words(pattern: Pattern, stencil: Stencil, many: Bytes, copies: Copies) -> None:
    """The search finds a copy by its own number, which stands in the index as two words."""
    words = pattern.children[WORDS][0].values["vector"] or b""
    day, tail = pattern.case.text("number").split("-")
    for word, part in ((day, slice(0, 8)), (tail, slice(9, 13))):
        at = words.index(word.encode() + b"\x00")
        stencil.put(many, "vector", np.array([one[part] for one in copies.numbers], f"S{len(word)}"), at=at)


def _put_reporter(stencil: Stencil, many: Bytes, copies: Copies) -> None:
    tokens = [f"b{one:0{TOKEN_LENGTH - 1}x}" for one in copies.first_ids["cases_report"].tolist()]
    if stencil.places["token"][1] != TOKEN_LENGTH:
        raise ValueError("the token of a report has another length than is made here")
    stencil.put(many, "token", np.array(tokens, f"S{TOKEN_LENGTH}"))
    if stencil.places["reporter_phone"][1] == PHONE_LENGTH:
        phones = [f"139{one:08d}" for one in copies.rng.integers(0, 600_000, len(copies)).tolist()]
        stencil.put(many, "reporter_phone", np.array(phones, f"S{PHONE_LENGTH}"))

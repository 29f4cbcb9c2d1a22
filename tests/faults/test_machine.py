"""A machine that tries anything on a case, held against a small model of its own: no path leads round a guard.

The model is written by hand from the standard, not read from the procedure: it knows from where to where each step
leads and whose act it is. CHAOS_ROUNDS makes the run long, CHAOS_SEED repeats it.
"""

import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chengzhi.cases.models import Case, CaseStep
from chengzhi.cases.services import CaseAct, report_self_handled, take_step, watch_deadlines
from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity, resident
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.procedures import verify_chain
from tests.factories.city import City, make_city
from tests.factories.loop import WAY, case_after, report, told
from tests.factories.media import photo

pytestmark = pytest.mark.django_db
ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "5"))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

STATES = (
    "reported verifying accepted filed dispatched handling returned on_hold in_conference handled inspected checking"
    " check_failed checked self_handled"
)
TABLE = f"""
accept: reported > accepted: alice
send_verify: reported > verifying: alice
confirm: verifying > reported: erin
deny: verifying > reported: erin
withdraw_verify: verifying > reported: alice
refuse: reported > refused: alice
merge: reported accepted > merged: alice
correct_facts: reported accepted filed returned > : alice
file: accepted > filed: bob
decline_filing: accepted > not_filed: bob
send_back: accepted filed > reported: bob
dispatch: filed returned > dispatched: carol carl
refuse_return: returned > handling: carol carl
return_to_desk: filed > reported: carol carl
take_over: dispatched > handling: dave grace hank
hand_down: dispatched handling > handling: dave grace hank
feed_back: handling > handled: dave grace hank
ask_return: dispatched handling > returned: dave grace hank
ask_extension: handling > : dave grace hank
grant_extension: handling > : carol carl
refuse_extension: handling > : carol carl
ask_hold: handling > : dave grace hank
grant_hold: handling > on_hold: carol carl
refuse_hold: handling > : carol carl
resume: on_hold > handling: carol carl
ask_void: filed dispatched handling returned on_hold > : carol carl
grant_void: filed dispatched handling returned on_hold > voided: bob
refuse_void: filed dispatched handling returned on_hold > : bob
add_joint_unit: dispatched handling > : carol carl
finish_joint_part: dispatched handling > : dave grace hank
pass_inspection: handled > inspected: carol carl
rework: handled check_failed > handling: carol carl
send_check: inspected > checking: alice
pass_check: checking > checked: erin
fail_check: checking > check_failed: erin
withdraw_check: checking > inspected: alice
close: checked > closed: bob
check_again: checked > inspected: bob
call_back: closed > : alice
rate: closed > : resident
reopen: closed > handling: alice resident
appeal: closed > : dave grace hank
grant_appeal: closed > : carol carl
refuse_appeal: closed > : carol carl
supervise: {STATES} > : frank
reply_supervision: {STATES} > : dave grace hank
lift_supervision: {STATES} > : frank
urge: {STATES} > : alice bob carol carl dave grace hank erin frank
call_conference: filed handling returned > in_conference: carol carl
agree_unit: in_conference > dispatched: frank
agree_hold: in_conference > on_hold: frank
end_conference: in_conference > returned: frank
arbitrate: returned in_conference > dispatched: frank
substitute: dispatched handling > dispatched: frank
force_close: {STATES.replace("reported verifying accepted ", "").replace(" self_handled", "")} > closed: frank
approve_self_handled: self_handled > closed: alice
reject_self_handled: self_handled > invalid: alice
warn: {STATES} > : system
escalate: {STATES} > : system
"""


def read(line: str) -> tuple[str, tuple[frozenset[str], str, frozenset[str]]]:
    name, moves, people = line.split(":")
    sources, _, target = moves.partition(">")
    return name, (frozenset(sources.split()), target.strip(), frozenset(people.split()))


MODEL = dict(read(line) for line in TABLE.strip().splitlines())
ENDED = {"refused", "merged", "not_filed", "voided", "closed", "invalid"}
PEOPLE = ("alice", "bob", "carol", "carl", "dave", "grace", "hank", "erin", "frank", "resident", "system")
GARBAGE = (
    "",
    "   ",
    "-1",
    "0",
    "99999999999",
    "无此值",
    "x" * 4001,
    "'; DROP TABLE cases_case; --",
    "2020-13-45",
    "1e309",
)
ANY_STEP, ANYBODY = st.sampled_from(sorted(MODEL)), st.sampled_from(PEOPLE)


class Attempts(RuleBasedStateMachine):
    """One case and everybody who may try something on it."""

    city: ClassVar[City]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.now = MONDAY
        self.keys: dict[str, int] = {}
        self.times: list[datetime] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    @initialize(last=st.sampled_from(["", "self_handled", *WAY]))
    def begin(self, last: str) -> None:
        with clock.at(self.now):
            self.case = self._begun(last)
            self.other = report(self.city)
        self._learn()

    def _begun(self, last: str) -> Case:
        if last == "self_handled":
            media = {"media": (PHOTOS["urge"],), "after_media": (PHOTOS["rate"],)}
            return report_self_handled(told(self.city, channel="collector", **media), capacity=self.city.erin).case
        return case_after(self.city, last, is_urgent=True) if last else report(self.city, is_urgent=True)

    def _learn(self) -> None:
        self.case.refresh_from_db()
        self.state, self.seq = self.case.state, self.case.step_seq

    @rule(step=ANY_STEP, who=ANYBODY, luck=st.integers(0, 9))
    def anything(self, step: str, who: str, luck: int) -> None:
        """Anybody tries any step."""
        self._try(step, who, self._values(step, luck))

    @rule(number=st.integers(0, 99), luck=st.integers(0, 30))
    def something_likely(self, number: int, luck: int) -> None:
        """Somebody whose act it is tries a step that leads on from here."""
        likely = sorted(name for name, (sources, _to, _who) in MODEL.items() if self.state in sources)
        gentle = [one for one in likely if MODEL[one][1] not in ENDED] or likely
        if gentle:
            step = gentle[number % len(gentle)]
            people = sorted(MODEL[step][2])
            self._try(step, people[number % len(people)], self._values(step, luck))

    @precondition(lambda self: self.keys)
    @rule(number=st.integers(0, 99), who=ANYBODY, step=ANY_STEP)
    def again_under_an_old_key(self, number: int, who: str, step: str) -> None:
        """A request that was already served is sent again, whatever has happened since."""
        key = sorted(self.keys)[number % len(self.keys)]
        before = self._everything()
        with clock.at(self.now):
            row = take_step(Case.objects.get(pk=self.case.pk), step, CaseAct(capacity=self._person(who), key=key))
        assert row.seq == self.keys[key]
        assert self._everything() == before

    @precondition(lambda self: self.seq > 1)
    @rule(step=ANY_STEP, who=ANYBODY, behind=st.integers(1, 3))
    def with_an_old_page(self, step: str, who: str, behind: int) -> None:
        """Somebody acts on a page that others have overtaken."""
        self._refused(step, who, self._values(step, 9), seen=max(0, self.seq - behind))

    @rule(hours=st.sampled_from([-2, -1, 1, 5, 30]))
    def time_passes_or_is_set_back(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_worker_looks_at_the_limits(self) -> None:
        with clock.at(self.now):
            watch_deadlines()
            before = self._everything()
            assert watch_deadlines() == 0, "told twice"
        assert self._everything() == before
        names = set(self.case.steps.filter(seq__gt=self.seq).values_list("name", flat=True))
        assert names <= {"warn", "escalate"}
        was = self.state
        self._learn()
        assert self.state == was

    @invariant()
    def the_record_is_whole(self) -> None:
        if not hasattr(self, "case"):
            return
        case = Case.objects.get(pk=self.case.pk)
        rows = list(case.steps.order_by("seq").values_list("seq", "to_state", "taken_at"))
        assert verify_chain(case).is_whole
        assert [row[0] for row in rows] == list(range(1, case.step_seq + 1))
        assert (case.state, case.step_seq, case.is_open) == (self.state, self.seq, self.state not in ENDED)
        assert rows[-1][1] == self.state
        assert [row[2] for row in rows] == sorted(row[2] for row in rows), "time went backwards"
        self._clocks_agree(case)

    def _clocks_agree(self, case: Case) -> None:
        live = list(case.clocks.filter(stopped_at=None))
        assert len({one.name for one in live}) == len(live)
        assert case.due_at == min((one.due_at for one in live if one.due_at), default=None)
        assert all((one.due_at is None) == (one.paused_at is not None) for one in live)
        if not case.is_open:
            assert live == []
            assert case.closed_at is not None

    def _try(self, step: str, who: str, values: dict[str, Any]) -> None:
        """Try a step and hold that the model allows it, or that nothing at all has changed."""
        before, key = self._everything(), f"k{len(self.keys)}"
        act = CaseAct(capacity=self._person(who), values=values, key=key)
        row = self._taken(step, act)
        if row is None:
            assert self._everything() == before
            return
        sources, target, people = MODEL[step]
        assert self.state in sources, f"{step} from {self.state}"
        assert who in people, f"{step} by {who}"
        assert row.seq == self.seq + 1
        assert row.to_state == (target or self.state)
        self.keys[key] = row.seq
        self._learn()
        assert (self.state, self.seq) == (row.to_state, row.seq)

    def _taken(self, step: str, act: CaseAct) -> CaseStep | None:
        """Return the row of a step, or None if it was refused in words; any other error fails the machine."""
        try:
            with clock.at(self.now), transaction.atomic():
                return take_step(Case.objects.get(pk=self.case.pk), step, act)
        except ChengzhiError as refused:
            if not refused.message.strip():
                raise
            return None

    def _refused(self, step: str, who: str, values: dict[str, Any], seen: int) -> None:
        before = self._everything()
        act = CaseAct(capacity=self._person(who), values=values, seen=seen)
        with pytest.raises(ChengzhiError), clock.at(self.now), transaction.atomic():
            take_step(Case.objects.get(pk=self.case.pk), step, act)
        assert self._everything() == before

    def _person(self, who: str) -> Capacity:
        return {"resident": resident(), "system": SYSTEM}.get(who) or self.city.people[who]

    def _values(self, step: str, luck: int) -> dict[str, Any]:
        """Return what a person in a hurry fills in; with bad luck garbage, or nothing at all."""
        good = {
            "reason": "理由如此", "opinion": "今天办完", "result": "已清运", "minutes": "会商如此", "part": "运走", "note": "",
            "standard": self.city.standards["暴露垃圾"].pk, "unit": self.city.units["cleaning"].pk, "override": "就近",
            "handler": self.city.dave.appointment_id, "hours": 2, "until": "2099-01-01", "level": "ordinary",
            "first_opinion": "不归我", "second_opinion": "归他", "satisfaction": "satisfied", "closing_rule": True,
            "media": [PHOTOS[step]], "place": f"门口 {self.seq}", "target": self.other.number,
        }  # fmt: skip
        if luck == 0:
            return {}
        if luck == 1:
            return {
                name: GARBAGE[(self.seq + place) % len(GARBAGE)] for place, name in enumerate(good) if name != "media"
            }
        if luck == 2:
            return {name: value for place, (name, value) in enumerate(good.items()) if (place + self.seq) % 3}
        return good

    def _everything(self) -> tuple[Any, ...]:
        """Return the number of rows of every table, and this case with its clocks as they stand."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTS["sql"])
            counts = cursor.fetchall()
            cursor.execute("SELECT t::text FROM cases_case t WHERE id = %s", [self.case.pk])
            row = cursor.fetchall()
            cursor.execute("SELECT t::text FROM cases_caseclock t WHERE subject_id = %s ORDER BY id", [self.case.pk])
            return counts, row, cursor.fetchall()


PHOTOS: dict[str, int] = {}
COUNTS: dict[str, str] = {}


@pytest.fixture
def _stage() -> None:
    """Lay out the city, a photo for every step, and the question for the size of every table."""
    Attempts.city = make_city()
    PHOTOS.update({step: photo().pk for step in MODEL})
    names = [
        one for one in connection.introspection.table_names() if one.startswith(("cases_", "kernel_", "evidence_"))
    ]
    each = " UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in sorted(names))  # noqa: S608
    # PostgreSQL may count tables side by side, and then in any order.
    COUNTS["sql"] = f"{each} ORDER BY 1"


def profile() -> settings:
    """Return how long to try: the same attempts every time, or many others under a seed."""
    is_long = "CHAOS_ROUNDS" in os.environ
    return settings(
        max_examples=ROUNDS * 10 if is_long else 10,
        stateful_step_count=35,
        derandomize=not is_long,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.usefixtures("_stage")
def test_no_attempt_in_any_order_goes_round_a_guard() -> None:
    run_state_machine_as_test(Attempts, settings=profile())


def test_the_model_knows_every_step_of_the_procedure() -> None:
    from chengzhi.cases.procedure import CASE  # noqa: PLC0415  only here: the model must not read it

    assert set(MODEL) == {one.name for one in CASE.steps if not one.is_initial}

"""Prove that a history is whole: every step row hashes to its own mark and links to the row before."""

from dataclasses import dataclass

from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures.hashing import step_hash
from chengzhi.kernel.procedures.rows import hashed_facts, steps_of

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found: how many steps were read, and the sequence numbers of those that do not hold."""

    steps: int
    broken: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        return not self.broken


def verify_chain(subject: AbstractSubject) -> ChainReport:
    """Recompute the chain of one subject from its rows and compare it with what is stored.

    A step may be taken while this reads; a chain that ends elsewhere than the subject says is read again.
    """
    for _attempt in range(ATTEMPTS):
        report = _read(subject)
        if report.is_whole:
            return report
        subject.refresh_from_db(fields=["step_seq", "step_hash"])
    return report


def _read(subject: AbstractSubject) -> ChainReport:
    broken: list[int] = []
    before, expected = "", 1
    for row in steps_of(subject).order_by("seq"):
        holds = row.seq == expected and row.prev_hash == before and row.hash == step_hash(hashed_facts(subject, row))
        if not holds:
            broken.append(row.seq)
        before, expected = row.hash, row.seq + 1
    if before != subject.step_hash or expected != subject.step_seq + 1:
        broken.append(subject.step_seq)
    return ChainReport(expected - 1, tuple(sorted(set(broken))))

"""Procedures as tables, and the one door through which a subject moves."""

from chengzhi.kernel.procedures.engine import Choice, advance, available_steps, begin, may_take, show, taken_before
from chengzhi.kernel.procedures.holding import Held, hold
from chengzhi.kernel.procedures.registry import all_procedures, procedure_named, register
from chengzhi.kernel.procedures.rows import Doing, in_the_language_of_record, steps_of, table_of
from chengzhi.kernel.procedures.table import (
    Act,
    Basis,
    Guard,
    Input,
    InputKind,
    Procedure,
    Refusal,
    StateKind,
    Step,
    Term,
)
from chengzhi.kernel.procedures.verification import verify_chain

__all__ = [
    "Act",
    "Basis",
    "Choice",
    "Doing",
    "Guard",
    "Held",
    "Input",
    "InputKind",
    "Procedure",
    "Refusal",
    "StateKind",
    "Step",
    "Term",
    "advance",
    "all_procedures",
    "available_steps",
    "begin",
    "hold",
    "in_the_language_of_record",
    "may_take",
    "procedure_named",
    "register",
    "show",
    "steps_of",
    "table_of",
    "taken_before",
    "verify_chain",
]

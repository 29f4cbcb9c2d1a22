"""Procedures as tables, and the one door through which a subject moves."""

from chengzhi.kernel.procedures.engine import Choice, Doing, advance, available_steps, begin, may_take, table_of
from chengzhi.kernel.procedures.registry import all_procedures, procedure_named, register
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

__all__ = [
    "Act",
    "Basis",
    "Choice",
    "Doing",
    "Guard",
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
    "may_take",
    "procedure_named",
    "register",
    "table_of",
]

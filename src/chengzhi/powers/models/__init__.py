"""Statutes, lists, items, bodies that exercise them, benchmarks of discretion."""

from chengzhi.powers.models.discretion import Departure, DiscretionBenchmark, DiscretionFactor
from chengzhi.powers.models.exercise import CityItem, Exercise
from chengzhi.powers.models.lists import (
    PenaltyTier,
    PowerItem,
    PowerList,
    PowerListClock,
    PowerListEditor,
    PowerListStep,
)
from chengzhi.powers.models.statutes import LawTransition, Statute, StatuteVersion, holds_on, in_force

__all__ = [
    "CityItem",
    "Departure",
    "DiscretionBenchmark",
    "DiscretionFactor",
    "Exercise",
    "LawTransition",
    "PenaltyTier",
    "PowerItem",
    "PowerList",
    "PowerListClock",
    "PowerListEditor",
    "PowerListStep",
    "Statute",
    "StatuteVersion",
    "holds_on",
    "in_force",
]

"""Official acts of the loop; ``take_step`` takes any of them by name."""

from chengzhi.cases.services import checking, dispatching, requests, supervising, triage
from chengzhi.cases.services.acts import CaseAct, take_step
from chengzhi.cases.services.deadlines import recompute_deadlines, watch_deadlines, watch_deadlines_of
from chengzhi.cases.services.intake import Told, report_matter, report_self_handled
from chengzhi.cases.services.whistles import WhistleCall, blow_whistle, take_summons_step, take_whistle_step

__all__ = [
    "CaseAct",
    "Told",
    "WhistleCall",
    "blow_whistle",
    "checking",
    "dispatching",
    "recompute_deadlines",
    "report_matter",
    "report_self_handled",
    "requests",
    "supervising",
    "take_step",
    "take_summons_step",
    "take_whistle_step",
    "triage",
    "watch_deadlines",
    "watch_deadlines_of",
]

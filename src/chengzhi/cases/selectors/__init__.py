"""Reads of the loop; every list takes the viewer."""

from chengzhi.cases.selectors.access import access_case, access_report, visible_cases
from chengzhi.cases.selectors.limits import handling_limit, stage_limit
from chengzhi.cases.selectors.rules import proposed_unit
from chengzhi.cases.selectors.similar import SimilarCase, similar_cases

__all__ = [
    "SimilarCase",
    "access_case",
    "access_report",
    "handling_limit",
    "proposed_unit",
    "similar_cases",
    "stage_limit",
    "visible_cases",
]

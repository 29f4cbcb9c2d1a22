from chengzhi.cases.models.cases import Case, CaseClock, CaseMedia, CaseStep, CaseWords
from chengzhi.cases.models.imports import ImportMapping, ReportImport
from chengzhi.cases.models.reports import Report
from chengzhi.cases.models.settings import Channel, DispatchRule, StageLimit
from chengzhi.cases.models.views import SavedView
from chengzhi.cases.models.whistles import Summons, SummonsRun, SummonsStep, Whistle, WhistleClock, WhistleStep
from chengzhi.cases.models.work import CaseRequest, FieldTask, JointUnit, Supervision

__all__ = [
    "Case",
    "CaseClock",
    "CaseMedia",
    "CaseRequest",
    "CaseStep",
    "CaseWords",
    "Channel",
    "DispatchRule",
    "FieldTask",
    "ImportMapping",
    "JointUnit",
    "Report",
    "ReportImport",
    "SavedView",
    "StageLimit",
    "Summons",
    "SummonsRun",
    "SummonsStep",
    "Supervision",
    "Whistle",
    "WhistleClock",
    "WhistleStep",
]

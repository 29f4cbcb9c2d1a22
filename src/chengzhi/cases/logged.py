"""What is written down when the settings of the loop change: channels, dispatch rules, limits of stages, ways to read files."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from chengzhi.cases.enums import Clock
from chengzhi.cases.models import Channel, DispatchRule, ImportMapping, StageLimit
from chengzhi.cases.selectors.settings import TERMS
from chengzhi.catalogue.enums import HandlerKind
from chengzhi.grid.selectors import divisions_in_force
from chengzhi.kernel.settings_log import Fact, Setting, Values, facts_of, say, say_last_day
from chengzhi.kernel.wording import duration, working_duration

DEFAULT_SCHEDULE = "default"
BETWEEN = " · "


def _rule_key(rule: DispatchRule) -> str:
    category = rule.category
    what = (category.code or f"#{category.pk}") if category else rule.handler
    return f"{what}@{rule.division_code}"


def _rule_label(rule: DispatchRule) -> str:
    """Return what the rule speaks of and where, in Chinese whatever the page speaks."""
    with override("zh-hans"):
        what = rule.category.name if rule.category else str(HandlerKind(rule.handler).label)
        area = divisions_in_force(rule.valid_from).filter(code=rule.division_code).first()
        return f"{what}{BETWEEN}{area.short_name if area else rule.division_code or _('全区')}"


def _rule_title(key: str, label: str) -> str:
    """Return the label with our own words in it, a trade or the whole district, in the language of the reader."""
    target, _at, division = key.rpartition("@")
    what, _between, where = label.rpartition(BETWEEN)
    if target in HandlerKind.values:
        what = str(HandlerKind(target).label)
    return f"{what}{BETWEEN}{where if division else _('全区')}"


def _said_limit(value: Any) -> str:
    minutes, is_working = value
    return (working_duration if is_working else duration)(minutes * 60)


def _said_schedule(value: Any) -> Any:
    return _("标准作息") if value == DEFAULT_SCHEDULE else say(value)


def _stage_title(key: str, label: str) -> Any:
    return Clock(key).label if key in Clock.values else label


CHANNEL = Setting(
    code="cases.channel",
    name=gettext_lazy("渠道"),
    facts=facts_of(Channel, "name", "name_en", "kind", "is_public", "is_active"),
    key=lambda row: row.code,
)
DISPATCH_RULE = Setting(
    code="cases.dispatch_rule",
    name=gettext_lazy("派遣规则"),
    facts=facts_of(
        DispatchRule,
        "unit",
        "ground",
        "is_ruling",
        "ruled_case_number",
        "valid_from",
        "valid_to",
        valid_to=say_last_day,
    ),
    key=_rule_key,
    label=_rule_label,
    titled=_rule_title,
)
STAGE_LIMIT = Setting(
    code="cases.stage_limit",
    name=gettext_lazy("环节时限"),
    facts={
        "limit": Fact(label=gettext_lazy("时限"), read=lambda row: [row.minutes, row.is_working], said=_said_limit),
        "schedule": Fact(label=gettext_lazy("计时方案"), read=lambda row: row.schedule, said=_said_schedule),
        "is_own": Fact(label=gettext_lazy("本市设定"), read=lambda _row: True, said=say),
    },
    key=lambda row: str(row.clock),
    label=lambda row: str(row.clock),
    titled=_stage_title,
)
IMPORT_MAPPING = Setting(
    code="cases.import_mapping",
    name=gettext_lazy("导入方案"),
    facts=facts_of(ImportMapping, "columns", "categories", "fallback", "datum"),
    key=lambda row: row.name,
)
EVERY = (CHANNEL, DISPATCH_RULE, STAGE_LIMIT, IMPORT_MAPPING)


def limit_of_procedure(stage: str) -> Values:
    """Return what the log says of a stage that has no limit of the city's own."""
    term = TERMS[stage]
    return {"limit": [term.minutes, term.is_working], "schedule": DEFAULT_SCHEDULE, "is_own": False}


def limit_before(held: StageLimit | None, stage: str) -> Values:
    """Return what the log says a stage had: its own limit, or that of the procedure."""
    return STAGE_LIMIT.values(held) if held else limit_of_procedure(stage)

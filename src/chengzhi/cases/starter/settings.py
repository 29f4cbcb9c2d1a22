"""Starter channels and dispatch rules by trade; the rules name units by code."""

from datetime import date

from chengzhi.cases.enums import ChannelKind
from chengzhi.cases.models import Channel, DispatchRule
from chengzhi.organisation.models import Unit

CHANNELS: tuple[tuple[str, str, str, ChannelKind, bool], ...] = (
    ("collector", "采集员上报", "Grid collector", ChannelKind.COLLECTOR, False),
    ("resident", "市民通", "Resident app", ChannelKind.RESIDENT, True),
    ("hotline", "12345 热线", "12345 hotline", ChannelKind.HOTLINE, True),
    ("camera", "视频发现", "Camera", ChannelKind.CAMERA, False),
    ("department", "部门转办", "Other department", ChannelKind.DEPARTMENT, False),
    ("leader", "领导交办", "Leader", ChannelKind.LEADER, False),
    ("media", "媒体曝光", "Media", ChannelKind.MEDIA, False),
    ("import", "批量导入", "Import", ChannelKind.IMPORT, True),
)
SINCE = date(2020, 1, 1)
GROUND = "崇川区城市管理职责分工"


def load_channels() -> None:
    """The starter channels exist; channels beside them stay as they are."""
    rows = [
        Channel(code=code, name=name, name_en=name_en, kind=kind, is_public=is_public)
        for code, name, name_en, kind, is_public in CHANNELS
    ]
    Channel.objects.bulk_create(rows, ignore_conflicts=True)


def load_rules(by_trade: dict[str, str], by_street: dict[str, str]) -> int:
    """Rules exist for trades (trade to unit code) and for streets (street code to unit code); return how many."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[*by_trade.values(), *by_street.values()])}
    rows = [
        DispatchRule(handler=trade, unit=units[code], ground=GROUND, valid_from=SINCE)
        for trade, code in by_trade.items()
        if code in units
    ]
    rows += [
        DispatchRule(handler=trade, division_code=street, unit=units[code], ground="属地管理", valid_from=SINCE)
        for street, code in by_street.items()
        for trade in ("street", "enforcement", "community")
        if code in units
    ]
    if not DispatchRule.objects.exists():
        DispatchRule.objects.bulk_create(rows)
    return len(rows)

"""What a city sets for itself in the loop: channels, dispatch rules from a day on, limits of stages, ways to read files.

Every act is written into the log of settings, in the same transaction.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chengzhi.cases.enums import ChannelKind, Clock
from chengzhi.cases.logged import CHANNEL, DISPATCH_RULE, IMPORT_MAPPING, STAGE_LIMIT, limit_before, limit_of_procedure
from chengzhi.cases.models import Channel, DispatchRule, ImportMapping, StageLimit
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors.registers import forget_channels, stage_limits
from chengzhi.cases.services.imports import Mapping
from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import Category
from chengzhi.grid.selectors import divisions_in_force
from chengzhi.kernel import clock
from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.calendars import working_time
from chengzhi.kernel.errors import BadInput, Forbidden
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.settings_log import note_change
from chengzhi.organisation.models import Unit
from chengzhi.organisation.selectors import unit_as_of

CODE = re.compile(r"^[a-z][a-z0-9_-]{1,23}$", re.ASCII)
LONGEST_NAME, LONGEST_ENGLISH, LONGEST_GROUND = 40, 60, 200
MOST_MINUTES = 365 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTarget:
    """What a dispatch rule speaks of: a category or else a whole trade, in a division or else everywhere."""

    category: Category | None = None
    handler: HandlerKind | str = HandlerKind.NONE
    division_code: str = ""


@transaction.atomic
def add_channel(
    *, capacity: Capacity, code: str, name: str, kind: ChannelKind | str, is_public: bool, name_en: str = ""
) -> Channel:
    """Reports may come in by a new channel from now on; raises BadInput where code or name will not do."""
    _demand(capacity)
    errors = _name_errors(name, name_en)
    if not CODE.match(code):
        errors["code"] = _("渠道代码要以小写字母开头，只用小写字母、数字、“-”和“_”，2 到 24 个。请改正。")
    elif Channel.objects.filter(code=code).exists():
        errors["code"] = _("渠道代码“%(code)s”已有。请换一个代码。") % {"code": code}
    if kind not in ChannelKind.values:
        errors["kind"] = _("没有这种渠道类型。请从列表里选一个。")
    if errors:
        raise BadInput(errors)
    transaction.on_commit(forget_channels)
    channel = Channel.objects.create(
        code=code, name=name.strip(), name_en=name_en.strip(), kind=kind, is_public=is_public
    )
    note_change(capacity=capacity, setting=CHANNEL, row=channel, act=ChangeAct.CREATED)
    return channel


@transaction.atomic
def change_channel(
    *, capacity: Capacity, channel: Channel, name: str, is_public: bool, is_active: bool, name_en: str = ""
) -> Channel:
    """The channel has another name, duty towards reporters, or is open or closed, for what comes in from now on."""
    _demand(capacity)
    errors = _name_errors(name, name_en)
    if errors:
        raise BadInput(errors)
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    before = CHANNEL.values(held)
    held.name, held.name_en = name.strip(), name_en.strip()
    held.is_public, held.is_active = is_public, is_active
    held.save(update_fields=["name", "name_en", "is_public", "is_active"])
    act = ChangeAct.WITHDRAWN if before["is_active"] and not is_active else ChangeAct.CHANGED
    note_change(capacity=capacity, setting=CHANNEL, row=held, act=act, before=before)
    transaction.on_commit(forget_channels)
    return held


@transaction.atomic
def add_dispatch_rule(
    *, capacity: Capacity, target: RuleTarget, unit: Unit, ground: str, valid_from: date
) -> DispatchRule:
    """The unit is proposed for the target from a day on.

    Raises BadInput where another rule holds for the same target on that day or later: it is replaced, not doubled.
    """
    _demand(capacity)
    _refuse_bad_target(target, valid_from)
    _refuse_bad_unit(unit, ground, valid_from)
    standing = _same_target(target).filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).select_related("unit").first()
    if standing:
        words = _("没有保存：同一范围已有规则，由“%(unit)s”办理，%(day)s 起。请打开那条规则，用“改派”。")
        raise BadInput({"unit": words % {"unit": standing.unit.name, "day": standing.valid_from}})
    rule = DispatchRule.objects.create(
        category=target.category,
        handler="" if target.category else target.handler,
        division_code=target.division_code,
        unit=unit,
        ground=ground.strip(),
        valid_from=valid_from,
    )
    note_change(capacity=capacity, setting=DISPATCH_RULE, row=rule, act=ChangeAct.CREATED)
    return rule


@transaction.atomic
def replace_dispatch_rule(
    *, capacity: Capacity, rule: DispatchRule, unit: Unit, ground: str, valid_from: date
) -> DispatchRule:
    """From a day on another unit is proposed for what the rule speaks of; the rule ends on that day."""
    _demand(capacity)
    _refuse_bad_unit(unit, ground, valid_from)
    if unit.pk == rule.unit_id:
        raise BadInput({"unit": _("没有保存：还是原来的单位。请选另一个单位，或用“停用”。")})
    held = _held(rule)
    before = DISPATCH_RULE.values(held)
    _end(held, valid_from)
    new = DispatchRule.objects.create(
        category=held.category,
        handler=held.handler,
        division_code=held.division_code,
        unit=unit,
        ground=ground.strip(),
        valid_from=valid_from,
    )
    note_change(capacity=capacity, setting=DISPATCH_RULE, row=new, act=ChangeAct.CHANGED, before=before)
    return new


@transaction.atomic
def end_dispatch_rule(*, capacity: Capacity, rule: DispatchRule, on: date) -> DispatchRule:
    """From a day on the rule proposes nothing; cases already dispatched stay where they are."""
    _demand(capacity)
    held = _held(rule)
    before = DISPATCH_RULE.values(held)
    _end(held, on)
    note_change(capacity=capacity, setting=DISPATCH_RULE, row=held, act=ChangeAct.WITHDRAWN, before=before)
    return held


@transaction.atomic
def cancel_dispatch_rule(*, capacity: Capacity, rule: DispatchRule) -> None:
    """A rule that has not begun is gone as if it had never been; one that has begun is ended instead."""
    _demand(capacity)
    held = _held(rule)
    if held.valid_from <= clock.now().date():
        words = _("没有撤销：这条规则 %(day)s 起已经生效。请用“停用”，定一个停用日期。")
        raise BadInput(words % {"day": held.valid_from})
    held.delete()
    before = DISPATCH_RULE.values(held)
    note_change(capacity=capacity, setting=DISPATCH_RULE, row=held, act=ChangeAct.WITHDRAWN, before=before, after={})


@transaction.atomic
def set_stage_limit(
    *, capacity: Capacity, stage: Clock | str, minutes: int, is_working: bool, schedule: str = "default"
) -> StageLimit:
    """A stage may take so many minutes; clocks started from now on follow, those running keep their limit."""
    _demand(capacity)
    if stage not in Clock.values:
        raise BadInput({"stage": _("没有这个环节。请从列表里选一个。")})
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadInput({"minutes": _("没有保存：时限应在 1 分钟到 365 天之间。请核对数字和单位。")})
    if is_working:
        working_time(schedule)
    facts = {"minutes": minutes, "is_working": is_working, "schedule": schedule if is_working else "default"}
    before = limit_before(_own_limit(stage), stage)
    found, _is_new = StageLimit.objects.update_or_create(clock=stage, defaults=facts)
    note_change(capacity=capacity, setting=STAGE_LIMIT, row=found, act=ChangeAct.CHANGED, before=before)
    transaction.on_commit(stage_limits.forget)
    return found


@transaction.atomic
def clear_stage_limit(*, capacity: Capacity, stage: Clock | str) -> None:
    """The stage has the limit of the procedure again, for clocks started from now on."""
    _demand(capacity)
    held = _own_limit(stage)
    if held is None:
        return
    held.delete()
    before, after = STAGE_LIMIT.values(held), limit_of_procedure(stage)
    note_change(capacity=capacity, setting=STAGE_LIMIT, row=held, act=ChangeAct.WITHDRAWN, before=before, after=after)
    transaction.on_commit(stage_limits.forget)


@transaction.atomic
def keep_import_mapping(*, capacity: Capacity, name: str, mapping: Mapping) -> ImportMapping:
    """The way to read a kind of file is kept under a name for the next time; the same name is written anew."""
    _demand(capacity, Permission.IMPORT)
    words = " ".join(name.split())
    if not 1 <= len(words) <= LONGEST_ENGLISH:
        raise BadInput({"name": _("方案名称要写 1 到 60 个字。请改正。")})
    facts = {
        "columns": mapping.columns,
        "categories": mapping.categories,
        "fallback": mapping.fallback,
        "datum": mapping.datum,
    }
    held = ImportMapping.objects.select_for_update().filter(name=words).first()
    before = IMPORT_MAPPING.values(held) if held else None
    found, is_new = ImportMapping.objects.update_or_create(name=words, defaults=facts)
    act = ChangeAct.CREATED if is_new else ChangeAct.CHANGED
    note_change(capacity=capacity, setting=IMPORT_MAPPING, row=found, act=act, before=before)
    return found


def _demand(capacity: Capacity, permission: Permission = Permission.MANAGE_RULES) -> None:
    if capacity.kind is ActorKind.SYSTEM or capacity.may(permission):
        return
    words = _("没有保存：您现在的岗位没有“%(right)s”的权限。请换一个岗位，或请安全管理员授权。")
    raise Forbidden(words % {"right": permission.label})


def _name_errors(name: str, name_en: str) -> dict[str, str]:
    errors = {}
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        errors["name"] = _("渠道名称要写 1 到 40 个字。请改正。")
    if len(name_en.strip()) > LONGEST_ENGLISH:
        errors["name_en"] = _("英文名最多 60 个字符，请缩短。")
    return errors


def _refuse_bad_target(target: RuleTarget, day: date) -> None:
    errors = {}
    if target.category is None and target.handler not in set(HandlerKind.values) - {""}:
        errors["handler"] = _("没有说明管哪类案卷。请选一个小类，或选一个处置行业。")
    if target.division_code and not divisions_in_force(day).filter(code=target.division_code).exists():
        errors["division"] = _("%(code)s 不是当日有效的区划代码。请从列表里选。") % {"code": target.division_code}
    if errors:
        raise BadInput(errors)


def _refuse_bad_unit(unit: Unit, ground: str, day: date) -> None:
    errors = {}
    if unit_as_of(unit.pk, day) is None:
        errors["unit"] = _("“%(name)s”在 %(day)s 不存在。请选当日还在的机构。") % {"name": unit.name, "day": day}
    if not 1 <= len(ground.strip()) <= LONGEST_GROUND:
        errors["ground"] = _("没有写依据。请写明按哪个文件或哪次裁定，最多 200 字。")
    if errors:
        raise BadInput(errors)


def _same_target(target: RuleTarget) -> QuerySet[DispatchRule]:
    rules = DispatchRule.objects.select_for_update(of=("self",)).filter(division_code=target.division_code)
    if target.category:
        return rules.filter(category=target.category)
    return rules.filter(category=None, handler=target.handler)


def _own_limit(stage: Clock | str) -> StageLimit | None:
    return StageLimit.objects.select_for_update().filter(clock=stage).first()


def _held(rule: DispatchRule) -> DispatchRule:
    """Return the rule as it stands, locked until the transaction ends."""
    return DispatchRule.objects.select_for_update(of=("self",)).select_related("category", "unit").get(pk=rule.pk)


def _end(held: DispatchRule, on: date) -> None:
    """The rule has ended on a day that lies behind its beginning and before an end set earlier; raises BadInput else."""
    if held.valid_to is not None and held.valid_to <= on:
        words = _("没有保存：这条规则已定于 %(day)s 停用，可能刚被别人改过。请刷新后再看。")
        raise BadInput({"on": words % {"day": held.valid_to}})
    if on <= held.valid_from:
        words = _("没有保存：规则从 %(day)s 起生效，停用日期要晚于这一天。请改日期。")
        raise BadInput({"on": words % {"day": held.valid_from}})
    held.valid_to = on
    held.save(update_fields=["valid_to"])

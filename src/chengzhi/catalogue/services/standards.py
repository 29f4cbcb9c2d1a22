"""Acts on filing standards: a version is never rewritten, an amendment begins a new one from a day."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from chengzhi.catalogue.enums import HandlerKind, Level
from chengzhi.catalogue.events import StandardAmended, StandardWithdrawn
from chengzhi.catalogue.limit_words import LONGEST
from chengzhi.catalogue.logged import STANDARD
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.catalogue.permissions import Permission, demand
from chengzhi.catalogue.services.lengths import overlong
from chengzhi.kernel import outbox
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.limits import LimitUnit
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.settings_log import note_change
from chengzhi.organisation.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFacts:
    """What a version of a standard says beside its category, condition and level."""

    closing_rule: str
    limit_value: int
    limit_unit: LimitUnit
    limit_note: str = ""
    default_handler: HandlerKind = HandlerKind.NONE
    default_unit: Unit | None = None
    default_unit_text: str = ""
    source: str = ""
    verified: bool = False


@transaction.atomic
def add_standard(
    *,
    capacity: Capacity,
    category: Category,
    condition: str,
    facts: StandardFacts,
    valid_from: dt.date,
    level: Level | str = Level.ANY,
) -> FilingStandard:
    """A condition of a category has a limit and a closing rule from a day on.

    Equal words are the same condition at every level. Raises BadInput where the level has a standard already.
    """
    demand(capacity, Permission.MANAGE)
    _refuse_bad_facts(condition, facts)
    _lock(category)
    words = condition.strip()
    number = _condition_no(category, words)
    if _is_taken(category, number, level, valid_from):
        raise BadInput({"condition": _("没有保存：这个立案条件在该级别已有标准。请打开原标准，用“修订”改动。")})
    new = _version(category, number, words, level, facts, valid_from)
    note_change(capacity=capacity, setting=STANDARD, row=new, act=ChangeAct.CREATED)
    return new


@transaction.atomic
def amend_standard(
    *, capacity: Capacity, standard: FilingStandard, facts: StandardFacts, valid_from: dt.date, condition: str = ""
) -> FilingStandard:
    """A new version holds from a day on, and the old one ends; cases filed under the old one keep it.

    Raises BadInput where the day lies before the old version began, or the old version has ended already.
    """
    demand(capacity, Permission.MANAGE)
    words = condition.strip() or standard.condition
    _refuse_bad_facts(words, facts)
    old = _locked(standard)
    _refuse_ended(old)
    _refuse_words_of_another(old, words)
    if valid_from < old.valid_from:
        raise BadInput(
            {
                "valid_from": _("没有保存：现行标准从 %(day)s 起生效，修订不能更早。请选这天或以后的日期。")
                % {"day": old.valid_from}
            }
        )
    before = STANDARD.values(old)
    old.valid_to = valid_from
    old.save(update_fields=["valid_to"])
    new = _version(old.category, old.condition_no, words, old.level, facts, valid_from)
    note_change(capacity=capacity, setting=STANDARD, row=new, act=ChangeAct.CHANGED, before=before)
    outbox.record(StandardAmended(old_id=old.pk, new_id=new.pk, number=new.number))
    return new


@transaction.atomic
def withdraw_standard(*, capacity: Capacity, standard: FilingStandard, valid_to: dt.date) -> FilingStandard:
    """The standard no longer holds from a day on; cases filed under it keep it."""
    demand(capacity, Permission.MANAGE)
    old = _locked(standard)
    _refuse_ended(old)
    if valid_to < old.valid_from:
        raise BadInput(
            {
                "valid_to": _("没有保存：标准从 %(day)s 起生效，停用不能更早。请选这天或以后的日期。")
                % {"day": old.valid_from}
            }
        )
    before = STANDARD.values(old)
    old.valid_to = valid_to
    old.save(update_fields=["valid_to"])
    note_change(capacity=capacity, setting=STANDARD, row=old, act=ChangeAct.WITHDRAWN, before=before)
    outbox.record(StandardWithdrawn(standard_id=old.pk, number=old.number))
    return old


@transaction.atomic
def correct_standard(
    *,
    capacity: Capacity,
    standard: FilingStandard,
    verified: bool,
    source: str,
    default_handler: HandlerKind,
    default_unit: Unit | None = None,
    default_unit_text: str = "",
) -> FilingStandard:
    """Source, verification and usual handler are put right in place; what binds a case is left as it is."""
    demand(capacity, Permission.MANAGE)
    held = _locked(standard)
    before = STANDARD.values(held)
    held.verified, held.source = verified, source[:300]
    held.default_handler, held.default_unit, held.default_unit_text = default_handler, default_unit, default_unit_text
    held.save(update_fields=["verified", "source", "default_handler", "default_unit", "default_unit_text"])
    note_change(capacity=capacity, setting=STANDARD, row=held, act=ChangeAct.CHANGED, before=before)
    return held


def standard_number(category: Category, condition_no: int) -> str:
    """Return the number of a condition: the category's code, or its id where it has none, and the condition's."""
    return f"{category.code or f'#{category.pk}'}-{condition_no}"


def _version(
    category: Category, number: int, words: str, level: Level | str, facts: StandardFacts, valid_from: dt.date
) -> FilingStandard:
    return FilingStandard.objects.create(
        category=category,
        condition_no=number,
        number=standard_number(category, number),
        condition=words,
        closing_rule=facts.closing_rule.strip(),
        level=level,
        limit_value=facts.limit_value,
        limit_unit=facts.limit_unit,
        limit_note=facts.limit_note,
        default_handler=facts.default_handler or category.handler,
        default_unit=facts.default_unit,
        default_unit_text=facts.default_unit_text,
        source=facts.source,
        verified=facts.verified,
        valid_from=valid_from,
    )


def _refuse_bad_facts(condition: str, facts: StandardFacts) -> None:
    texts = {
        "condition": condition.strip(),
        "closing_rule": facts.closing_rule.strip(),
        "limit_note": facts.limit_note,
        "default_unit_text": facts.default_unit_text,
        "source": facts.source,
    }
    errors = overlong(FilingStandard, texts)
    if not condition.strip():
        errors["condition"] = _("没有保存：立案条件空着。请写明什么情况下立案。")
    if not facts.closing_rule.strip():
        errors["closing_rule"] = _("没有保存：结案条件空着。请写明处置到什么程度可以结案。")
    if not 1 <= facts.limit_value <= LONGEST:
        errors["limit_value"] = _("没有保存：处置时限应在 1 到 365 之间。请核对数字和单位。")
    if errors:
        raise BadInput(errors)


def _refuse_words_of_another(standard: FilingStandard, words: str) -> None:
    """Refuse the words of another condition: cases find a condition by its words."""
    others = standard.category.standards.filter(condition=words, valid_to=None)
    if others.exclude(condition_no=standard.condition_no).exists():
        raise BadInput({"condition": _("没有保存：这个分类已有同样的立案条件。请写出两者的区别。")})


def _condition_no(category: Category, words: str) -> int:
    """Return the number of a condition known by its words, or the next free one."""
    known = category.standards.filter(condition=words).values_list("condition_no", flat=True).first()
    if known:
        return known
    return (category.standards.aggregate(last=Max("condition_no"))["last"] or 0) + 1


def _is_taken(category: Category, number: int, level: str, valid_from: dt.date) -> bool:
    """Tell whether the condition has, at this level, a version in force on or behind the day."""
    versions = category.standards.filter(condition_no=number, level=level)
    return versions.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).exists()


def _lock(category: Category) -> None:
    """Let one change of a category's standards happen at a time."""
    Category.objects.select_for_update().get(pk=category.pk)


def _locked(standard: FilingStandard) -> FilingStandard:
    _lock(standard.category)
    found = FilingStandard.objects.select_for_update(of=("self",))
    return found.select_related("category__edition", "default_unit").get(pk=standard.pk)


def _refuse_ended(standard: FilingStandard) -> None:
    if standard.valid_to is not None:
        raise BadInput(
            _("没有保存：这一版已定于 %(day)s 停止生效，可能刚被别人修订。请刷新后打开现行的一版再改。")
            % {"day": standard.valid_to}
        )

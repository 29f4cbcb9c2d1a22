"""What stands against a step of a list, each reason with its article."""

from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from chengzhi.kernel.law import enforces, law
from chengzhi.kernel.procedures.table import Act, Refusal
from chengzhi.powers.enums import ExerciseGround, ItemKind, ListState, PowerLevel, StatuteRank
from chengzhi.powers.models import (
    DiscretionBenchmark,
    Exercise,
    PowerItem,
    PowerList,
    StatuteVersion,
    in_force,
)

REVISING = (ListState.DRAFT, ListState.IN_REVIEW, ListState.REVIEWED, ListState.APPROVED)
MOST_NAMED = 5


def _list(act: Act) -> PowerList:
    return cast("PowerList", act.subject)


def _items(act: Act) -> QuerySet[PowerItem]:
    return PowerItem.objects.filter(power_list_id=act.subject.pk)


def _named(rows: QuerySet[PowerItem]) -> str:
    """Return the codes of some items, the first few by name and the rest by number; empty where there are none."""
    codes = list(rows.order_by("code").values_list("code", flat=True))
    shown = "、".join(codes[:MOST_NAMED])
    if len(codes) <= MOST_NAMED:
        return shown
    return _("%(codes)s 等 %(count)s 项") % {"codes": shown, "count": len(codes)}


def list_has_items(act: Act) -> Refusal | None:
    """清单里至少有一个事项."""
    if _items(act).exists():
        return None
    return Refusal(_("清单里还没有事项。请先录入或导入事项，再送审。"), law("CF-039-1"), action="import_items")


def clauses_stand_apart(act: Act) -> Refusal | None:
    """处罚事项的违则和罚则分开写明."""
    whole = ~Q(penalty_article="") & Q(penalty_statute__isnull=False)
    codes = _named(_items(act).filter(Q(kind=ItemKind.PENALTY) & ~whole))
    if not codes:
        return None
    words = _("这些处罚事项没有写明罚则：%(codes)s。请补上罚则的法规和条款（违则另填）。")
    return Refusal(words % {"codes": codes}, law("CF-038-1"))


@enforces("CF-016-1", "CF-038-1")
def penalties_rest_on_law(act: Act) -> Refusal | None:
    """罚则只能是法律、法规、规章."""
    codes = _named(_items(act).filter(kind=ItemKind.PENALTY, penalty_statute__rank=StatuteRank.NORMATIVE))
    if not codes:
        return None
    words = _("这些事项的罚则是规范性文件：%(codes)s。规范性文件不得设定处罚，请改引法律、法规或规章。")
    return Refusal(words % {"codes": codes}, law("CF-016-1"))


@enforces("ECO-1242-1")
def laws_are_in_force(act: Act) -> Refusal | None:
    """引用的法规在清单施行日仍然有效."""
    codes = _named(stale_items(_items(act), _first_day(act)))
    if not codes:
        return None
    words = _("这些事项引用的法规届时已经废止：%(codes)s。请改引接替的法规，或写明只适用于废止前的行为。")
    return Refusal(words % {"codes": codes}, law("ECO-1242-1"), action="stale_report", action_label=_("看废止法规报告"))


def _first_day(act: Act) -> date:
    """Return the day from which the list is to hold, today where it is not yet said."""
    given = act.data.get("valid_from")
    return date.fromisoformat(str(given)) if given else act.now.date()


def stale_items(items: QuerySet[PowerItem], on: date) -> QuerySet[PowerItem]:
    """Return the items for acts of today that cite a statute of which no version is in force on a day."""
    live = StatuteVersion.objects.filter(in_force(on, "in_force_from", "in_force_to"))
    ended = StatuteVersion.objects.filter(in_force_to__lte=on)
    gone = Q()
    for field in ("violated_statute", "penalty_statute"):
        ref = OuterRef(field)
        gone |= Q(Exists(ended.filter(statute=ref)) & ~Exists(live.filter(statute=ref)))
    return items.filter(gone).exclude(applies_to__lte=on)


def reviewer_did_not_draft(act: Act) -> Refusal | None:
    """审核的人没有参加起草."""
    account = act.capacity.account_id
    if account is None or not _list(act).editors.filter(account_id=account).exists():
        return None
    return Refusal(
        _("您参加过这一版的起草，不能审核自己起草的清单。请由没有参加起草的审核人员办理。"),
        law("CF-016-1"),
        helper=_("其他法制审核人员"),
    )


@enforces("CF-039-1")
def public_entries_are_whole(act: Act) -> Refusal | None:
    """公布的事项写明实施主体、依据和救济渠道."""
    codes = _named(_items(act).filter(Q(remedy="") | Q(supervision_channel="") | Q(statutory_body="")))
    if not codes:
        return None
    words = _("这些事项缺少实施主体、监督投诉方式或救济渠道：%(codes)s。这些内容应当公示，请退回补全。")
    return Refusal(words % {"codes": codes}, law("CF-039-1"))


@enforces("CF-024-1", "CF-024-2")
def delegations_are_documented(act: Act) -> Refusal | None:
    """镇级行使的处罚事项有省级公布的赋权决定."""
    granted = Exercise.objects.filter(item_code=OuterRef("code"), ground=ExerciseGround.DELEGATED)
    wanting = _items(act).filter(kind=ItemKind.PENALTY, level=PowerLevel.STREET).exclude(Exists(granted))
    codes = _named(wanting)
    if not codes:
        return None
    words = _("这些事项写由街道（乡镇）行使，却没有登记省级赋权决定：%(codes)s。请先登记决定文号、公布日和评估期限。")
    return Refusal(words % {"codes": codes}, law("CF-024-1"), action="grant_exercise", action_label=_("登记赋权"))


@enforces("CF-034-1")
def benchmarks_are_published(act: Act) -> Refusal | None:
    """已制定的裁量基准都已公布."""
    drafts = DiscretionBenchmark.objects.filter(
        in_force(_first_day(act)), item_code=OuterRef("code"), published_on=None
    )
    codes = _named(_items(act).filter(Exists(drafts)))
    if not codes:
        return None
    words = _("这些事项的裁量基准还没有公布：%(codes)s。裁量基准应当向社会公布，请先公布或撤下。")
    return Refusal(words % {"codes": codes}, law("CF-034-1"), action="publish_benchmarks")


def begins_after_what_it_amends(act: Act) -> Refusal | None:
    """新版的施行日晚于它所修订的版本."""
    before, given = _list(act).amends, act.data.get("valid_from")
    if before is None or before.valid_from is None or not given or _first_day(act) > before.valid_from:
        return None
    words = _("施行日要晚于上一版的施行日 %(day)s。请改正施行日。")
    return Refusal(words % {"day": before.valid_from.isoformat()}, law("CF-005-1"), action="valid_from")


def ends_after_its_start(act: Act) -> Refusal | None:
    """失效日不早于施行日."""
    begun, given = _list(act).valid_from, act.data.get("valid_to")
    if begun is None or not given or date.fromisoformat(str(given)) >= begun:
        return None
    return Refusal(_("失效日不能早于施行日 %(day)s。") % {"day": begun.isoformat()}, law("CF-005-1"), action="valid_to")


def no_revision_is_open(act: Act) -> Refusal | None:
    """没有正在办理的新版."""
    revision = _list(act).amended_by.filter(state__in=REVISING).first()
    if revision is None:
        return None
    words = _("第 %(version)s 版正在办理（%(state)s）。请先办完或作废它。")
    return Refusal(
        words % {"version": revision.version, "state": revision.state_label}, law("CF-005-1"), action="open_revision"
    )

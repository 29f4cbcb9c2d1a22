"""What waits for somebody on the street, and what stands on the page of one case."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import MediaStage
from chengzhi.cases.models import Case, CaseMedia, CaseStep, FieldTask
from chengzhi.cases.selectors.worklists import WorkQuery, listed, work_page
from chengzhi.cases.selectors.workrows import WorkRow, work_rows
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.procedures import Choice, InputKind, available_steps, table_of

BEFORE, AFTER = (MediaStage.BEFORE, MediaStage.VERIFY), (MediaStage.AFTER, MediaStage.CHECK)
NEWEST = 12
ASIDE = 40  # from this rank on an act does not carry the case forward
# What the page says first: what is wanted of this person here.
WANTED: dict[str, Promise] = {
    "confirm": _("到现场看看，说的是不是真的。拍一张照片。"),
    "pass_check": _("到现场看看，是不是处理好了。按同一机位拍一张照片。"),
    "take_over": _("派给本单位的新任务，接收后开始处置。"),
    "hand_down": _("派给本单位的任务，交给人去办，或自己办。"),
    "feed_back": _("处置完，拍处置后照片，反馈结果。"),
    "reply_supervision": _("有督办意见，先回复。"),
    "finish_joint_part": _("协办任务，办完本单位的部分后报一下。"),
}
# Acts that belong to a desk and would only clutter a phone; they stay in the console.
AT_THE_DESK = frozenset({"urge"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One act this person may think of here: possible now, or not and why.

    ``is_direct`` acts ask for nothing that must be filled in.
    """

    choice: Choice
    is_direct: bool

    @property
    def name(self) -> str:
        return self.choice.step.name

    @property
    def label(self) -> str:
        return str(self.choice.step.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """Everything the page of one case shows to one person in the field."""

    case: Case
    task: FieldTask | None
    wanted: str
    primary: Deed | None
    second: Deed | None
    others: list[Deed]
    refused: list[Deed]
    refused_too: list[Deed]
    before: list[CaseMedia]
    after: list[CaseMedia]
    steps: list[tuple[CaseStep, str]]


def rows_to_do(viewer: Capacity) -> list[WorkRow]:
    """Return the open cases whose next act is this viewer's, due soonest first."""
    return work_page(viewer, WorkQuery(name="todo")).rows


def rows_under_way(viewer: Capacity) -> list[WorkRow]:
    """Return the viewer's own open cases that wait for somebody else."""
    mine = viewer.appointment_id
    rows = work_page(viewer, WorkQuery(name="doing")).rows
    return [row for row in rows if mine in {row.case.handler_id, row.case.patroller_id, row.case.reported_by_id}]


def count_to_do(viewer: Capacity) -> int:
    """Return how many cases wait for the viewer."""
    return listed(viewer, WorkQuery(name="todo")).order_by().count()


def task_page(viewer: Capacity, case: Case) -> TaskPage:
    """Return what is asked of the viewer on a case, the facts, and every act with what stands against it."""
    deeds = [_deed(one) for one in available_steps(case, viewer) if one.step.name not in AT_THE_DESK]
    possible = [one for one in deeds if one.choice.is_open]
    closed = [one for one in deeds if not one.choice.is_open and _concerns(one)]
    likeliest = work_rows(viewer, [case.pk])[0].step
    primary = next((one for one in possible if one.name == likeliest), None)
    second = _counterpart(primary, possible)
    media = list(case.media.select_related("item__blob").prefetch_related("item__blob__thumbnails"))
    return TaskPage(
        case=case,
        task=case.tasks.filter(answered_at=None, assignee=viewer.appointment_id).first(),
        wanted=str(WANTED.get(likeliest, "")),
        primary=primary,
        second=second,
        others=[one for one in possible if one not in (primary, second)],
        refused=[one for one in closed if one.choice.step.rank < ASIDE],
        refused_too=[one for one in closed if one.choice.step.rank >= ASIDE],
        before=[one for one in media if one.stage in BEFORE],
        after=[one for one in media if one.stage in AFTER],
        steps=_steps(case),
    )


def _deed(choice: Choice) -> Deed:
    asks = any(one.is_required or one.kind is InputKind.MEDIA for one in choice.step.inputs)
    return Deed(choice, is_direct=not asks and not choice.step.is_destructive)


def _counterpart(primary: Deed | None, possible: list[Deed]) -> Deed | None:
    """Return the act that answers the same question the other way: not true beside true, failed beside passed."""
    other = {"confirm": "deny", "pass_check": "fail_check"}.get(primary.name if primary else "")
    return next((one for one in possible if one.name == other), None)


def _concerns(deed: Deed) -> bool:
    """Tell whether a refused act is worth explaining: answers to requests that nobody made are not."""
    return not deed.name.startswith(("grant_", "refuse_", "reply_", "lift_", "finish_", "appeal", "call_back"))


def _steps(case: Case) -> list[tuple[CaseStep, str]]:
    table = table_of(case)
    newest = case.steps.order_by("-seq")[:NEWEST]
    return [(one, str(table.step(one.name).done or table.step(one.name).label)) for one in newest]


def words_of(step: CaseStep) -> str:
    """Return what somebody wrote when taking a step."""
    data: dict[str, Any] = step.data
    found = [str(data[name]) for name in ("unit_name", "handler_name", "collector_name") if data.get(name)]
    found += [str(data[name]) for name in ("reason", "result", "opinion", "note", "words") if data.get(name)]
    return " · ".join(found)


def is_taken(case: Case, step: str, key: str) -> bool:
    """Tell whether this very request has taken the step already, as after a double tap."""
    return bool(key) and case.steps.filter(name=step, idempotency_key=key).exists()

"""What stands against a step, each guard a sentence that answers with the reason or with nothing.

Guards ask for all rows that belong to a case and choose among the few: a case that carries them is not read again.
"""

from datetime import timedelta
from typing import cast

from django.utils.translation import gettext as _

from chengzhi.cases.enums import CaseState, Clock, MediaStage, RequestKind
from chengzhi.cases.models import Case, CaseClock, CaseRequest, CaseStep
from chengzhi.cases.permissions import Permission
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.models.steps import AbstractSubject
from chengzhi.kernel.procedures.table import Act, Basis, Guard, Refusal

LOOP = Basis("CJJ/T 106-2010")
STANDARD = Basis("GB/T 30428.8")
REOPEN_DAYS = 15
SHORTEST_OPINION = 2


def case_of(act: Act) -> Case:
    """Return the case that the act concerns."""
    return cast("Case", act.subject)


def within(subject: AbstractSubject, capacity: Capacity, scope: Scope) -> bool:
    """Tell whether a scope of a capacity reaches a case: own, of the unit, of the territory, all."""
    case = cast("Case", subject)
    if capacity.is_confined_from(case.cell_code):
        return False
    if scope is Scope.CITY:
        return True
    mine = capacity.appointment_id
    if mine is not None and mine in {case.handler_id, case.patroller_id, case.reported_by_id}:
        return True
    if scope is Scope.TERRITORY and case.cell_code and capacity.covers(case.cell_code):
        return True
    if scope is Scope.OWN:
        return False
    return case.handling_unit_id in capacity.unit_ids or _is_joint(case, capacity)


def _is_joint(case: Case, capacity: Capacity) -> bool:
    return bool(case.pk) and any(one.unit_id in capacity.unit_ids for one in case.joint_units.all())


def _open_request(case: Case, kind: RequestKind) -> CaseRequest | None:
    return next((one for one in case.requests.all() if one.kind == kind and one.decided_at is None), None)


def _runs(case: Case, name: Clock) -> CaseClock | None:
    """Return the clock of that name that has not stopped yet."""
    return next((one for one in case.clocks.all() if one.name == name and one.stopped_at is None), None)


def public_report_known_to_be_true(act: Act) -> Refusal | None:
    """公众诉求须先核实属实，加急的或已有照片的除外."""
    case = case_of(act)
    if case.is_verified is False:
        return Refusal(_("核实结果是不属实。可以不予受理，或再发一次核实。"), LOOP, action="send_verify")
    if case.is_verified or case.is_urgent or not case.channel.is_public:
        return None
    if any(one.stage == MediaStage.BEFORE for one in case.media.all()):
        return None
    return Refusal(
        _("公众诉求还没有核实，也没有照片。"),
        LOOP,
        helper=_("辖区采集员"),
        action="send_verify",
        action_label=_("发核实"),
    )


def place_is_known(act: Act) -> Refusal | None:
    """案卷须落到网格，才能派给负责的人."""
    if case_of(act).cell_code:
        return None
    return Refusal(
        _("还没有落到网格，不知道归哪里管。"),
        STANDARD,
        helper=_("受理员"),
        action="correct_facts",
        action_label=_("改位置"),
    )


def no_task_is_out(act: Act) -> Refusal | None:
    """没有采集员正在核实或核查."""
    task = next((one for one in case_of(act).tasks.all() if one.answered_at is None), None)
    if task is None:
        return None
    return Refusal(
        _("%(who)s 正在现场%(what)s。") % {"who": task.assignee.person.name, "what": task.get_kind_display()}
    )


def no_open(kind: RequestKind) -> Guard:
    """Return a guard: no request of that kind waits for its decision."""

    def guard(act: Act) -> Refusal | None:
        if _open_request(case_of(act), kind) is None:
            return None
        words = _("%(kind)s申请没审完，审完才能办这一步。") % {"kind": kind.label}
        return Refusal(words, LOOP, helper=_("派遣员"), action="urge", action_label=_("催办"))

    guard.__doc__ = f"没有未审完的{kind.label}申请."
    return guard


def has_open(kind: RequestKind) -> Guard:
    """Return a guard: a request of that kind waits for a decision."""

    def guard(act: Act) -> Refusal | None:
        if _open_request(case_of(act), kind):
            return None
        return Refusal(_("没有待审的%(kind)s申请。") % {"kind": kind.label}, LOOP)

    guard.__doc__ = f"有待审的{kind.label}申请."
    return guard


def decider_is_not_asker(act: Act) -> Refusal | None:
    """审批人不能是申请人自己."""
    case = case_of(act)
    request = next((one for one in reversed(case.requests.all()) if one.decided_at is None), None)
    if request is None or act.capacity.account_id is None:
        return None
    asker = act.capacity.account_id
    asked = any(one.seq == request.asked_seq and one.account_id == asker for one in case.steps.all())
    return Refusal(_("申请是您自己提的，要由别人审批。"), LOOP, helper=_("其他派遣员或值班长")) if asked else None


def limit_not_passed(act: Act) -> Refusal | None:
    """延期须在到期之前申请."""
    clock = _runs(case_of(act), Clock.HANDLING)
    if clock is None or clock.due_at is None or act.now <= clock.due_at:
        return None
    return Refusal(_("处置期限已过，不能再申请延期。办结后认为超时不怪本单位的，可以申诉。"), LOOP, action="appeal")


def supervision_is_answered(act: Act) -> Refusal | None:
    """督办意见须先回复."""
    orders = case_of(act).supervisions.all()
    waiting = next((one for one in orders if one.lifted_at is None and one.replied_at is None), None)
    if waiting is None:
        return None
    return Refusal(
        _("督办意见还没有回复：%(opinion)s") % {"opinion": waiting.opinion},
        LOOP,
        helper=_("处置单位"),
        action="reply_supervision",
        action_label=_("回复督办"),
    )


def joint_units_are_done(act: Act) -> Refusal | None:
    """联办单位各自的部分须已办毕."""
    open_units = [one.unit.name for one in case_of(act).joint_units.all() if one.done_at is None]
    if not open_units:
        return None
    return Refusal(
        _("协办单位还没有办完：%(units)s。") % {"units": "、".join(open_units)}, LOOP, helper="、".join(open_units)
    )


def _begins_handling(step: CaseStep) -> bool:
    return step.to_state == CaseState.HANDLING and step.name in {"take_over", "rework", "reopen"}


def after_photos_are_shown(act: Act) -> Refusal | None:
    """反馈须有本次处置后的照片或录像."""
    case = case_of(act)
    if act.data.get("media"):
        return None
    last = max((one.seq for one in case.steps.all() if _begins_handling(one)), default=0)
    if any(one.stage == MediaStage.AFTER and one.step_seq > last for one in case.media.all()):
        return None
    return Refusal(_("没有处置后照片。"), STANDARD, helper=_("处置员"), action="media", action_label=_("现在拍"))


def check_photos_are_shown(act: Act) -> Refusal | None:
    """核实、核查须有到场拍的照片."""
    if act.data.get("media"):
        return None
    return Refusal(_("没有现场照片。核实、核查要到现场拍一张。"), LOOP, action="media", action_label=_("现在拍"))


def judge_is_not_handler(act: Act) -> Refusal | None:
    """督查、核查和结案的人不能是处置员本人."""
    case = case_of(act)
    if case.handler_id is None or case.handler_id != act.capacity.appointment_id:
        return None
    return Refusal(_("您是这件案卷的处置员，不能自己验收。"), LOOP, helper=_("其他同岗位人员"))


def reopen_window_is_open(act: Act) -> Refusal | None:
    """结案 15 日内诉求人可以要求重办."""
    closed_at = case_of(act).closed_at
    if closed_at is None or act.now <= closed_at + timedelta(days=REOPEN_DAYS):
        return None
    return Refusal(
        _("结案已超过 %(days)s 日（自然日），不能重开，请重新上报。") % {"days": REOPEN_DAYS}, LOOP, helper=_("受理员")
    )


def was_late(act: Act) -> Refusal | None:
    """只有处置超时的案卷可以申诉."""
    if case_of(act).is_handled_late:
        return None
    return Refusal(_("这件案卷没有超时，不用申诉。"), LOOP)


def not_appealed_before(act: Act) -> Refusal | None:
    """每件案卷只能申诉一次."""
    if all(one.kind != RequestKind.APPEAL for one in case_of(act).requests.all()):
        return None
    return Refusal(_("已经申诉过一次，不能再申诉。"), LOOP)


def not_rated_yet(act: Act) -> Refusal | None:
    """评价只记一次；不满意的可以重开."""
    if not case_of(act).satisfaction:
        return None
    return Refusal(_("已经评价过了。"), LOOP)


def not_supervised_yet(act: Act) -> Refusal | None:
    """同一时间只有一道督办."""
    if not case_of(act).supervision:
        return None
    return Refusal(_("已经在督办，先撤销原来的督办再发新的。"), LOOP, action="lift_supervision")


def is_supervised(act: Act) -> Refusal | None:
    """案卷正在督办."""
    return None if case_of(act).supervision else Refusal(_("这件案卷没有督办。"), LOOP)


def somebody_can_answer(act: Act) -> Refusal | None:
    """案卷已派给单位或有人处置，才有人回复督办."""
    case = case_of(act)
    reaches_all = act.capacity.scope(Permission.HANDLE) is Scope.CITY
    if not case.supervision or reaches_all or case.handling_unit_id or case.handler_id or case.joint_units.all():
        return None
    return Refusal(
        _("案卷还没有派给处置单位，没有单位能回复督办。派遣以后由处置单位回复；不用再督办的，先撤销督办。"),
        LOOP,
        helper=_("发督办的人"),
        action="lift_supervision",
        action_label=_("撤销督办"),
    )


def a_unit_asks_for_its_own_part(act: Act) -> Refusal | None:
    """本单位须是协办单位，并且还没有办毕."""
    parts = case_of(act).joint_units.all()
    owes = any(one.done_at is None and one.unit_id in act.capacity.unit_ids for one in parts)
    return None if owes else Refusal(_("本单位没有待办的协办任务。"), LOOP)


def a_unit_has_handled_it(act: Act) -> Refusal | None:
    """只有派给过处置单位的案卷可以重开."""
    if case_of(act).handling_unit_id:
        return None
    return Refusal(_("这件事没有单位办过，不能重开，请重新上报。"), LOOP, helper=_("受理员"))


def a_unit_holds_it(act: Act) -> Refusal | None:
    """退回去办的案卷须已有处置单位."""
    if case_of(act).handling_unit_id:
        return None
    return Refusal(_("案卷还没有处置单位，没有人可以接着办。"), LOOP, action="dispatch", action_label=_("派遣"))


def work_has_begun(act: Act) -> Refusal | None:
    """案卷已经派遣过，处置时限已开始."""
    if _runs(case_of(act), Clock.HANDLING):
        return None
    return Refusal(
        _("案卷还没有派遣过，不能挂账。先商定责任单位。"), LOOP, action="agree_unit", action_label=_("商定责任单位")
    )


def both_sides_are_heard(act: Act) -> Refusal | None:
    """裁定须写明双方单位的意见."""
    said = (str(act.data.get(name, "")).strip() for name in ("first_opinion", "second_opinion"))
    if all(len(words) >= SHORTEST_OPINION for words in said):
        return None
    return Refusal(_("裁定要写明双方单位的意见，各不少于 %(least)s 个字。") % {"least": SHORTEST_OPINION}, LOOP)


def target_is_another_open_case(act: Act) -> Refusal | None:
    """只能并入另一件未办结的案卷."""
    target = Case.objects.filter(number=str(act.data.get("target", ""))).first()
    if target is None:
        return Refusal(_("没有找到要并入的案卷，请核对编号。"), LOOP)
    if target.pk == act.subject.pk or not target.is_open:
        return Refusal(_("要并入的案卷已办结，或就是这一件。"), LOOP)
    return None

"""From the inbox to filing: send out to verify, merge, correct, file, and refuse with an answer."""

from django.db.models import F
from django.utils.translation import gettext as _

from chengzhi.cases.enums import MediaStage, TaskKind
from chengzhi.cases.models import Case, CaseStep, CaseWords, FieldTask, Report
from chengzhi.cases.selectors.access import visible_cases
from chengzhi.cases.selectors.limits import stage_limits, standard_limit
from chengzhi.cases.services.acts import CaseAct, Prepared, official_act
from chengzhi.cases.services.answers import answer_reports
from chengzhi.cases.services.intake import words_of
from chengzhi.cases.services.places import placed
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.grid.selectors import collector_of
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput, StepRefused
from chengzhi.kernel.procedures import Refusal
from chengzhi.organisation.models import Appointment
from chengzhi.organisation.selectors import capacities_of_person, capacity_of


def collector_for(case: Case, chosen: object) -> Appointment:
    """Return the appointment that goes to the spot: the one chosen, or the collector whose cell it is."""
    if chosen:
        found = Appointment.objects.select_related("person").filter(pk=int(str(chosen))).first()
        if found is None or capacity_of(found.pk) is None:
            raise BadInput({"collector": _("这位采集员今天不在岗，请另选一位。")})
        return found
    duty = collector_of(case.cell_code) if case.cell_code else None
    held = capacities_of_person(duty.person_id) if duty and duty.person_id else []
    mine = next((one for one in held if one.may("cases.case.patrol")), None)
    if mine is None or mine.appointment_id is None:
        raise BadInput({"collector": _("这个网格没有在岗的采集员，请选一位。")})
    return Appointment.objects.select_related("person").get(pk=mine.appointment_id)


def _send(kind: TaskKind, case: Case, act: CaseAct) -> Prepared:
    if not case.cell_code:  # the procedure says so itself, with all other reasons
        return Prepared()
    collector = collector_for(case, act.values.get("collector"))

    def after(row: CaseStep) -> None:
        FieldTask.objects.create(
            case=case,
            kind=kind,
            assignee=collector,
            note=act.text("note")[:200],
            asked_at=row.taken_at,
            asked_seq=row.seq,
        )

    return Prepared(
        data={"collector": collector.pk, "collector_name": collector.person.name},
        changes={"patroller": collector},
        limits=stage_limits(),
        after=after,
    )


@official_act("send_verify")
def send_verify(case: Case, act: CaseAct) -> Prepared:
    """Send a collector to see whether the report is true (核实)."""
    return _send(TaskKind.VERIFY, case, act)


@official_act("send_check")
def send_check(case: Case, act: CaseAct) -> Prepared:
    """Send a collector to see whether the matter is put right (核查)."""
    return _send(TaskKind.CHECK, case, act)


def answer_task(case: Case, row: CaseStep, *, is_positive: bool | None) -> None:
    """Close the task that is out with what the collector found; None when it was withdrawn."""
    case.tasks.filter(answered_at=None).update(answered_at=row.taken_at, answered_seq=row.seq, is_positive=is_positive)


@official_act("confirm")
def confirm_report(case: Case, _act: CaseAct) -> Prepared:
    """Record that the collector saw what was reported (核实属实)."""
    return Prepared(
        changes={"is_verified": True},
        media_stage=MediaStage.BEFORE,
        after=lambda row: answer_task(case, row, is_positive=True),
    )


@official_act("deny")
def deny_report(case: Case, _act: CaseAct) -> Prepared:
    """Record that the collector did not find what was reported (核实不属实)."""
    return Prepared(
        changes={"is_verified": False},
        media_stage=MediaStage.VERIFY,
        after=lambda row: answer_task(case, row, is_positive=False),
    )


@official_act("withdraw_verify", "withdraw_check")
def withdraw_task(case: Case, _act: CaseAct) -> Prepared:
    """Call the collector back."""
    return Prepared(limits=stage_limits(), after=lambda row: answer_task(case, row, is_positive=None))


@official_act("accept", "send_back", "return_to_desk")
def pass_on(_case: Case, _act: CaseAct) -> Prepared:
    """Pass the case on under the city's own limits."""
    return Prepared(limits=stage_limits())


@official_act("refuse", "decline_filing")
def refuse_report(case: Case, act: CaseAct) -> Prepared:
    """End the matter and answer its reporters with the reason and where to go."""
    words = " ".join(part for part in (act.text("reason"), act.text("direction")) if part)
    return Prepared(after=lambda row: answer_reports(case, row.name, words))


@official_act("merge")
def merge_case(case: Case, act: CaseAct) -> Prepared:
    """Join the reports of this case to another open one; its reporters follow that one from now on."""
    target = Case.objects.filter(number=act.text("target"), is_open=True).exclude(pk=case.pk).first()
    if target is None:  # the procedure says so itself
        return Prepared()
    if not visible_cases(act.capacity).filter(pk=target.pk).exists():
        # The same words as for a number that does not exist: nobody learns by merging what they may not see.
        raise StepRefused([Refusal(_("没有找到要并入的案卷，请核对编号。"))])

    def after(_row: CaseStep) -> None:
        moved = Report.objects.filter(case=case).update(case=target, is_joined=True)
        Case.objects.filter(pk=target.pk).update(joined_reports=F("joined_reports") + moved)

    return Prepared(changes={"merged_into": target}, after=after)


@official_act("correct_facts")
def correct_facts(case: Case, act: CaseAct) -> Prepared:
    """Change category or place; the old values stay in the step row."""
    changes: dict[str, object] = {}
    if act.values.get("category"):
        category = Category.objects.filter(pk=int(act.values["category"])).first()
        if category is None:
            raise BadInput({"category": _("没有这个小类，请从目录里选。")})
        changes["category"] = category
    if act.text("place"):
        changes["place"] = act.text("place")[:200]
    if bool(act.text("lon")) != bool(act.text("lat")):
        raise BadInput({"lon": _("经纬度只有一个，请补全或都留空。")})
    if act.text("lon"):
        changes.update(placed(act.text("lon"), act.text("lat")))
    if not changes:
        raise BadInput({"": _("没有要改的内容。请改小类或位置。")})
    before = {name: str(getattr(case, name) or "") for name in changes if name in {"category", "place", "cell_code"}}
    data: dict[str, object] = {"before": before}
    if case.standard and changes.get("category", case.category) != case.category:
        data["standard_kept"] = case.standard.number
    return Prepared(data=data, changes=changes, after=lambda _row: index_case(case))


def index_case(case: Case) -> None:
    """Let full-text search find the case by what it says now."""
    CaseWords.objects.filter(case=case).update(vector=words_of(case, case.description))


@official_act("file")
def file_case(case: Case, act: CaseAct) -> Prepared:
    """File by a written condition; its limit and clock follow (立案)."""
    chosen = act.values.get("standard")
    standard = FilingStandard.objects.filter(pk=int(chosen)).first() if chosen else None
    if chosen and (standard is None or standard.category_id != case.category_id):
        raise BadInput({"standard": _("这条立案条件不属于案卷的小类，请重新选。")})
    if standard is None:
        return Prepared()
    day = clock.now().date()
    if standard.valid_from > day or (standard.valid_to and standard.valid_to <= day):
        raise BadInput({"standard": _("这条立案条件今天不在有效期内，请重新选。")})
    limit = standard_limit(standard)
    return Prepared(
        data={"standard_number": standard.number, "standard_name": standard.condition, "limit": limit.reason},
        changes={"standard": standard},
        limits=stage_limits(),
    )

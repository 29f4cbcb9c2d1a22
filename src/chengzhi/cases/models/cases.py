"""The case and its append-only history."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import CaseState, ClosureKind, MediaStage, Satisfaction, SupervisionLevel
from chengzhi.cases.models.settings import Channel
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.evidence.models import Item
from chengzhi.kernel.models.points import PointField
from chengzhi.kernel.models.steps import AbstractClock, AbstractStep, AbstractSubject
from chengzhi.kernel.models.words import WordsField
from chengzhi.organisation.models import Appointment, Unit

OPEN, ENDED = Q(is_open=True), Q(is_open=False)
COUNTED = (
    "is_open", "handling_unit", "handler", "patroller", "reported_by", "cell_code", "supervision", "warn_at", "is_clock_paused",
)  # fmt: skip


class CaseStep(AbstractStep):
    """One step of a case (流转记录)."""

    # The unique constraint on subject and number serves as its index.
    subject = models.ForeignKey("Case", models.PROTECT, related_name="steps", db_index=False, verbose_name=_("案卷"))
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("任职")
    )

    class Meta(AbstractStep.Meta):
        verbose_name = _("流转记录")
        verbose_name_plural = _("流转记录")
        indexes = [models.Index(fields=["appointment", "-taken_at"], name="case_step_by_person")]


class CaseClock(AbstractClock):
    """One limit of a case (时限)."""

    subject = models.ForeignKey("Case", models.PROTECT, related_name="clocks", verbose_name=_("案卷"))

    class Meta(AbstractClock.Meta):
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        indexes = [
            models.Index(fields=["warn_at"], condition=Q(stopped_at=None, warned_at=None), name="case_clock_to_warn"),
            models.Index(
                fields=["due_at"], condition=Q(stopped_at=None, escalated_at=None), name="case_clock_to_escalate"
            ),
        ]


class Case(AbstractSubject):
    """A disorder on its way through the loop (案卷)."""

    procedure_name: ClassVar[str] = "case"
    step_model: ClassVar[type[AbstractStep]] = CaseStep
    clock_model: ClassVar[type[AbstractClock]] = CaseClock

    # Every step writes a new entry into each index of this table: a column is indexed only where somebody asks by it.
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", db_index=False, verbose_name=_("来源"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("小类"))
    standard = models.ForeignKey(
        FilingStandard, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("立案条件")
    )
    grade = models.CharField(_("区域等级"), max_length=1, default="B")
    summary = models.CharField(_("摘要"), max_length=80)
    description = models.TextField(_("问题描述"), blank=True, default="")
    place = models.CharField(_("位置"), max_length=200, blank=True, default="")
    lon = models.FloatField(_("经度"), null=True)
    lat = models.FloatField(_("纬度"), null=True)
    point = PointField(_("坐标"), null=True)
    datum = models.CharField(_("录入坐标系"), max_length=10, default="cgcs2000")
    cell_code = models.CharField(_("网格"), max_length=15, blank=True, default="")
    area_name = models.CharField(_("街道和社区"), max_length=80, blank=True, default="")
    handling_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("处置单位")
    )
    handler = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("处置员")
    )
    handler_name = models.CharField(_("处置员姓名"), max_length=60, blank=True, default="")
    patroller = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("核实核查人")
    )
    reported_by = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+", verbose_name=_("上报人"))
    is_urgent = models.BooleanField(_("加急"), default=False)
    supervision = models.CharField(
        _("督办"), max_length=10, choices=SupervisionLevel, blank=True, default=SupervisionLevel.NONE
    )
    is_verified = models.BooleanField(_("核实属实"), null=True)
    joined_reports = models.PositiveIntegerField(_("诉求数"), default=1)
    rework_count = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    return_count = models.PositiveSmallIntegerField(_("回退次数"), default=0)
    extension_count = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    reopen_count = models.PositiveSmallIntegerField(_("重开次数"), default=0)
    promised_at = models.DateTimeField(_("答复市民的期限"), null=True)
    closure = models.CharField(_("结案方式"), max_length=8, choices=ClosureKind, blank=True, default="")
    is_handled_late = models.BooleanField(_("处置超时"), null=True)
    is_late_exempt = models.BooleanField(_("超时免责"), default=False)
    satisfaction = models.CharField(_("满意度"), max_length=12, choices=Satisfaction, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("并入")
    )

    class Meta:
        verbose_name = _("案卷")
        verbose_name_plural = _("案卷")
        indexes = [
            # With what counts and lists ask of an open case, so that they need not read the cases themselves.
            models.Index(fields=["state", "due_at", "id"], include=COUNTED, condition=OPEN, name="case_open_by_state"),
            models.Index(F("due_at").asc(), F("supervision").desc(), F("id").asc(), condition=OPEN, name="case_open_by_due"),
            models.Index(fields=["-moved_at", "-id"], condition=ENDED, name="case_ended_by_move"),
            models.Index(fields=["-moved_at", "-id"], condition=ENDED & ~Q(state="closed"), name="case_void_by_move"),
            models.Index(fields=["handling_unit", "state", "due_at"], condition=OPEN, name="case_open_by_unit"),
            models.Index(
                fields=["cell_code"], condition=OPEN, opclasses=["text_pattern_ops"], name="case_open_by_cell"
            ),
            models.Index(fields=["handler"], condition=OPEN, name="case_open_by_handler"),
            models.Index(fields=["patroller"], condition=OPEN, name="case_open_by_patroller"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["cell_code", "-opened_at"], opclasses=["text_pattern_ops", "timestamptz_ops"],
                         name="case_by_cell"),
            models.Index(fields=["handling_unit", "-closed_at"], name="case_by_unit_closed"),
            GistIndex(fields=["point"], condition=OPEN, name="case_open_on_map"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(condition=Q(grade__in=["A", "B", "C"]), name="case_grade_known"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="case_position_whole",
            ),
            models.CheckConstraint(condition=~Q(summary=""), name="case_summary_present"),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="case_merge_has_target"
            ),
            models.CheckConstraint(condition=~Q(state="closed") | ~Q(closure=""), name="case_closure_named"),
            models.CheckConstraint(
                condition=~Q(state__in=["dispatched", "handling"]) | Q(handling_unit__isnull=False),
                name="case_handled_by_somebody",
            ),
            models.CheckConstraint(condition=Q(supervision__in=SupervisionLevel.values), name="case_supervision_known"),
            models.CheckConstraint(condition=Q(satisfaction__in=Satisfaction.values), name="case_satisfaction_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.summary}"

    @property
    def short_number(self) -> str:
        """Return the number without the year: 20261123-0402 reads 1123-0402."""
        return self.number[4:] if self.number[:4].isdigit() else self.number

    @property
    def state_label(self) -> str:
        return str(CaseState(self.state).label)

    @property
    def is_supervised(self) -> bool:
        return bool(self.supervision)


class CaseWords(models.Model):
    """The words a case is found by, beside the case: a step changes the case and must not write them anew."""

    case = models.OneToOneField(
        Case, models.PROTECT, primary_key=True, related_name="index_words", verbose_name=_("案卷")
    )
    vector = WordsField(_("检索词"))

    class Meta:
        verbose_name = _("案卷检索词")
        verbose_name_plural = _("案卷检索词")
        indexes = [GinIndex(fields=["vector"], name="case_words_vector")]


class CaseMedia(models.Model):
    """A photo, recording or video of a case, and the stage it shows."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="media", verbose_name=_("案卷"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("附件"))
    stage = models.CharField(_("阶段"), max_length=8, choices=MediaStage)
    step_seq = models.PositiveIntegerField(_("步骤序号"))

    class Meta:
        verbose_name = _("案卷附件")
        verbose_name_plural = _("案卷附件")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "item", "stage"], name="case_media_once"),
            models.CheckConstraint(condition=Q(stage__in=MediaStage.values), name="case_media_stage_known"),
        ]

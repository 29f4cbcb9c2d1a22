"""The working calendar as an administrator keeps it: days, announced years, daily schedules."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """One day that differs from what the built-in calendar or the weekend rule says; it always wins."""

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=60, blank=True, default="")
    source = models.CharField(_("依据"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("日历例外日")
        verbose_name_plural = _("日历例外日")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=models.Q(date__gte="2004-01-01"), name="calendar_day_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()


class CalendarYear(models.Model):
    """Whether the holidays of a year are announced and known here; it overrules the built-in calendar."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    announced = models.BooleanField(_("已公布"), default=True)
    imported_at = models.DateTimeField(_("导入时间"))
    source = models.CharField(_("依据"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("日历年度")
        verbose_name_plural = _("日历年度")
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(condition=models.Q(year__gte=2004, year__lte=2200), name="calendar_year_in_range"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class WorkSchedule(models.Model):
    """A named plan of daily hours; clocks refer to it by ``code``."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("计时方案"), max_length=60)

    class Meta:
        verbose_name = _("计时方案")
        verbose_name_plural = _("计时方案")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="work_schedule_name_present"),
            models.CheckConstraint(condition=~models.Q(code=""), name="work_schedule_code_present"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkScheduleSpan(models.Model):
    """The hours of one schedule between two days, both included; ``periods`` are [start, end] minutes of the day.

    Spans of one schedule never overlap: the services see to it under a lock on the schedule.
    """

    schedule = models.ForeignKey(WorkSchedule, models.PROTECT, related_name="spans", verbose_name=_("计时方案"))
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    periods = models.JSONField(_("工作时段"))
    works_saturday = models.BooleanField(_("星期六上班"), default=False)
    works_sunday = models.BooleanField(_("星期日上班"), default=False)

    class Meta:
        verbose_name = _("作息时段")
        verbose_name_plural = _("作息时段")
        ordering = ["schedule", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "valid_from"], name="work_span_begins_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="work_span_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(periods=[]), name="work_span_has_periods"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.valid_from}"


class CalendarStamp(models.Model):
    """The one row that changes whenever any calendar table does, so that every process notices."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(_("版本"), default=uuid.uuid4)
    changed_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("日历版本")
        verbose_name_plural = _("日历版本")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="calendar_stamp_is_one_row")]

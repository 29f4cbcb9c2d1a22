"""Posts, people, and who holds which post when."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.kernel.models import Role
from chengzhi.kernel.wording import mask_phone
from chengzhi.organisation.enums import AppointmentKind, EmploymentKind
from chengzhi.organisation.models.units import Unit, dates_in_order, period, single


class Post(models.Model):
    """A post in a unit; its role says what the holder may do.

    A post never moves: a transfer closes it and opens another with ``predecessor`` set.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    name = models.CharField(_("岗位"), max_length=40)
    role = models.ForeignKey(Role, models.PROTECT, related_name="posts", verbose_name=_("角色"))
    headcount = models.PositiveSmallIntegerField(_("职数"), default=1)
    valid_from = models.DateField(_("设置日"))
    valid_to = models.DateField(_("撤销日"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("原岗位")
    )

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        ordering = ["unit_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="post_name_present"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="post_headcount_positive"),
            models.CheckConstraint(condition=~Q(predecessor=F("pk")), name="post_not_its_own_predecessor"),
            dates_in_order("post_dates_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A person of the organisation; the account, if any, is how they sign in."""

    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(_("拼音"), max_length=120, blank=True, default="", db_index=True)
    phone = models.CharField(_("手机号"), max_length=20, blank=True, default="")
    employment = models.CharField(_("用工性质"), max_length=16, choices=EmploymentKind.choices)
    is_assistant = models.GeneratedField(
        expression=ExpressionWrapper(Q(employment=EmploymentKind.ASSISTANT), output_field=models.BooleanField()),
        output_field=models.BooleanField(_("协管员")),
        db_persist=True,
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("账号"),
    )

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["pinyin", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_name_present"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+?[0-9][0-9-]{4,18}$"), name="person_phone_is_a_number"
            ),
            models.CheckConstraint(condition=Q(employment__in=EmploymentKind.values), name="person_employment_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The number with its middle hidden, for lists."""
        return mask_phone(self.phone)


class Appointment(models.Model):
    """A person holds a post from one day to another, by a document."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("人员"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name=_("岗位"))
    kind = models.CharField(_("方式"), max_length=12, choices=AppointmentKind.choices, default=AppointmentKind.REGULAR)
    valid_from = models.DateField(_("任职日"))
    valid_to = models.DateField(_("免职日"), null=True, blank=True, help_text=_("从这天起不再有权"))
    document = models.CharField(_("依据文件"), max_length=120, blank=True, default="")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("原任职")
    )
    is_end_announced = models.BooleanField(_("已通知免职"), default=False)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["person_id", "valid_from", "id"]
        indexes = [
            models.Index(
                fields=["valid_to"],
                condition=Q(is_end_announced=False, valid_to__isnull=False),
                name="appointment_end_to_announce",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AppointmentKind.values), name="appointment_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=AppointmentKind.SECONDMENT) | Q(valid_to__isnull=False),
                name="appointment_secondment_has_an_end",
            ),
            dates_in_order("appointment_dates_in_order"),
            ExclusionConstraint(
                name="appointment_once_to_a_post",
                expressions=[
                    (single(F("person_id")), RangeOperators.OVERLAPS),
                    (single(F("post_id")), RangeOperators.OVERLAPS),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="appointment_one_regular_at_a_time",
                expressions=[
                    (single(F("person_id")), RangeOperators.OVERLAPS),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=AppointmentKind.REGULAR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"

    @property
    def last_day(self) -> date | None:
        """The last day with power, for a person to read."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

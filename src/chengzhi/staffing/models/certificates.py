"""Certificates, and the days on which they were taken away."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.models.units import dates_in_order, period, single
from chengzhi.staffing.enums import CertificateKind, CertificateState


def held_days() -> Func:
    """Return the days of a certificate up to its end or its revocation, whichever comes first."""
    return Func(F("valid_from"), Least("valid_to", "revoked_on"), function="daterange")


def one_at_a_time(kind: CertificateKind) -> ExclusionConstraint:
    """Refuse a second certificate of a kind for the same person on the same day."""
    return ExclusionConstraint(
        name=f"certificate_one_{kind.value}_at_a_time",
        expressions=[(single(F("person_id")), RangeOperators.OVERLAPS), (held_days(), RangeOperators.OVERLAPS)],
        condition=Q(kind=kind),
    )


class Certificate(models.Model):
    """A certificate of one person: kind, number, where and from when to when it holds.

    It holds from ``valid_from`` to the day before ``valid_to``; a qualification without an end has none. ``area_code``
    is a prefix of division codes, empty for everywhere. Whose it is, its kind, number and first day never change, and
    a row is never removed (a trigger sees to it).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", verbose_name=_("持证人"))
    kind = models.CharField(_("证件种类"), max_length=12, choices=CertificateKind.choices)
    number = models.CharField(_("证件编号"), max_length=40, unique=True)
    area_code = models.CharField(_("执法区域代码"), max_length=15, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certificates", verbose_name=_("所在单位"))
    issued_by = models.CharField(_("发证机关"), max_length=80)
    valid_from = models.DateField(_("有效期起"))
    valid_to = models.DateField(_("失效日"), null=True, blank=True, help_text=_("从这天起不再有效"))
    state = models.CharField(_("状态"), max_length=12, choices=CertificateState.choices, default=CertificateState.VALID)
    suspended_from = models.DateField(_("暂扣日"), null=True, blank=True)
    revoked_on = models.DateField(_("注销日"), null=True, blank=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name=_("原证件")
    )

    class Meta:
        verbose_name = _("证件")
        verbose_name_plural = _("证件")
        ordering = ["valid_to", "id"]
        indexes = [
            models.Index(fields=["person", "kind"], name="certificate_holder"),
            models.Index(fields=["unit", "kind"], name="certificate_unit"),
            models.Index(fields=["valid_to"], condition=Q(state="valid"), name="certificate_end"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(number="") & ~Q(issued_by=""), name="certificate_words_present"),
            models.CheckConstraint(condition=Q(kind__in=CertificateKind.values), name="certificate_kind_known"),
            models.CheckConstraint(condition=Q(state__in=CertificateState.values), name="certificate_state_known"),
            models.CheckConstraint(
                condition=Q(area_code="") | Q(area_code__regex=r"^[0-9]{2,15}$"), name="certificate_area_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(state="valid", suspended_from=None, revoked_on=None)
                | Q(state="suspended", suspended_from__isnull=False, revoked_on=None)
                | Q(state="revoked", revoked_on__isnull=False),
                name="certificate_state_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("valid_from")),
                name="certificate_revoked_after_issue",
            ),
            dates_in_order("certificate_dates_in_order"),
            *(one_at_a_time(kind) for kind in CertificateKind),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, for a person to read."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


class Suspension(models.Model):
    """The days for which a certificate had been taken away before it was given back; a row is never changed."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="suspensions", verbose_name=_("证件"))
    valid_from = models.DateField(_("暂扣日"))
    valid_to = models.DateField(_("发还日"), help_text=_("从这天起恢复有效"))

    class Meta:
        verbose_name = _("暂扣期间")
        verbose_name_plural = _("暂扣期间")
        ordering = ["certificate_id", "valid_from"]
        constraints = [
            dates_in_order("suspension_dates_in_order"),
            ExclusionConstraint(
                name="suspension_one_at_a_time",
                expressions=[
                    (single(F("certificate_id")), RangeOperators.OVERLAPS),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}–{self.valid_to}"

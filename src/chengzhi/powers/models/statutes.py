"""Texts of reference by version: which law was in force on a day, and what took its place."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from chengzhi.powers.enums import Counterpart, StatuteRank, TransitionChange

PENAL_RANKS = frozenset(StatuteRank.values) - {StatuteRank.NORMATIVE.value}


def in_force(on: date, begins: str = "valid_from", ends: str = "valid_to") -> Q:
    """Return the condition that a row holds on a day; the day in ``ends`` is the first on which it no longer does."""
    begun = Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": on})
    return begun & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": on}))


def holds_on(on: date, begins: date | None, ends: date | None) -> bool:
    """Tell the same of a row that was read already."""
    return (begins is None or begins <= on) and (ends is None or on < ends)


class Statute(models.Model):
    """A law, regulation or rule as such, under its full name; what it says stands in its versions."""

    id: int
    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=60, blank=True, default="")
    rank = models.CharField(_("效力位阶"), max_length=20, choices=StatuteRank.choices)
    area_code = models.CharField(_("适用区划"), max_length=12, blank=True, default="")
    issuer = models.CharField(_("制定机关"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("法规")
        verbose_name_plural = _("法规")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(rank__in=StatuteRank.values), name="statute_rank_known"),
            models.CheckConstraint(condition=~Q(name=""), name="statute_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_set_penalties(self) -> bool:
        return self.rank in PENAL_RANKS


class StatuteVersion(models.Model):
    """One version of a statute: in force from a day until the day before ``in_force_to``.

    ``in_force_from`` is empty where the day was not read; such a version is marked for confirmation.
    """

    id: int
    statute = models.ForeignKey(Statute, models.PROTECT, related_name="versions", verbose_name=_("法规"))
    label = models.CharField(_("版本"), max_length=40)
    in_force_from = models.DateField(_("施行日"), null=True, blank=True)
    in_force_to = models.DateField(_("失效日"), null=True, blank=True, help_text=_("从这天起不再施行"))
    successor = models.ForeignKey(
        Statute, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("由其取代")
    )
    repeal_article = models.CharField(_("废止依据"), max_length=80, blank=True, default="")
    published_at = models.CharField(_("公布载体"), max_length=200, blank=True, default="")
    needs_confirmation = models.BooleanField(_("待确认"), default=False)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("法规版本")
        verbose_name_plural = _("法规版本")
        ordering = ["statute", "in_force_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["statute", "label"], name="statuteversion_label_once"),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_from=None) | Q(in_force_to__gt=F("in_force_from")),
                name="statuteversion_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=False) | Q(needs_confirmation=True),
                name="statuteversion_unread_day_marked",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(in_force_to__isnull=False), name="statuteversion_replaced_means_ended"
            ),
            ExclusionConstraint(
                name="statuteversion_one_at_a_time",
                expressions=[
                    (
                        Func("statute_id", "statute_id", Value("[]"), function="int8range",
                             output_field=BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("in_force_from", "in_force_to", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.statute.name}（{self.label}）"

    def is_in_force(self, on: date) -> bool:
        return holds_on(on, self.in_force_from, self.in_force_to)


class LawTransition(models.Model):
    """How one matter passed from an old article to a new one: the amounts of both, and whether they can be compared.

    ``is_comparable`` is False where the conditions or elements changed: then amounts alone must never decide which
    rule is milder, and the question goes to legal review. Amounts in yuan.
    """

    id: int
    matter = models.CharField(_("事项"), max_length=80)
    counterpart = models.CharField(_("对象"), max_length=8, choices=Counterpart.choices, default=Counterpart.ANY)
    old_statute = models.ForeignKey(Statute, models.PROTECT, related_name="transitions", verbose_name=_("旧法"))
    old_article = models.CharField(_("旧条"), max_length=60)
    new_statute = models.ForeignKey(Statute, models.PROTECT, related_name="+", verbose_name=_("新法"))
    new_article = models.CharField(_("新条"), max_length=60)
    on = models.DateField(_("新法施行日"))
    old_min = models.DecimalField(_("旧下限"), max_digits=14, decimal_places=2, null=True)
    old_max = models.DecimalField(_("旧上限"), max_digits=14, decimal_places=2, null=True)
    new_min = models.DecimalField(_("新下限"), max_digits=14, decimal_places=2, null=True)
    new_max = models.DecimalField(_("新上限"), max_digits=14, decimal_places=2, null=True)
    change = models.CharField(_("变化"), max_length=12, choices=TransitionChange.choices)
    is_comparable = models.BooleanField(_("可按数额比较"), default=True)
    item_codes = models.JSONField(_("涉及事项编码"), default=list)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("新旧法对照")
        verbose_name_plural = _("新旧法对照")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "counterpart", "old_statute", "old_article"], name="lawtransition_once"
            ),
            models.CheckConstraint(condition=Q(change__in=TransitionChange.values), name="lawtransition_change_known"),
            models.CheckConstraint(
                condition=~Q(change__in=["condition", "elements", "limitation"]) | Q(is_comparable=False),
                name="lawtransition_changed_elements_not_compared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.old_article} → {self.new_article}"

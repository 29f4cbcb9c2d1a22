"""Categories of parts and events, edition by edition.

Sources disagree about codes: CJ/T 214-2007 has 04 突发事件 and 05 街面秩序, a city's table in the code space of
GB/T 30428.2-2013 has them the other way round. So a category is known by the key of its name, and its code only means
something together with the edition.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.enums import CategoryKind, HandlerKind, Relation
from chengzhi.catalogue.models.periods import periods_meet


class Edition(models.Model):
    """One published table of categories. Adopted editions follow each other; others are kept for comparison."""

    code = models.CharField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("版本名称"), max_length=120)
    source = models.CharField(_("来源"), max_length=300, blank=True, default="")
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    is_adopted = models.BooleanField(_("本市采用"), default=False)
    verified = models.BooleanField(_("已与标准原文核对"), default=False)
    note = models.TextField(_("说明"), blank=True, default="")
    revision = models.PositiveIntegerField(_("修订次数"), default=1)

    class Meta:
        verbose_name = _("分类版本")
        verbose_name_plural = _("分类版本")
        ordering = ["-valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="edition_period_forward"
            ),
            ExclusionConstraint(
                name="edition_one_adopted_at_a_time",
                expressions=[periods_meet()],
                condition=Q(is_adopted=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A small category (小类) of parts or events in one edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="categories", verbose_name=_("分类版本"))
    kind = models.CharField(_("类型"), max_length=5, choices=CategoryKind.choices)
    big_code = models.CharField(_("大类代码"), max_length=2, blank=True, default="")
    big_name = models.CharField(_("大类"), max_length=40)
    code = models.CharField(_("小类代码"), max_length=4, blank=True, default="", help_text=_("大类两位加小类两位"))
    name = models.CharField(_("小类"), max_length=60)
    key = models.CharField(_("名称键"), max_length=60, db_index=True)
    is_city_extension = models.BooleanField(_("本市扩展"), default=False)
    handler = models.CharField(
        _("处置行业"), max_length=20, choices=HandlerKind.choices, blank=True, default=HandlerKind.NONE
    )
    keywords = models.JSONField(_("关键词"), default=list, blank=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True, default="")
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True, default="")
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("部件事件分类")
        verbose_name_plural = _("部件事件分类")
        ordering = ["kind", "code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "key"], name="category_key_once_per_edition"),
            models.UniqueConstraint(
                fields=["edition", "kind", "code"], condition=~Q(code=""), name="category_code_once_per_edition"
            ),
            models.CheckConstraint(condition=Q(kind__in=CategoryKind.values), name="category_kind_known"),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=r"^\d{4}$", code__startswith=F("big_code")),
                name="category_code_shape",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="category_key_present"),
            models.CheckConstraint(condition=Q(handler__in=HandlerKind.values), name="category_handler_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        return f"{self.big_name} / {self.name}"


class CategoryMapping(models.Model):
    """How a category of one edition answers to a category of another."""

    from_category = models.ForeignKey(Category, models.PROTECT, related_name="mappings_out", verbose_name=_("原分类"))
    to_category = models.ForeignKey(Category, models.PROTECT, related_name="mappings_in", verbose_name=_("对应分类"))
    relation = models.CharField(_("关系"), max_length=10, choices=Relation.choices, default=Relation.SAME)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("分类对照")
        verbose_name_plural = _("分类对照")
        constraints = [
            models.UniqueConstraint(fields=["from_category", "to_category"], name="mapping_once"),
            models.CheckConstraint(condition=~Q(from_category=F("to_category")), name="mapping_between_two"),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="mapping_relation_known"),
        ]

"""Follow-up questions (追问): the answer chooses the filing condition, so that a caller need not know it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.models.categories import Category


class CategoryQuestion(models.Model):
    """A question to ask about a report of a category."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="questions", verbose_name=_("分类"))
    order = models.PositiveSmallIntegerField(_("次序"))
    text = models.CharField(_("追问"), max_length=120)

    class Meta:
        verbose_name = _("追问")
        verbose_name_plural = _("追问")
        ordering = ["category", "order"]
        constraints = [
            models.UniqueConstraint(fields=["category", "order"], name="question_order_once"),
            models.CheckConstraint(condition=~Q(text=""), name="question_text_present"),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionOption(models.Model):
    """An answer to choose; ``condition_no`` names the filing condition it leads to, or none."""

    question = models.ForeignKey(CategoryQuestion, models.CASCADE, related_name="options", verbose_name=_("追问"))
    order = models.PositiveSmallIntegerField(_("次序"))
    label = models.CharField(_("选项"), max_length=80)
    condition_no = models.PositiveSmallIntegerField(_("条件序号"), null=True, blank=True)

    class Meta:
        verbose_name = _("选项")
        verbose_name_plural = _("选项")
        ordering = ["question", "order"]
        constraints = [
            models.UniqueConstraint(fields=["question", "order"], name="option_order_once"),
            models.CheckConstraint(condition=~Q(label=""), name="option_label_present"),
        ]

    def __str__(self) -> str:
        return self.label

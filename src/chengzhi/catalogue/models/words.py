"""What filed cases taught about the words people use."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.models.categories import Category


class LearnedWord(models.Model):
    """How many filed reports of a category contained a word; recounted as a whole, never by hand."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="learned_words", verbose_name=_("分类"))
    word = models.CharField(_("词"), max_length=20)
    count = models.PositiveIntegerField(_("次数"))

    class Meta:
        verbose_name = _("学得的词")
        verbose_name_plural = _("学得的词")
        constraints = [
            models.UniqueConstraint(fields=["category", "word"], name="learned_word_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="learned_word_counted"),
        ]

"""What a person keeps for themselves over the lists of the loop."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list with its filters and order under a name of one's own (我的视图); it never widens rights."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("账号")
    )
    name = models.CharField(_("名称"), max_length=40)
    list_name = models.CharField(_("列表"), max_length=24)
    query = models.CharField(_("条件"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("我的视图")
        verbose_name_plural = _("我的视图")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_name_present"),
        ]

    def __str__(self) -> str:
        return self.name

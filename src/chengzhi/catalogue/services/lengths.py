"""How long the words of the catalogue may be: as long as their columns."""

from collections.abc import Mapping

from django.db.models import Model
from django.utils.translation import gettext as _


def overlong(model: type[Model], values: Mapping[str, str]) -> dict[str, str]:
    """Return, by column, why a word does not fit; nothing where all do."""
    limits = {name: getattr(model._meta.get_field(name), "max_length", None) or 0 for name in values}
    return {
        name: _("最多 %(limit)s 字，现有 %(count)s 字。请缩短。") % {"limit": limits[name], "count": len(text)}
        for name, text in values.items()
        if len(text) > limits[name]
    }

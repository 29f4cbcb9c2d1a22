"""The filters of the work lists: what may be chosen, and chosen ones in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chengzhi.cases.enums import CaseState
from chengzhi.cases.models import Channel, SavedView
from chengzhi.cases.selectors.worklists import WorkQuery
from chengzhi.catalogue.enums import Level
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.grid.models import Division
from chengzhi.grid.selectors import divisions_in_force
from chengzhi.kernel.access import Capacity, Scope
from chengzhi.kernel.components import LIGHT_WORDS
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.prepared import fetch_rows
from chengzhi.kernel.reading import whole

Option = tuple[str, str]


def labels() -> dict[str, str]:
    """Return the name of each filter."""
    return {
        "street": _("街道"),
        "channel": _("来源"),
        "category": _("小类"),
        "light": _("灯"),
        "grade": _("区域等级"),
        "state": _("状态"),
        "text": _("内容"),
    }


def filter_words(query: WorkQuery) -> list[tuple[str, str, str]]:
    """Return the chosen filters as (key, label, value in words)."""
    names = labels()
    return [(key, names[key], _value(key, value)) for key, value in query.chosen.items()]


def _value(key: str, value: str) -> str:
    if key == "light":
        return str(LIGHT_WORDS.get(value, value))
    if key == "grade":
        return str(dict(Level.choices).get(value, value))
    if key == "state":
        return str(dict(CaseState.choices).get(value, value))
    return _named(key, value)


def _named(key: str, value: str) -> str:
    """Return the name of what a filter points to, or the value itself where there is nothing of that name."""
    name: str | None = None
    if key == "street":
        name = Division.objects.filter(code=value).values_list("short_name", flat=True).first()
    elif key == "channel":
        channel = Channel.objects.filter(code=value).first()
        name = channel_name(channel) if channel else None
    elif key == "category" and (number := whole_number(value)) is not None:
        name = Category.objects.filter(pk=number).values_list("name", flat=True).first()
    return name or value


def channel_name(channel: Channel) -> str:
    """Return the name of a channel in the language of the reader."""
    is_english = (get_language() or "").startswith("en")
    return channel.name_en if is_english and channel.name_en else channel.name


def filter_options(viewer: Capacity, query: WorkQuery) -> list[dict[str, Any]]:
    """Return every filter with its options; a value already chosen is marked."""
    lights = [(code, str(word)) for code, word in LIGHT_WORDS.items()]
    options: dict[str, Sequence[Option]] = {
        "street": _streets(viewer),
        "channel": [(one.code, channel_name(one)) for one in Channel.objects.filter(is_active=True)],
        "category": [(str(one.pk), one.name) for one in categories_in_force()],
        "light": lights,
        "grade": [(value, str(label)) for value, label in Level.choices if value],
        "state": [(value, str(label)) for value, label in CaseState.choices],
    }
    names = labels()
    return [
        {"name": key, "label": names[key], "options": found, "chosen": getattr(query, key)}
        for key, found in options.items()
    ]


def _streets(viewer: Capacity) -> list[Option]:
    rows = divisions_in_force().filter(level="street")
    is_city = Scope.CITY in viewer.grants.values()
    return [(one.code, one.short_name or one.name) for one in rows if is_city or viewer.covers(one.code)]


def views_of(viewer: Capacity) -> list[SavedView]:
    """Return the viewer's own views by name."""
    read = whole(SavedView)
    return read.made_of(fetch_rows(read.where("account_id = %s ORDER BY name"), (viewer.account_id,)))

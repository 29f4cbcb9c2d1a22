"""The form with which a street blows the whistle."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.selectors import UnitRef

HALF_HOUR = 30
NO_SPOT = "none"
FIRST_HOURS, MOST_HOURS = 24, 720
DATETIME = "%Y-%m-%dT%H:%M"


def next_half_hour() -> datetime:
    """Return the first half hour at least an hour from now."""
    at = timezone.localtime(clock.now()) + timedelta(hours=1)
    return at.replace(second=0, microsecond=0) + timedelta(minutes=-at.minute % HALF_HOUR)


class BlowForm(forms.Form):
    """What for, where, when, whom, and by when they report."""

    matter = forms.CharField(
        label=gettext_lazy("事由"), max_length=300, help_text=gettext_lazy("什么事，为什么要各部门到现场"),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={"required": gettext_lazy("没有写事由。请写明为什么事吹哨。")},
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("集合地点"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-cz-query": True, "maxlength": 200}),
        error_messages={"required": gettext_lazy("没有写集合地点。请写到哪里集合，例如：学田菜场西门。")},
    )  # fmt: skip
    spot = forms.CharField(required=False, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    gather_at = forms.DateTimeField(
        label=gettext_lazy("集合时间"), input_formats=[DATETIME],
        widget=forms.DateTimeInput(format=DATETIME, attrs={"type": "datetime-local"}),
        error_messages={
            "required": gettext_lazy("没有填集合时间。请选几点集合。"), "invalid": gettext_lazy("时间要写成 2026-12-01 09:30 这样。"),
        },
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=gettext_lazy("召集的部门"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("没有选部门。请至少选一个要到场的部门。")},
    )  # fmt: skip
    report_hours = forms.IntegerField(
        label=gettext_lazy("反馈时限（小时）"), min_value=1, max_value=MOST_HOURS, initial=FIRST_HOURS,
        help_text=gettext_lazy("自签到起算，自然时间"),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("反馈时限要写 1 到 720 的整数小时。")
        ),
    )  # fmt: skip
    case_number = forms.CharField(
        label=gettext_lazy("案卷编号"), required=False, max_length=32, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("为哪件案卷吹哨，没有就空着"),
    )  # fmt: skip

    def __init__(self, *, called: Iterable[tuple[UnitRef, bool]], **given: Any) -> None:
        given["initial"] = {"gather_at": next_half_hour(), **given.get("initial", {})}
        super().__init__(use_required_attribute=False, **given)
        self.fields["units"] = forms.MultipleChoiceField(
            label=self.fields["units"].label, widget=forms.CheckboxSelectMultiple, choices=_grouped(called),
            error_messages=self.fields["units"].error_messages,
        )  # fmt: skip

    @property
    def position(self) -> tuple[str, str]:
        """Return longitude and latitude: of the place chosen, else of the device or the case."""
        spot = self.cleaned_data["spot"]
        if spot == NO_SPOT:
            return "", ""
        lon, _comma, lat = spot.partition(",")
        return (lon, lat) if lat else (self.cleaned_data["lon"], self.cleaned_data["lat"])

    @property
    def here(self) -> str:
        """Return the position of the device or the case as the form holds it."""
        lon, lat = self["lon"].value(), self["lat"].value()
        return f"{lon},{lat}" if lon and lat else ""

    def refuse(self, error: BadInput) -> None:
        """Put what the service found wrong beside the fields."""
        for name, words in error.errors.items():
            for word in words:
                self.add_error(name if name in self.fields and name not in {"lon", "lat"} else None, word)


def _grouped(called: Iterable[tuple[UnitRef, bool]]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit, is_answering in called:
        label = unit.label if is_answering else _("%(name)s（没有人能在系统里应答，要另外通知）") % {"name": unit.label}
        groups.setdefault(str(UnitKind(unit.kind).label), []).append((str(unit.id), label))
    return list(groups.items())

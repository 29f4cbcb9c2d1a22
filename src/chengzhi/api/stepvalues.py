"""The values of a step as a program sends them, read as the form of the step on screen would read them."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.procedures import Input, InputKind, Step
from chengzhi.kernel.step_forms import LONGEST, MOST_HOURS

MOST_MEDIA = 20
LARGEST_ID = 2**62
LONGEST_NUMBER = 32


def read_values(step: Step[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a step by input name, ready for the service; raise BadInput naming every fault.

    Whether a value is needed, exists and may be chosen is for the step to say.
    """
    inputs = {one.name: one for one in step.inputs}
    found: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, value in given.items():
        one = inputs.get(name)
        if one is None:
            faults[name] = _("这一步没有“%(name)s”这一项。可填的：%(known)s。") % {
                "name": name,
                "known": "、".join(inputs) or _("无"),
            }
        elif value not in (None, "", []):
            try:
                read: Callable[[Input, Any], Any] = _READERS.get(one.kind, _words)
                found[name] = read(one, value)
            except forms.ValidationError as fault:
                faults[name] = str(fault.message)
    if faults:
        raise BadInput(faults)
    return found


def _words(one: Input, value: Any) -> str:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise forms.ValidationError(_("“%(label)s”要写成文字。") % {"label": one.label})
    text = str(value).strip()
    most = LONGEST_NUMBER if one.kind is InputKind.CASE else LONGEST
    if len(text) > most:
        raise forms.ValidationError(_("“%(label)s”最多 %(most)s 个字。") % {"label": one.label, "most": most})
    return text


def _identity(one: Input, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
        raise forms.ValidationError(_("“%(label)s”要写 id，是整数。") % {"label": one.label})
    return value


def _identities(one: Input, value: Any) -> list[int]:
    if not isinstance(value, list) or len(value) > MOST_MEDIA:
        words = _("“%(label)s”要写成 id 的列表，最多 %(most)s 个。")
        raise forms.ValidationError(words % {"label": one.label, "most": MOST_MEDIA})
    return [_identity(one, each) for each in value]


def _hours(one: Input, value: Any) -> int:
    hours = _identity(one, value)
    if hours > MOST_HOURS:
        raise forms.ValidationError(_("小时数要写 1 到 %(max)s 的整数。") % {"max": MOST_HOURS})
    return hours


def _choice(one: Input, value: Any) -> str:
    if value not in dict(one.choices):
        known = "、".join(code for code, _label in one.choices)
        raise forms.ValidationError(_("“%(label)s”请从这些里选：%(known)s。") % {"label": one.label, "known": known})
    return str(value)


def _flag(one: Input, value: Any) -> bool:
    if value is not True:
        raise forms.ValidationError(_("“%(label)s”只能写 true，没有确认就不写。") % {"label": one.label})
    return True


def _date(_one: Input, value: Any) -> str:
    field = forms.DateField(input_formats=["%Y-%m-%d"])
    field.error_messages["invalid"] = _("日期要写成 2026-12-01 这样。")
    day = field.clean(value if isinstance(value, str) else "?")
    return str(day.isoformat())


def _moment(_one: Input, value: Any) -> str:
    field = forms.DateTimeField()
    field.error_messages["invalid"] = _("时间要写成 2026-12-01T09:30 这样。")
    moment = field.clean(value if isinstance(value, str) else "?")
    return str(moment.isoformat())


_READERS: dict[InputKind, Callable[[Input, Any], Any]] = {
    InputKind.UNIT: _identity,
    InputKind.PERSON: _identity,
    InputKind.STANDARD: _identity,
    InputKind.CATEGORY: _identity,
    InputKind.UNITS: _identities,
    InputKind.MEDIA: _identities,
    InputKind.HOURS: _hours,
    InputKind.CHOICE: _choice,
    InputKind.FLAG: _flag,
    InputKind.DATE: _date,
    InputKind.MOMENT: _moment,
}

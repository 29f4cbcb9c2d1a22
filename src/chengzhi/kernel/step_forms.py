"""A form for an official act, built from what its step asks for. It reads values; the step itself judges them.

Delivery packages give the options and the files their own way: ``ask`` answers what may be chosen for an input, and
media are stored by the caller, whose ids come back through ``values(media=...)``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chengzhi.kernel.digits import whole_numbers
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.permissions import Words
from chengzhi.kernel.procedures.table import Input, InputKind, Step

Option = tuple[str, Words | Sequence[tuple[str, Words]]]
Ask = Callable[[Input], Sequence[Option]]
LONGEST = 400
FEW = 6
IDS = {InputKind.UNIT, InputKind.PERSON, InputKind.STANDARD, InputKind.CATEGORY}
MOST_HOURS = 24 * 60


class PhotosInput(forms.FileInput):
    """Chooses several photos, sounds or videos at once; the page shows previews."""

    allow_multiple_selected = True


class PhotosField(forms.Field):
    """Any number of files, read by ``StepForm.uploads``; whether they will do is for the store to say."""

    widget = PhotosInput


class DatalistInput(forms.TextInput):
    """A line with suggestions under it; anything else may be written too."""

    def __init__(self, options: Sequence[Option], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options = options

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        line = super().render(name, value, {**(attrs or {}), "list": f"list_{name}"}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.options)
        return format_html('{}<datalist id="list_{}">{}</datalist>', line, name, options)


class StepForm(forms.Form):
    """The form of one step: fields in the order of its inputs, values ready for the service."""

    media_name: ClassVar[str] = "media"

    def __init__(self, step: Step[Any], *, ask: Ask, asked: Iterable[str] = (), **given: Any) -> None:
        super().__init__(use_required_attribute=False, **given)
        self.step = step
        needed = frozenset(asked)
        for one in step.inputs:
            self.fields[one.name] = _field(one, ask, is_needed=one.is_required or one.name in needed)

    @property
    def has_media(self) -> bool:
        return any(one.kind is InputKind.MEDIA for one in self.step.inputs)

    @property
    def kept(self) -> list[int]:
        """Return the ids of media that an earlier, refused attempt has stored already."""
        given = self.data.getlist("kept") if hasattr(self.data, "getlist") else self.data.get("kept", [])
        return whole_numbers(given)

    @property
    def uploads(self) -> "list[UploadedFile[bytes]]":
        """Return the files handed in now, whatever else is wrong with the form."""
        names = [one.name for one in self.step.inputs if one.kind is InputKind.MEDIA]
        return [file for name in names for file in self.files.getlist(name)]

    def values(self, media: Sequence[int] = ()) -> dict[str, Any]:
        """Return what was filled in, friendly to JSON: ids as numbers, dates as text, media as the ids given."""
        found: dict[str, Any] = {}
        for one in self.step.inputs:
            plain = list(media) if one.kind is InputKind.MEDIA else _plain(one, self.cleaned_data.get(one.name))
            if plain not in (None, "", []):
                found[one.name] = plain
        return found

    def refuse(self, error: BadInput) -> None:
        """Put what a service found wrong beside the fields; what belongs to no field stands on top."""
        for name, words in error.errors.items():
            for word in words:
                self.add_error(name if name in self.fields else None, word)


def step_form(
    step: Step[Any],
    *,
    ask: Ask,
    asked: Iterable[str] = (),
    data: Mapping[str, Any] | None = None,
    files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    initial: Mapping[str, Any] | None = None,
) -> StepForm:
    """Return the form for a step; ``asked`` names inputs that this act needs although the table leaves them open."""
    return StepForm(step, ask=ask, asked=asked, data=data, files=files, initial=dict(initial or {}))


def _plain(one: Input, value: Any) -> Any:
    if value in (None, "", []):
        return None
    if one.kind is InputKind.FLAG:
        return True if value else None
    if one.kind in IDS:
        return int(value)
    if one.kind is InputKind.UNITS:
        return [int(each) for each in value]
    if one.kind in {InputKind.DATE, InputKind.MOMENT}:
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value


def _field(one: Input, ask: Ask, *, is_needed: bool) -> forms.Field:
    make = _MAKERS.get(one.kind, _text)
    field = make(one, ask)
    field.label, field.help_text, field.required = str(one.label), str(one.hint), is_needed
    if one.kind is InputKind.MEDIA:
        field.required = False
        field.widget.is_required = is_needed
    words = _("没有选“%(label)s”，请选一项。") if _is_chosen(one) else _("没有填“%(label)s”，请填写。")
    if one.kind is InputKind.FLAG:
        words = _("要办这一步，请先确认“%(label)s”。")
    field.error_messages["required"] = words % {"label": one.label}
    field.error_messages["invalid_choice"] = _("选的“%(label)s”不在可选范围内，请重新选。") % {"label": one.label}
    return field


def _is_chosen(one: Input) -> bool:
    return one.kind in IDS | {InputKind.UNITS, InputKind.CHOICE}


def _text(one: Input, _ask: Ask) -> forms.Field:
    rows = {"rows": 2, "maxlength": LONGEST}
    widget = forms.Textarea(attrs=rows) if one.name == "note" else forms.TextInput(attrs={"maxlength": LONGEST})
    return forms.CharField(max_length=LONGEST, widget=widget)


def _reason(_one: Input, _ask: Ask) -> forms.Field:
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}))


def _case(one: Input, ask: Ask) -> forms.Field:
    return forms.CharField(max_length=32, widget=DatalistInput(ask(one), {"autocomplete": "off"}))


def _select(one: Input, ask: Ask) -> forms.Field:
    options = list(ask(one))
    if options and options[0][0]:
        options.insert(0, ("", _("请选")))
    return forms.ChoiceField(choices=options)


def _few(one: Input, ask: Ask) -> forms.Field:
    """Return radio buttons while there are few options, else a list."""
    options = list(one.choices or ask(one))
    if 0 < len(options) <= FEW and options[0][0]:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect)
    return _select(one, lambda _one: options)


def _several(one: Input, ask: Ask) -> forms.Field:
    return forms.MultipleChoiceField(choices=list(ask(one)), widget=forms.CheckboxSelectMultiple)


def _hours(_one: Input, _ask: Ask) -> forms.Field:
    field = forms.IntegerField(min_value=1, max_value=MOST_HOURS)
    wrong = _("小时数要写 1 到 %(max)s 的整数。") % {"max": MOST_HOURS}
    field.error_messages.update(invalid=wrong, min_value=wrong, max_value=wrong)
    return field


def _date(_one: Input, _ask: Ask) -> forms.Field:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, error_messages={"invalid": _("日期要写成 2026-12-01 这样。")})


def _moment(_one: Input, _ask: Ask) -> forms.Field:
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    wrong = _("时间要写成 2026-12-01 09:30 这样。")
    return forms.DateTimeField(widget=widget, input_formats=["%Y-%m-%dT%H:%M"], error_messages={"invalid": wrong})


def _flag(_one: Input, _ask: Ask) -> forms.Field:
    return forms.BooleanField()


def _media(_one: Input, _ask: Ask) -> forms.Field:
    attrs = {"data-cz-photos": True, "accept": "image/*,video/*,audio/*"}
    return PhotosField(widget=PhotosInput(attrs=attrs))


_MAKERS: dict[InputKind, Callable[[Input, Ask], forms.Field]] = {
    InputKind.REASON: _reason,
    InputKind.UNIT: _select,
    InputKind.UNITS: _several,
    InputKind.PERSON: _select,
    InputKind.STANDARD: _few,
    InputKind.CATEGORY: _select,
    InputKind.CASE: _case,
    InputKind.HOURS: _hours,
    InputKind.DATE: _date,
    InputKind.MOMENT: _moment,
    InputKind.CHOICE: _few,
    InputKind.FLAG: _flag,
    InputKind.MEDIA: _media,
}

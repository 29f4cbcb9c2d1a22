"""What the pages ask residents; every field but one of words or photo may stay empty."""

import re
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import Satisfaction
from chengzhi.portal.text import half_width

PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,video/mp4"
MOST_WORDS = 1000
PHONE = re.compile(r"(?:\+?86)?(1\d{10}|0\d{2,3}\d{7,8})", re.ASCII)
DASHES = str.maketrans("", "", " -－—()（）　")


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file of that name; Django's own widget gives the last alone."""
        del data
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Several files; their bytes are judged by evidence, not by their names."""

    widget = ManyFilesInput

    def __init__(self, **options: Any) -> None:
        marks = {"accept": PHOTO_TYPES, "multiple": True, "data-cz-photos": "", "data-max": "9"}
        super().__init__(required=False, widget=ManyFilesInput(attrs=marks), **options)

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        """Return the files chosen; an empty file is left for evidence to refuse with its name."""
        del initial
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if one]


def words_field(label: Any, *, required: bool, rows: int = 4, most: int = MOST_WORDS, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        strip=True,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("写得太长，最多 %(limit_value)d 个字，请删减一些。")},
    )


def phone_digits(text: str) -> str:
    """Return the number without marks, or raise ValidationError that says what is missing."""
    digits = half_width(text).translate(DASHES)
    found = PHONE.fullmatch(digits)
    if found:
        return found[1]
    if digits.isdigit() and digits.startswith("1"):
        words = _("手机号是 11 位，您填了 %(count)d 位。请补全，或不填。")
        raise forms.ValidationError(words, params={"count": len(digits)})
    raise forms.ValidationError(_("电话号码不对。请填 11 位手机号，或带区号的座机，例如 0513-85512345。"))


class WhatForm(forms.Form):
    photos = PhotosField(label=_("照片"))
    words = words_field(
        _("是什么事"), required=False, help_text=_("拍了照就可以不写。写一句话也行，例如：垃圾堆了两天，很臭")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a report that says nothing at all."""
        data = super().clean() or {}
        told = data.get("words") or data.get("photos") or self.initial.get("has_photos")
        if not told and "words" not in self.errors:
            self.add_error("words", _("还没有照片，也没有写。请拍一张照片，或写一句是什么事。"))
        return data


class CheckForm(forms.Form):
    words = words_field(_("是什么事、想补充的"), required=False, rows=3)
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=24,
        help_text=_("只用来问您情况、答复您，不公开"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        return phone_digits(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""


class LookupForm(forms.Form):
    number = forms.CharField(
        label=_("编号"),
        max_length=24,
        help_text=_("例如 1123-0402"),
        error_messages={"required": _("请填编号，例如 1123-0402。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    phone_tail = forms.CharField(
        label=_("手机号后 4 位"),
        max_length=4,
        help_text=_("上报时填的手机号"),
        error_messages={"required": _("请填上报时所留手机号的后 4 位。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{4}"}),
    )

    def clean_phone_tail(self) -> str:
        tail = half_width(str(self.cleaned_data["phone_tail"]))
        if not (tail.isascii() and tail.isdigit() and len(tail) == 4):
            raise forms.ValidationError(_("请填 4 个数字，是手机号的最后 4 位。"))
        return tail


class RateForm(forms.Form):
    satisfaction = forms.ChoiceField(
        label=_("您满意吗"),
        choices=[(one.value, one.label) for one in Satisfaction if one.value],
        initial=Satisfaction.SATISFIED,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。"), "invalid_choice": _("请选满意、基本满意或不满意。")},
    )
    note = words_field(_("想说的话"), required=False, rows=2, most=400)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Offer the answers of somebody content; who is not goes by 没解决, and may end with that answer."""
        super().__init__(*given, **named)
        offered = [one for one in Satisfaction if one not in {Satisfaction.NONE, Satisfaction.DISSATISFIED}]
        self.fields["satisfaction"].widget.choices = [(one.value, one.label) for one in offered]


class ReopenForm(forms.Form):
    reason = words_field(_("哪里没解决"), required=True, rows=3, most=400)
    photos = PhotosField(label=_("现在的照片"), help_text=_("请拍一张现在的样子，处理的人好找到地方"))
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reason"].error_messages["required"] = _("请写一句哪里没解决，处理的人才知道要做什么。")

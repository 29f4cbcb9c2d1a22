"""The patrol report: photos first, then what and where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from chengzhi.catalogue.models import Category

CAMERA = {"accept": "image/*", "capture": "environment", "multiple": True, "data-cz-photos": True, "data-max": "9"}
MOST_WORDS = 400


class ShotsInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file of that name; Django's own widget gives the last alone."""
        del data
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class ShotsField(forms.FileField):
    """Several photos; evidence judges them."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=ShotsInput(attrs=CAMERA))

    def clean(self, data: Any, initial: Any = None) -> "list[File[bytes]]":
        """Return the files chosen."""
        del initial
        return [one for one in (data if isinstance(data, list | tuple) else [data]) if one]


class PatrolForm(forms.Form):
    photos = ShotsField(_("处置前照片"))
    category = forms.TypedChoiceField(
        label=_("小类"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("请选是哪一类。"), "invalid_choice": _("请从列出的小类里选。")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("说明"), required=False, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("最多 %(limit_value)d 个字，请删减一些。")},
    )  # fmt: skip
    place = forms.CharField(label=_("位置"), required=False, max_length=120, help_text=_("例如：学田菜场西门"))
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    is_self_handled = forms.BooleanField(label=_("已当场处理好（自处理）"), required=False)
    after = ShotsField(_("处置后照片"))

    def __init__(self, *given: Any, categories: Sequence[Category], **named: Any) -> None:
        super().__init__(*given, **named)
        self.use_required_attribute = False
        self.fields["category"].choices = [(one.pk, one.name) for one in categories]  # type: ignore[attr-defined]  # set on choice fields

    def clean(self) -> dict[str, Any]:
        """Refuse a report that nobody could find."""
        data = super().clean() or {}
        if not data.get("place") and (data.get("lon") is None or data.get("lat") is None):
            self.add_error("place", _("还没有位置。请点“定位”，或写一个附近的地名、门牌。"))
        return data

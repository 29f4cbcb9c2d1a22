"""The form in which a desk takes in a report, whatever the channel."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengzhi.cases.enums import CallbackWay
from chengzhi.cases.models import Channel
from chengzhi.cases.selectors.filters import channel_name
from chengzhi.cases.selectors.reporters import plain_phone
from chengzhi.kernel.coordinates import Datum
from chengzhi.kernel.step_forms import PhotosField, PhotosInput

MOST_WORDS = 4000
MOBILE, SHORTEST, LONGEST = 11, 7, 13
TYPED = {"autocomplete": "off"}
FILES = {"data-cz-photos": True, "accept": "image/*,video/*,audio/*", "multiple": True}


class HotlineForm(forms.Form):
    """Words, place, category, call-back: in the order in which people tell it."""

    channel = forms.ChoiceField(label=_("来源"))
    words = forms.CharField(
        label=_("诉求"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "data-cz-query": True, "autofocus": True, **TYPED}),
        error_messages={
            "required": _("没有写诉求。请写来电人说的事，一句话也行。"),
            "max_length": _("诉求最多 4000 个字，请删减，或把材料作为附件上传。"),
        },
    )
    place = forms.CharField(
        label=_("在哪"), required=False, max_length=200, widget=forms.TextInput(attrs={"data-cz-query": True, **TYPED})
    )
    lon = forms.CharField(required=False, widget=forms.HiddenInput)
    lat = forms.CharField(required=False, widget=forms.HiddenInput)
    datum = forms.ChoiceField(label=_("坐标系"), required=False, choices=Datum.choices(), widget=forms.HiddenInput)
    category = forms.CharField(label=_("小类"), required=False, widget=forms.HiddenInput)
    callback = forms.ChoiceField(
        label=_("回访"), choices=CallbackWay.choices, initial=CallbackWay.SMS, widget=forms.RadioSelect
    )
    phone = forms.CharField(
        label=_("电话"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-cz-query": True, **TYPED}),
    )
    reporter = forms.CharField(label=_("称呼"), required=False, max_length=60, widget=forms.TextInput(attrs=TYPED))
    external_ref = forms.CharField(
        label=_("来源编号"), required=False, max_length=80, widget=forms.TextInput(attrs=TYPED)
    )
    is_urgent = forms.BooleanField(label=_("加急"), required=False)
    is_handed_on = forms.BooleanField(label=_("已转接"), required=False)
    join = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    attachments = PhotosField(label=_("附件"), required=False, widget=PhotosInput(attrs=FILES))

    use_required_attribute = False

    def __init__(self, *args: Any, channels: Iterable[Channel], **given: Any) -> None:
        super().__init__(*args, **given)
        self.channels = list(channels)
        options = [(one.code, channel_name(one)) for one in self.channels]
        self.fields["channel"] = forms.ChoiceField(
            label=_("来源"), choices=options, error_messages={"invalid_choice": _("这个来源已停用，请另选一个。")}
        )

    def clean_phone(self) -> str:
        """Return the bare number; say how many digits are missing or too many."""
        number = plain_phone(self.cleaned_data["phone"])
        if not self.cleaned_data["phone"]:
            return ""
        if number.startswith("1") and len(number) != MOBILE and len(number) >= SHORTEST:
            off = abs(len(number) - MOBILE)
            words = (
                _("手机号少 %(off)s 位，请填 11 位数字。")
                if len(number) < MOBILE
                else _("手机号多 %(off)s 位，请填 11 位数字。")
            )
            raise forms.ValidationError(words % {"off": off})
        if not SHORTEST <= len(number) <= LONGEST:
            raise forms.ValidationError(_("电话认不出来。请填 11 位手机号，或带区号的固定电话；来电人不肯留就空着。"))
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse a call-back without a number."""
        found = super().clean() or self.cleaned_data
        wants = found.get("callback") in {CallbackWay.SMS, CallbackWay.PHONE}
        if wants and not found.get("phone") and "phone" not in self.errors and self.is_from_the_public:
            words = _("要回访就得有电话。请问来电人的号码；不肯留的，回访选“不用”。")
            self.add_error("phone", words)
        return found

    @property
    def is_from_the_public(self) -> bool:
        code = self.cleaned_data.get("channel", "")
        return any(one.code == code and one.is_public for one in self.channels)

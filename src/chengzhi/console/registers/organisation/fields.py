"""Fields of the register's forms: days, documents, reasons, and choosing one of hundreds by typing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.step_forms import DatalistInput

SHORT, LINE = 40, 120
PLAIN = {"autocomplete": "off"}
EFFECT = gettext_lazy("生效日")


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose: its key, the text that stands for it, and how it is typed by initials."""

    key: int
    text: str
    sound: str = ""


class PickField(forms.Field):
    """Chooses one of many by typing a part of it; anything that stands for none or for several is refused."""

    def __init__(self, picks: Iterable[Pick], **given: Any) -> None:
        self.picks = list(picks)
        super().__init__(widget=DatalistInput([(one.text, one.sound) for one in self.picks], dict(PLAIN)), **given)

    def to_python(self, value: Any) -> int | None:
        """Return the key of what was typed: its whole text, or a part that only one has."""
        words = str(value or "").strip()
        if not words:
            return None
        exact = [one for one in self.picks if one.text == words]
        found = exact or [one for one in self.picks if words in one.text]
        if len(found) == 1:
            return found[0].key
        if not found:
            raise forms.ValidationError(
                _("没有“%(words)s”。请打名称或拼音首字母，从列出的里面选一个。") % {"words": words}
            )
        some = "、".join(one.text for one in found[:5])
        raise forms.ValidationError(_("“%(words)s”不止一个：%(some)s。请选其中一个。") % {"words": words, "some": some})

    def text_of(self, key: int | None) -> str:
        return next((one.text for one in self.picks if one.key == key), "")


def day_field(label: Any = EFFECT, *, hint: Any = "", required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = gettext_lazy("日期要写成 2026-12-01 这样。")
    return forms.DateField(
        label=label, help_text=hint, required=required, widget=widget, error_messages={"invalid": wrong}
    )


def text_field(label: Any, limit: int = LINE, *, hint: Any = "", required: bool = True) -> forms.CharField:
    """Return a field for one line."""
    widget = forms.TextInput(attrs={**PLAIN, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, help_text=hint, required=required, widget=widget)


def document_field() -> forms.CharField:
    """Return the field for the document by which something is done."""
    return text_field(gettext_lazy("依据文件"), hint=gettext_lazy("文号或文件名，例如：崇编〔2026〕31号"))


def reason_field() -> forms.CharField:
    """Return the field for why something is done."""
    widget = forms.Textarea(attrs={"rows": 2, "maxlength": LINE})
    return forms.CharField(label=gettext_lazy("理由"), max_length=LINE, widget=widget)


def choice_field(label: Any, options: Sequence[tuple[Any, Any]], *, hint: Any = "") -> forms.ChoiceField:
    """Return a field for one of some, with nothing chosen at first."""
    return forms.ChoiceField(label=label, choices=[("", gettext_lazy("请选")), *options], help_text=hint)


def several_field(label: Any, options: Sequence[tuple[Any, Any]], *, hint: Any = "") -> forms.MultipleChoiceField:
    """Return a field for any number of some."""
    return forms.MultipleChoiceField(
        label=label, choices=options, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )

"""The forms of the first two steps: a file, and what its columns are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from chengzhi.console.imports.kinds import Kind
from chengzhi.console.imports.store import Job
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.organisation.selectors import today

PREFIX = "map_"
ADOPT_ALL = "*"


class FileForm(forms.Form):
    """The file to import."""

    def __init__(self, kind: Kind, **given: Any) -> None:
        super().__init__(use_required_attribute=False, **given)
        wrong = {"required": _("没有选文件。请先选一个文件。"), "empty": _("文件是空的，没有上传。请检查选中的文件。")}
        widget = forms.FileInput(attrs={"accept": kind.accept, "class": "form-control"})
        self.fields["file"] = forms.FileField(
            label=_("文件"), widget=widget, help_text=str(kind.formats), error_messages=wrong
        )


class ColumnsForm(forms.Form):
    """Which column holds which of our fields, and how the file is to be read."""

    def __init__(
        self, kind: Kind, job: Job, viewer: Capacity, *, filled: Mapping[str, str] | None = None, **given: Any
    ) -> None:
        initial = {**_initial(kind, job), **(filled or {})}
        super().__init__(use_required_attribute=False, initial=initial, **given)
        self.kind, self.job = kind, job
        options = [("", _("不用")), *((name, name) for name in job.columns)]
        for one in kind.columns:
            label = str(one.label)
            widget = forms.Select(attrs={"class": "form-select"})
            self.fields[PREFIX + one.key] = forms.ChoiceField(
                label=label, choices=options, required=False, widget=widget
            )
        self.option_names = list(kind.fields(job, viewer))
        self.fields.update(kind.fields(job, viewer))
        for name in self.option_names:
            self.fields[name].error_messages["required"] = _("没有填“%(label)s”，请填写。") % {
                "label": self.fields[name].label
            }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("saved"):
            return given
        for one in self.kind.columns:
            if one.is_needed and not given.get(PREFIX + one.key):
                words = _("没有指明哪一列是“%(label)s”。请选一列。")
                self.add_error(PREFIX + one.key, words % {"label": one.label})
        return given

    @property
    def mapping(self) -> dict[str, str]:
        given = {
            name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if name.startswith(PREFIX)
        }
        return {key: column for key, column in given.items() if column}

    @property
    def options(self) -> dict[str, Any]:
        """Return how the file is read, in a form that can be kept."""
        found = {name: self.cleaned_data[name] for name in self.option_names}
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}

    def refuse(self, error: BadInput) -> None:
        for name, words in error.errors.items():
            for word in words:
                self.add_error(name if name in self.fields else None, word)

    def column_rows(self) -> list[tuple[forms.BoundField, bool, dict[str, str] | None]]:
        """Return each field with whether it is needed and the open guess for it."""
        guesses = self.open_guesses()
        return [(self[PREFIX + one.key], one.is_needed, guesses.get(one.key)) for one in self.kind.columns]

    def open_guesses(self) -> dict[str, dict[str, str]]:
        """Return the guesses for fields that have no column now, out of the columns that no field has."""
        chosen = {one.key: self[PREFIX + one.key].value() for one in self.kind.columns}
        used = set(chosen.values())
        return {key: one for key, one in self.job.guesses.items() if not chosen.get(key) and one["column"] not in used}

    def adopted(self, key: str) -> dict[str, str]:
        """Return the columns that taking up one guess, or every one (``*``), puts into the form."""
        return {PREFIX + one: guess["column"] for one, guess in self.open_guesses().items() if key in {one, ADOPT_ALL}}

    def option_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.option_names]


def _initial(kind: Kind, job: Job) -> dict[str, Any]:
    mapping = job.mapping or kind.suggest(job)
    day = today().isoformat()
    kept = {"valid_from": day, "effective_on": day, **job.options}
    return {**{PREFIX + key: column for key, column in mapping.items()}, **kept}

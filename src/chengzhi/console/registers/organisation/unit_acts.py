"""Acts on units: establish, rename, move, merge, split, abolish, correct, and their posts and territories."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.registers.organisation.acting import Act, ActForm, DatedForm, Done
from chengzhi.console.registers.organisation.fields import (
    SHORT,
    PickField,
    choice_field,
    reason_field,
    several_field,
    text_field,
)
from chengzhi.console.registers.organisation.picks import unit_picks
from chengzhi.console.registers.organisation.selectors import unit_rows
from chengzhi.kernel.digits import whole_number
from chengzhi.kernel.errors import NotFound
from chengzhi.organisation.enums import UnitKind
from chengzhi.organisation.models import Unit, UnitVersion
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_unit, today, unit_as_of
from chengzhi.organisation.services import (
    abolish_unit,
    correct_unit,
    establish_unit,
    merge_units,
    move_unit,
    rename_unit,
    withdraw_change,
)
from chengzhi.organisation.services.withdrawals import planned_succession, withdraw_succession

LONG = 80


class UnitForm(DatedForm):
    """A dated act on a unit; what it touches is counted before saving."""

    subject: Unit

    def touched(self) -> list[Unit]:
        return [self.subject]

    def pick(self, label: Any, **given: Any) -> PickField:
        """Return a field for another unit."""
        others = unit_picks(self.viewer, Permission.MANAGE_UNITS, today(), without=frozenset({self.subject.pk}))
        return PickField(others, label=label, **given)

    def unit(self, name: str) -> Unit:
        return access_unit(self.viewer, self.values[name], Permission.MANAGE_UNITS)

    @property
    def ground(self) -> dict[str, Any]:
        """Return day, document and who acts: stated with every act."""
        return {"on": self.values["on"], "document": self.values["document"], "capacity": self.viewer}


class RenameForm(UnitForm):
    """A new name from a day."""

    def ask(self) -> None:
        self.fields["name"] = text_field(_("名称"), LONG)
        self.fields["short_name"] = text_field(_("简称"), SHORT, required=False)
        self.now = {"name": self.subject.name, "short_name": self.subject.short_name or _("没有")}
        self.initial = {"name": self.subject.name, "short_name": self.subject.short_name, **self.initial}


def rename(form: Any) -> Done:
    version = rename_unit(
        unit=form.subject, name=form.values["name"], short_name=form.values["short_name"], **form.ground
    )
    return Done(_("已登记更名，%(day)s 起叫“%(name)s”。") % {"day": version.valid_from, "name": version.name})


class MoveForm(UnitForm):
    """Another superior from a day."""

    def ask(self) -> None:
        self.fields["parent"] = self.pick(_("上级机构"), help_text=_("打名称或拼音首字母，从列表里选"))
        self.now = {"parent": self.subject.parent.name if self.subject.parent else _("没有")}


def move(form: Any) -> Done:
    parent = form.unit("parent")
    move_unit(unit=form.subject, parent=parent, **form.ground)
    return Done(_("已登记调整隶属，%(day)s 起归“%(name)s”。") % {"day": form.values["on"], "name": parent.name})


class EstablishForm(DatedForm):
    """A new unit below this one."""

    def ask(self) -> None:
        self.fields["name"] = text_field(_("名称"), LONG)
        self.fields["short_name"] = text_field(_("简称"), SHORT, required=False)
        self.fields["kind"] = choice_field(_("类别"), UnitKind.choices)
        self.fields["code"] = text_field(_("机构代码"), SHORT, hint=_("字母、数字、“-”和“_”；定了就不再改"))


def establish(form: Any) -> Done:
    given = form.values
    unit = establish_unit(
        code=given["code"],
        name=given["name"],
        short_name=given["short_name"],
        kind=UnitKind(given["kind"]),
        parent=form.subject,
        on=given["on"],
        document=given["document"],
        capacity=form.viewer,
    )
    words = _("已设立“%(name)s”，%(day)s 起生效。下一步：设置岗位、划定辖区。")
    return Done(words % {"name": unit.name, "day": unit.valid_from}, reverse("console:unit", args=[unit.pk]))


class MergeForm(UnitForm):
    """Other units go into this one."""

    def ask(self) -> None:
        rows = [row for row in unit_rows(self.viewer, today()) if row.unit.parent_id == self.subject.parent_id]
        near = [(row.unit.id, row.unit.name) for row in rows if row.unit.id != self.subject.pk]
        self.fields["units"] = several_field(_("同一上级的机构"), near, hint=_("勾选要并进来的，它们到生效日撤销"))
        self.fields["other"] = self.pick(_("别处的机构"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("units") and not given.get("other") and "other" not in self.errors:
            self.add_error("units", _("没有选要合并的机构。请至少选一个。"))
        return given

    def chosen(self) -> list[Unit]:
        keys = [int(one) for one in self.values.get("units", [])]
        other = self.values.get("other")
        return [access_unit(self.viewer, key, Permission.MANAGE_UNITS) for key in [*keys, *([other] if other else [])]]

    def touched(self) -> list[Unit]:
        if not self.is_bound:
            return []
        self.is_valid()
        return self.chosen()


def merge(form: Any) -> Done:
    units = form.chosen()
    merge_units(units=units, into=form.subject, **form.ground)
    names = "、".join(one.name for one in units)
    words = _("已登记合并，%(day)s 起“%(names)s”并入本机构，人员、岗位、辖区一起过来。")
    return Done(words % {"day": form.values["on"], "names": names})


class AbolishForm(UnitForm):
    """The unit ends, with or without a successor."""

    def ask(self) -> None:
        hint = _("承接岗位、人员、辖区和在办案卷。机构已经空了，可以不选")
        self.fields["into"] = self.pick(_("承接机构"), required=False, help_text=hint)


def abolish(form: Any) -> Done:
    heir = form.unit("into") if form.values["into"] else None
    abolish_unit(unit=form.subject, into=heir, **form.ground)
    facts = {"day": form.values["on"], "name": heir.name if heir else ""}
    words = _("已登记撤销，%(day)s 起由“%(name)s”承接。") if heir else _("已登记撤销，%(day)s 起生效。")
    return Done(words % facts)


class CorrectForm(ActForm):
    """What was registered wrongly; without a day of effect, because nothing changed."""

    subject: Unit

    def prepare(self) -> None:
        self.version = self._version()
        self.fields["name"] = text_field(_("名称"), LONG)
        self.fields["short_name"] = text_field(_("简称"), SHORT, required=False)
        self.fields["kind"] = choice_field(_("类别"), UnitKind.choices)
        self.fields["reason"] = reason_field()
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        wrong = self.version
        self.now = {"name": wrong.name, "short_name": wrong.short_name or _("没有"), "kind": wrong.get_kind_display()}
        held = {"name": wrong.name, "short_name": wrong.short_name, "kind": wrong.kind, "version": wrong.pk}
        self.initial = {**held, **self.initial}

    def _version(self) -> UnitVersion:
        """Return the version that the form names, that of today, or the last one."""
        named = whole_number(self.data.get("version") or self.asked.get("version") or "")
        if named is not None:
            found = self.subject.versions.filter(pk=named).first()
        else:
            found = unit_as_of(self.subject.pk, today()) or self.subject.versions.filter(superseded_at=None).last()
        if found is None:
            raise NotFound
        return found


def correct(form: Any) -> Done:
    given = form.values
    right = correct_unit(
        version=form.version,
        reason=given["reason"],
        name=given["name"],
        short_name=given["short_name"],
        kind=UnitKind(given["kind"]),
        capacity=form.viewer,
    )
    words = _("已更正登记：“%(name)s”，%(day)s 起的那一段。原来的写法留在历史里。")
    return Done(words % {"name": right.name, "day": right.valid_from})


class WithdrawForm(ActForm):
    """A planned change does not happen."""

    def prepare(self) -> None:
        self.fields["reason"] = reason_field()


def withdraw(form: Any) -> Done:
    given = {"unit": form.subject, "reason": form.values["reason"], "capacity": form.viewer}
    if planned_succession(form.subject):
        plan = withdraw_succession(**given)
        words = _("已撤回%(kind)s，岗位、人员、辖区都照旧。")
        return Done(words % {"kind": plan.get_kind_display()})
    version = withdraw_change(**given)
    return Done(_("已撤回，“%(name)s”照旧。") % {"name": version.name})


UNITS = Permission.MANAGE_UNITS
ACTS: dict[str, Act] = {
    "rename": Act(label=gettext_lazy("更名"), right=UNITS, form=RenameForm, take=rename),
    "move": Act(
        label=gettext_lazy("调整隶属"), right=UNITS, form=MoveForm, take=move, explains=gettext_lazy("下面的机构跟着一起走。")
    ),
    "establish": Act(
        label=gettext_lazy("设立下级机构"), right=UNITS, form=EstablishForm, take=establish,
    ),
    "merge": Act(
        label=gettext_lazy("合并进来"), right=UNITS, form=MergeForm, take=merge,
        explains=gettext_lazy("被并的机构到生效日撤销，岗位、人员、辖区、下级机构都归本机构；以前的记录仍在原名下。"),
    ),
    "abolish": Act(
        label=gettext_lazy("撤销"), right=UNITS, form=AbolishForm, take=abolish, is_destructive=True,
        explains=gettext_lazy("从生效日起不再存在，代码不再让出；以前的记录仍在原名下。撤销登记后不能恢复，只能另设。"),
    ),
    "correct": Act(
        label=gettext_lazy("更正登记"), right=UNITS, form=CorrectForm, take=correct, is_correction=True,
        explains=gettext_lazy("只改写错的字，不是情况变了：不改生效日，不通知别处。上级登记错了，用“调整隶属”。"),
    ),
    "withdraw": Act(
        label=gettext_lazy("撤回未生效的变更"), right=UNITS, form=WithdrawForm, take=withdraw,
        explains=gettext_lazy("撤回最近登记、还没有到生效日的变更：更名、调整隶属，或合并、分设、撤销。"),
    ),
}  # fmt: skip

"""Acts on cells and their duties."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chengzhi.console.registers.grid.reading import cell_figures
from chengzhi.console.registers.organisation.acting import Act, Done
from chengzhi.console.registers.organisation.fields import (
    PickField,
    choice_field,
    day_field,
    document_field,
    text_field,
)
from chengzhi.console.registers.organisation.picks import person_picks, unit_picks
from chengzhi.console.settings.dated import DayForm
from chengzhi.grid import services
from chengzhi.grid.enums import DutyKind, Grade, LandUse
from chengzhi.grid.models import Cell, CellDuty
from chengzhi.grid.permissions import Permission
from chengzhi.grid.services import Drawing
from chengzhi.kernel.coordinates import Datum
from chengzhi.organisation.models import Person, Unit
from chengzhi.organisation.permissions import Permission as Registers
from chengzhi.organisation.selectors import access_person, access_unit, today

LONGEST_NAME = 80


class CellForm(DayForm):
    """An act on a cell, from a day on and by a document."""

    subject: Cell

    def prepare(self) -> None:
        self.ask()
        self.fields.setdefault("on", day_field(hint=self.affected()))
        self.fields["document"] = document_field()

    def affected(self) -> str:
        found = cell_figures(self.subject)
        words = ngettext("在办 %(cases)s 件、部件 %(parts)s 个", "在办 %(cases)s 件、部件 %(parts)s 个", found["cases"])
        return _("这个网格现有%(what)s") % {"what": words % found}


class ChangeForm(CellForm):
    """Another name, grade or land use from a day on."""

    def ask(self) -> None:
        held = self.subject
        self.fields["name"] = text_field(_("名称"), LONGEST_NAME)
        self.fields["grade"] = choice_field(_("区域类别"), Grade.choices)
        self.fields["land_use"] = choice_field(_("用地性质"), LandUse.choices)
        self.now = {
            "name": held.name or held.code,
            "grade": held.get_grade_display(),
            "land_use": held.get_land_use_display(),
        }
        self.initial = {"name": held.name, "grade": held.grade, "land_use": held.land_use, **self.initial}


def change(form: Any) -> Done:
    given = form.values
    drawing = Drawing(name=given["name"], grade=given["grade"], land_use=given["land_use"])
    row = services.change_cell_boundary(
        capacity=form.viewer,
        code=form.subject.code,
        drawing=drawing,
        effective_on=given["on"],
        document=given["document"],
    )
    words = _("已调整网格，%(day)s 起是%(grade)s。以前立的案卷不变。")
    return Done(words % {"day": row.valid_from, "grade": row.get_grade_display()})


class RetireForm(CellForm):
    """The cell is no more from a day on."""


def retire(form: Any) -> Done:
    given = form.values
    cell = services.retire_cell(
        capacity=form.viewer, code=form.subject.code, effective_on=given["on"], document=given["document"]
    )
    return Done(_("已停用网格 %(code)s，%(day)s 起不再使用。") % {"code": cell.code, "day": cell.valid_to})


class BoundaryForm(CellForm):
    """Another boundary from a day on, pasted or handed in."""

    renamed = {"code": "boundary"}

    def ask(self) -> None:
        area = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
        hint = _("粘贴一个 GeoJSON 面（Polygon），或在下面选文件")
        self.fields["boundary"] = forms.CharField(label=_("新边界"), widget=area, required=False, help_text=hint)
        self.fields["file"] = forms.FileField(
            label=_("边界文件"), required=False, help_text=_("GeoJSON、GeoPackage 或 zip 的 Shapefile，只含这一个网格")
        )
        options = [(one.value, one.label) for one in Datum]
        self.fields["datum"] = forms.ChoiceField(label=_("坐标系"), choices=options)


class AssignForm(DayForm):
    """Somebody answers for the cell from a day on."""

    subject: Cell

    def ask(self) -> None:
        self.fields["kind"] = choice_field(_("责任类别"), DutyKind.choices)
        self.fields["name"] = text_field(
            _("姓名或单位"), LONGEST_NAME, hint=_("不在台账里的人，或驻区单位的名称"), required=False
        )
        self.fields["phone"] = text_field(_("电话"), 30, required=False)
        if self.viewer.may(Registers.READ_REGISTER):
            self.register_fields()
        self.order_fields(["kind", "person"])

    def register_fields(self) -> None:
        """Add the choice of people and units for those who may read their register."""
        people = person_picks(self.viewer, today())
        hint = _("台账里的人：打姓名或拼音首字母，从列表里选")
        self.fields["person"] = PickField(people, label=_("人员"), required=False, help_text=hint)
        units = unit_picks(self.viewer, Registers.READ_REGISTER, today())
        self.fields["unit"] = PickField(units, label=_("所属单位"), required=False)

    @property
    def person(self) -> Person | None:
        key = self.values.get("person")
        return access_person(self.viewer, key) if key else None

    @property
    def unit(self) -> Unit | None:
        key = self.values.get("unit")
        return access_unit(self.viewer, key) if key else None


def assign(form: Any) -> Done:
    given = form.values
    duty = services.assign_duty(
        capacity=form.viewer,
        cell_code=form.subject.code,
        kind=given["kind"],
        effective_on=given["on"],
        person=form.person,
        name=given["name"],
        phone=given["phone"],
        unit=form.unit,
    )
    words = _("已指定%(kind)s %(name)s，%(day)s 起负责这个网格。")
    return Done(words % {"kind": duty.get_kind_display(), "name": duty.name, "day": duty.valid_from})


class EndDutyForm(DayForm):
    """Somebody no longer answers for the cell from a day on."""

    subject: CellDuty


def end_duty(form: Any) -> Done:
    duty = services.end_duty(capacity=form.viewer, duty_id=form.subject.pk, effective_on=form.values["on"])
    words = _("已解除%(kind)s %(name)s，%(day)s 起不再负责这个网格。")
    return Done(words % {"kind": duty.get_kind_display(), "name": duty.name, "day": duty.valid_to})


CELLS, DUTIES = Permission.MANAGE_CELLS, Permission.MANAGE_DUTIES
ACTS = {
    "change": Act(
        label=gettext_lazy("调整名称和类别"), right=CELLS, form=ChangeForm, take=change,
        explains=gettext_lazy("从生效日起立的案按新的区域类别计时限，以前的不变。"),
    ),
    "assign": Act(label=gettext_lazy("指定责任人"), right=DUTIES, form=AssignForm, take=assign),
    "retire": Act(
        label=gettext_lazy("停用网格"), right=CELLS, form=RetireForm, take=retire, is_destructive=True,
        explains=gettext_lazy("从停用日起不再有这个网格，责任人同日解除，编码不再使用。要改边界请用“调整边界”。"),
    ),
}  # fmt: skip
DUTY_ACTS = {
    "end": Act(
        label=gettext_lazy("解除责任人"), right=DUTIES, form=EndDutyForm, take=end_duty, is_destructive=True,
        explains=gettext_lazy("从这天起不再负责。采集员解除后，请及时指定新的，不然核实、核查任务派不出去。"),
    ),
}  # fmt: skip
BOUNDARY = Act(
    label=gettext_lazy("调整边界"), right=CELLS, form=BoundaryForm, take=lambda _form: Done(""),
    explains=gettext_lazy("先检查：和相邻网格重叠、越出区界的不能保存。以前的边界一直可查。"),
)  # fmt: skip

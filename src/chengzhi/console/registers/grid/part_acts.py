"""Acts on parts: registered, moved, corrected, retired."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.registers.organisation.acting import Act, Done
from chengzhi.console.registers.organisation.fields import choice_field, reason_field, text_field
from chengzhi.console.settings.dated import DayForm, PlainForm
from chengzhi.grid import services
from chengzhi.grid.enums import PartState
from chengzhi.grid.models import Part
from chengzhi.grid.permissions import Permission
from chengzhi.grid.services import PartFacts
from chengzhi.grid.services.parts import LENGTHS
from chengzhi.kernel.coordinates import Datum, to_wgs84

OWNERS = (
    ("competent_name", gettext_lazy("主管单位")),
    ("owner_name", gettext_lazy("权属单位")),
    ("maintainer_name", gettext_lazy("养护单位")),
)


class PlacedForm(DayForm):
    """A form that asks for a position: picked on the map, or typed in any datum."""

    has_map = True
    renamed = {"": "lon", "point": "lon", "position": "lon"}

    def place_fields(self) -> None:
        self.fields["lon"] = forms.FloatField(label=_("经度"), min_value=-180, max_value=180)
        self.fields["lat"] = forms.FloatField(label=_("纬度"), min_value=-90, max_value=90)
        for name in ("lon", "lat"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        options = [(one.value, one.label) for one in Datum]
        hint = _("地图上点的是 CGCS2000；手填别的坐标系会换算")
        self.fields["datum"] = forms.ChoiceField(label=_("坐标系"), choices=options, help_text=hint)

    @property
    def place(self) -> tuple[float, float]:
        """Return the position in WGS-84."""
        given = self.values
        point = to_wgs84(given["lon"], given["lat"], Datum(given["datum"]))
        return round(point.lon, 7), round(point.lat, 7)


class FactsForm(DayForm):
    """What the register says of a part."""

    def facts_fields(self) -> None:
        self.fields["name"] = text_field(_("部件名称"), LENGTHS["name"], hint=_("例如：雨水井盖"))
        self.fields["state"] = choice_field(_("部件状态"), PartState.choices)
        for name, label in OWNERS:
            self.fields[name] = text_field(label, LENGTHS[name], required=False)
        self.fields["note"] = text_field(_("备注"), LENGTHS["note"], required=False)

    @property
    def facts(self) -> PartFacts:
        names = ("name", "state", "competent_name", "owner_name", "maintainer_name", "note")
        return PartFacts(**{name: self.values[name] for name in names})


class RegisterForm(FactsForm, PlacedForm):
    """A part that is not in the register yet."""

    subject: None

    def ask(self) -> None:
        hint = _("16 位：区 6 位、大类 2 位、小类 2 位、流水号 6 位")
        self.fields["code"] = text_field(_("部件编码"), 16, hint=hint)
        self.place_fields()
        self.facts_fields()
        self.initial = {"state": PartState.INTACT, **self.initial}


def register(form: Any) -> Done:
    lon, lat = form.place
    part = services.register_part(
        capacity=form.viewer,
        code=form.values["code"].strip(),
        lon=lon,
        lat=lat,
        facts=form.facts,
        effective_on=form.values["on"],
    )
    where = part.cell.name or part.cell.code if part.cell else _("不在任何网格里")
    return Done(_("已登记部件 %(code)s，%(where)s。") % {"code": part.code, "where": where})


class MoveForm(PlacedForm):
    """The part stands elsewhere."""

    subject: Part
    is_dated = False

    def prepare(self) -> None:
        self.place_fields()
        self.fields["reason"] = reason_field()
        self.initial = {"lon": self.subject.lon, "lat": self.subject.lat, **self.initial}


def move(form: Any) -> Done:
    lon, lat = form.place
    part = services.move_part(
        capacity=form.viewer, code=form.subject.code, lon=lon, lat=lat, reason=form.values["reason"]
    )
    where = part.cell.name or part.cell.code if part.cell else _("不在任何网格里")
    return Done(_("已移位，现在在%(where)s。") % {"where": where})


class CorrectForm(FactsForm, PlainForm):
    """What the register said wrongly."""

    subject: Part
    is_dated = False

    def prepare(self) -> None:
        held = self.subject
        self.facts_fields()
        self.fields["reason"] = reason_field()
        names = ("name", "state", "competent_name", "owner_name", "maintainer_name", "note")
        self.now = {name: getattr(held, name) or _("没有") for name in names}
        self.now["state"] = held.get_state_display()
        self.initial = {**{name: getattr(held, name) for name in names}, **self.initial}


def correct(form: Any) -> Done:
    part = services.correct_part(
        capacity=form.viewer, code=form.subject.code, facts=form.facts, reason=form.values["reason"]
    )
    return Done(_("已更正“%(name)s”，改前的样子留在记录里。") % {"name": part.name})


class RetireForm(DayForm):
    """The part is out of use from a day on."""

    subject: Part

    def ask(self) -> None:
        self.fields["reason"] = reason_field()


def retire(form: Any) -> Done:
    given = form.values
    part = services.retire_part(
        capacity=form.viewer, code=form.subject.code, effective_on=given["on"], reason=given["reason"]
    )
    return Done(_("已注销，%(day)s 起不再使用，编码不再让出。") % {"day": part.valid_to})


PARTS = Permission.MANAGE_PARTS
NEW_ACTS = {
    "register": Act(
        label=gettext_lazy("登记部件"), right=PARTS, form=RegisterForm, take=register,
        explains=gettext_lazy("把地图移到部件所在的地方，准星对准它；也可以直接填经纬度。"),
    ),
}  # fmt: skip
ACTS = {
    "move": Act(
        label=gettext_lazy("移位"), right=PARTS, form=MoveForm, take=move,
        explains=gettext_lazy("部件搬了地方，或原来标错了。移位后按新位置归网格，原位置留在记录里。"),
    ),
    "correct": Act(label=gettext_lazy("更正"), right=PARTS, form=CorrectForm, take=correct, is_correction=True),
    "retire": Act(
        label=gettext_lazy("注销"), right=PARTS, form=RetireForm, take=retire, is_destructive=True,
        explains=gettext_lazy("从这天起不再使用。仍可查到，编码不再让出；注销后不能恢复。"),
    ),
}  # fmt: skip

"""Acts on categories and filing standards, each from a day on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chengzhi.catalogue import services
from chengzhi.catalogue.enums import HandlerKind, Level, Relation
from chengzhi.catalogue.models import Category, FilingStandard
from chengzhi.catalogue.permissions import Permission
from chengzhi.console.registers.catalogue.reading import access_category, open_cases, other_categories
from chengzhi.console.registers.organisation.acting import Act, Done
from chengzhi.console.registers.organisation.fields import (
    Pick,
    PickField,
    choice_field,
    day_field,
    text_field,
)
from chengzhi.console.registers.organisation.picks import unit_picks
from chengzhi.console.settings.dated import DayForm, PlainForm
from chengzhi.console.settings.reading import choice
from chengzhi.kernel.limits import LimitUnit
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission as Registers
from chengzhi.organisation.selectors import access_unit, today

LONGEST_CONDITION, LONGEST_CLOSING, LONGEST_SOURCE, LONGEST_NOTE = 500, 300, 300, 60


def area_field(label: str, limit: int, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, help_text=hint)


class FactsForm(DayForm):
    """What a version of a standard says."""

    def facts_fields(self) -> None:
        self.fields["closing_rule"] = area_field(_("结案条件"), LONGEST_CLOSING, _("处置到什么程度可以结案"))
        self.fields["limit_value"] = forms.IntegerField(label=_("处置时限"), min_value=1, max_value=365)
        self.fields["limit_unit"] = choice_field(_("时限单位"), LimitUnit.choices)
        self.fields["limit_note"] = text_field(_("时限说明"), LONGEST_NOTE, hint=_("例如：种植季节"), required=False)
        self.fields["default_handler"] = choice(_("处置行业"), HandlerKind.choices, _("随小类"))
        picks = unit_picks(self.viewer, Registers.READ_REGISTER, today())
        hint = _("指定了单位，派遣时先推荐它；一般空着，由派遣规则决定")
        self.units = PickField(picks, label=_("处置单位"), required=False, help_text=hint)
        self.fields["default_unit"] = self.units
        self.fields["source"] = text_field(_("来源"), LONGEST_SOURCE, hint=_("标准名称、文号和页码"), required=False)

    @property
    def unit(self) -> Unit | None:
        key = self.values["default_unit"]
        return access_unit(self.viewer, key) if key else None

    @property
    def facts(self) -> services.StandardFacts:
        given = self.values
        return services.StandardFacts(
            closing_rule=given["closing_rule"],
            limit_value=given["limit_value"],
            limit_unit=LimitUnit(given["limit_unit"]),
            limit_note=given["limit_note"],
            default_handler=HandlerKind(given["default_handler"]),
            default_unit=self.unit,
            source=given["source"],
        )


class AddStandardForm(FactsForm):
    """A condition gets a limit at one level."""

    subject: Category

    def ask(self) -> None:
        hint = _("什么情况下立案。同一条件在 A、B、C 类区域时限不同，文字要一样")
        self.fields["condition"] = area_field(_("立案条件"), LONGEST_CONDITION, hint)
        self.fields["level"] = choice(_("区域级别"), Level.choices, _("不分级"))
        self.facts_fields()


def add(form: Any) -> Done:
    row = services.add_standard(
        capacity=form.viewer,
        category=form.subject,
        condition=form.values["condition"],
        facts=form.facts,
        valid_from=form.values["on"],
        level=form.values["level"],
    )
    words = _("已增订立案标准 %(number)s，%(day)s 起按 %(limit)s 计。")
    return Done(words % {"number": row.number, "day": row.valid_from, "limit": row.limit})


class StandardForm(FactsForm):
    """An act on a standard that is in force."""

    subject: FilingStandard

    def affected(self) -> str:
        count = open_cases(standard_id=self.subject.pk)
        words = ngettext("在办 %(n)s 件已按现行标准立案，照旧办完", "在办 %(n)s 件已按现行标准立案，照旧办完", count)
        return words % {"n": count}


class AmendForm(StandardForm):
    """A new version from a day on."""

    def ask(self) -> None:
        held = self.subject
        self.fields["condition"] = area_field(_("立案条件"), LONGEST_CONDITION)
        self.facts_fields()
        self.fields["on"] = day_field(hint=self.affected())
        self.now = {
            "condition": held.condition,
            "closing_rule": held.closing_rule or _("没有"),
            "limit_value": str(held.limit_value),
            "limit_unit": held.get_limit_unit_display(),
        }
        kept = ("condition", "closing_rule", "limit_value", "limit_unit", "limit_note", "default_handler", "source")
        unit = self.units.text_of(held.default_unit_id)
        self.initial = {**{name: getattr(held, name) for name in kept}, "default_unit": unit, **self.initial}


def amend(form: Any) -> Done:
    row = services.amend_standard(
        capacity=form.viewer,
        standard=form.subject,
        facts=form.facts,
        valid_from=form.values["on"],
        condition=form.values["condition"],
    )
    words = _("已修订 %(number)s，%(day)s 起按 %(limit)s 计；在办案卷照旧。")
    return Done(words % {"number": row.number, "day": row.valid_from, "limit": row.limit})


class WithdrawForm(StandardForm):
    """The standard no longer holds from a day on."""

    def ask(self) -> None:
        self.fields["on"] = day_field(hint=self.affected())


def withdraw(form: Any) -> Done:
    row = services.withdraw_standard(capacity=form.viewer, standard=form.subject, valid_to=form.values["on"])
    return Done(_("已停用 %(number)s，%(day)s 起不再按它立案。") % {"number": row.number, "day": row.valid_to})


class CorrectForm(PlainForm):
    """Source, verification and usual handler: what binds no case."""

    subject: FilingStandard

    def ask(self) -> None:
        held = self.subject
        self.fields["source"] = text_field(_("来源"), LONGEST_SOURCE, required=False)
        self.fields["verified"] = forms.BooleanField(label=_("已与标准原文核对"), required=False)
        self.fields["default_handler"] = choice(_("处置行业"), HandlerKind.choices, _("未定"))
        self.fields["default_unit_text"] = text_field(_("处置单位（文字）"), 200, required=False)
        kept = ("source", "verified", "default_handler", "default_unit_text")
        self.initial = {**{name: getattr(held, name) for name in kept}, **self.initial}


def correct(form: Any) -> Done:
    given = dict(form.values)
    given["default_handler"] = HandlerKind(given["default_handler"])
    services.correct_standard(
        capacity=form.viewer, standard=form.subject, default_unit=form.subject.default_unit, **given
    )
    return Done(_("已更正 %(number)s 的来源和核对情况。") % {"number": form.subject.number})


class WordsForm(PlainForm):
    """Everyday words and the usual handler of a category."""

    subject: Category

    def ask(self) -> None:
        hint = _("群众平时怎么说，用空格隔开；登记来电时据此推荐小类")
        self.fields["keywords"] = area_field(_("关键词"), 1200, hint)
        self.fields["keywords"].required = False
        self.fields["handler"] = choice(_("处置行业"), HandlerKind.choices, _("未定"))
        self.initial = {"keywords": " ".join(self.subject.keywords), "handler": self.subject.handler, **self.initial}


def words(form: Any) -> Done:
    row = services.change_category(
        capacity=form.viewer,
        category=form.subject,
        keywords=form.values["keywords"].replace("、", " ").replace("，", " ").split(),
        handler=HandlerKind(form.values["handler"]),
        icon=form.subject.icon,
    )
    return Done(_("已保存 %(n)s 个关键词，登记来电时马上按新的推荐。") % {"n": len(row.keywords)})


class MapForm(PlainForm):
    """How a category answers to one of another edition."""

    subject: Category

    def ask(self) -> None:
        rows = other_categories(self.subject)
        picks = [Pick(one.pk, f"{one.code} {one.name} · {one.edition.name}", one.initials) for one in rows]
        self.fields["to"] = PickField(picks, label=_("另一版本的小类"), help_text=_("打名称、代码或拼音首字母"))
        self.fields["relation"] = choice_field(_("关系"), Relation.choices)
        self.fields["note"] = text_field(_("说明"), LONGEST_SOURCE, required=False)


def map_to(form: Any) -> Done:
    given = form.values
    other = access_category(given["to"])
    services.map_categories(
        capacity=form.viewer,
        from_category=form.subject,
        to_category=other,
        relation=Relation(given["relation"]),
        note=given["note"],
    )
    return Done(_("已登记对照：%(name)s · %(edition)s。") % {"name": other.name, "edition": other.edition.name})


MANAGE = Permission.MANAGE
CATEGORY_ACTS = {
    "add": Act(
        label=gettext_lazy("增订标准"), right=MANAGE, form=AddStandardForm, take=add,
        explains=gettext_lazy("从生效日起，符合这个条件的案卷按这个时限立案；以前立的案不变。"),
    ),
    "words": Act(label=gettext_lazy("改关键词"), right=MANAGE, form=WordsForm, take=words),
    "map": Act(
        label=gettext_lazy("登记对照"), right=MANAGE, form=MapForm, take=map_to,
        explains=gettext_lazy("说明两个版本的小类怎么对应。代码只在本版本内有意义，换版本时按对照和名称走，不按代码走。"),
    ),
}  # fmt: skip
STANDARD_ACTS = {
    "amend": Act(
        label=gettext_lazy("修订"), right=MANAGE, form=AmendForm, take=amend,
        explains=gettext_lazy("现行一版到生效日为止，从那天起按新的一版立案。以前的版本一直可查。"),
    ),
    "withdraw": Act(
        label=gettext_lazy("停用"), right=MANAGE, form=WithdrawForm, take=withdraw, is_destructive=True,
        explains=gettext_lazy("从这天起不再按它立案，停用后不能恢复，只能另行增订。"),
    ),
    "correct": Act(
        label=gettext_lazy("更正来源"), right=MANAGE, form=CorrectForm, take=correct, is_correction=True,
        explains=gettext_lazy("只改来源、核对情况和处置行业，不改条件和时限。"),
    ),
}  # fmt: skip

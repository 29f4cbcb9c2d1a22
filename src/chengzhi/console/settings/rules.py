"""Dispatch rules: the list with its filters, a new rule, another unit, the end of a rule."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.cases.models import DispatchRule
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import settings as read
from chengzhi.cases.services import rules as services
from chengzhi.catalogue.enums import HandlerKind
from chengzhi.catalogue.models import Category
from chengzhi.catalogue.selectors import categories_in_force
from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation.acting import Act, Done, Frame, run
from chengzhi.console.registers.organisation.fields import Pick, PickField, text_field
from chengzhi.console.registers.organisation.picks import unit_picks
from chengzhi.console.registers.shell import day_shown, figures, page_of, without
from chengzhi.console.settings.dated import NEW, DayForm, PlainForm
from chengzhi.console.settings.reading import area_names, area_options, choice, number_of
from chengzhi.kernel.settings_book import latest_changes
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.models import Unit
from chengzhi.organisation.permissions import Permission as Registers
from chengzhi.organisation.selectors import access_unit, today

GROUND_HINT = gettext_lazy("按哪个文件或哪次裁定，例如：崇城管〔2026〕3号")


class RuleForm(DayForm):
    """A rule names a unit and a ground."""

    def unit_field(self) -> PickField:
        picks = unit_picks(self.viewer, Registers.READ_REGISTER, today())
        return PickField(picks, label=_("处置单位"), help_text=_("打名称或拼音首字母，从列表里选"))

    @property
    def unit(self) -> Unit:
        return access_unit(self.viewer, self.values["unit"])


class AddRuleForm(RuleForm):
    """A new rule: for a category or a trade, somewhere or everywhere."""

    subject: None

    def ask(self) -> None:
        found = [Pick(one.pk, f"{one.name} · {one.code}", one.initials) for one in categories_in_force()]
        hint = _("只管这一个小类；要管一整个行业就空着，在下面选行业")
        self.fields["category"] = PickField(found, label=_("小类"), required=False, help_text=hint)
        self.fields["handler"] = choice(_("处置行业"), HandlerKind.choices, _("不限"))
        self.fields["division"] = choice(_("在哪里"), area_options(), _("全区"))
        self.fields["unit"] = self.unit_field()
        self.fields["ground"] = text_field(_("依据"), services.LONGEST_GROUND, hint=GROUND_HINT)

    @property
    def category(self) -> Category | None:
        key = self.values["category"]
        return categories_in_force().filter(pk=key).first() if key else None


def add(form: Any) -> Done:
    given = form.values
    target = services.RuleTarget(category=form.category, handler=given["handler"], division_code=given["division"])
    rule = services.add_dispatch_rule(
        capacity=form.viewer, target=target, unit=form.unit, ground=given["ground"], valid_from=given["on"]
    )
    words = _("已增加派遣规则，%(day)s 起由“%(unit)s”办理。")
    return Done(words % {"day": rule.valid_from, "unit": rule.unit.name})


class ReplaceForm(RuleForm):
    """Another unit from a day on."""

    subject: DispatchRule

    def ask(self) -> None:
        self.fields["unit"] = self.unit_field()
        self.fields["ground"] = text_field(_("依据"), services.LONGEST_GROUND, hint=GROUND_HINT)
        self.now = {"unit": self.subject.unit.name, "ground": self.subject.ground}


def replace(form: Any) -> Done:
    rule = services.replace_dispatch_rule(
        capacity=form.viewer,
        rule=form.subject,
        unit=form.unit,
        ground=form.values["ground"],
        valid_from=form.values["on"],
    )
    words = _("已改派，%(day)s 起由“%(unit)s”办理；已派遣的案卷不变。")
    return Done(words % {"day": rule.valid_from, "unit": rule.unit.name})


class EndForm(RuleForm):
    """The rule ends on a day."""

    subject: DispatchRule


def end(form: Any) -> Done:
    rule = services.end_dispatch_rule(capacity=form.viewer, rule=form.subject, on=form.values["on"])
    return Done(_("已停用规则，%(day)s 起不再推荐；已派遣的案卷不变。") % {"day": rule.valid_to})


class CancelForm(PlainForm):
    """A rule that has not begun is taken back."""

    subject: DispatchRule


def cancel(form: Any) -> Done:
    services.cancel_dispatch_rule(capacity=form.viewer, rule=form.subject)
    return Done(_("已撤销还没有生效的规则。"))


RULES = Permission.MANAGE_RULES
ACTS = {
    "add": Act(
        label=gettext_lazy("增加规则"), right=RULES, form=AddRuleForm, take=add,
        explains=gettext_lazy("只影响生效日起的派遣推荐，派遣员仍可写明理由改派。范围越小的规则越优先，裁定优先于一般规则。"),
    ),
    "replace": Act(
        label=gettext_lazy("改派"), right=RULES, form=ReplaceForm, take=replace,
        explains=gettext_lazy("原规则到生效日为止，从那天起推荐新单位。已派遣的案卷不变。"),
    ),
    "end": Act(
        label=gettext_lazy("停用"), right=RULES, form=EndForm, take=end, is_destructive=True,
        explains=gettext_lazy("从这天起不再推荐；没有别的规则管到时，由派遣员自己选单位。已派遣的案卷不变。"),
    ),
    "cancel": Act(
        label=gettext_lazy("撤销"), right=RULES, form=CancelForm, take=cancel, is_destructive=True,
        explains=gettext_lazy("规则还没有生效，撤销后就像没有登记过。"),
    ),
}  # fmt: skip


def asked_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks of the list; unknown values ask for nothing."""
    handler, area = given.get("handler", ""), given.get("area", "")
    return {
        "category": given.get("q", "").strip()[:30],
        "handler": handler if handler in HandlerKind.values else "",
        "division": area if area.isdigit() else "",
    }


@guarded(Permission.MANAGE_RULES)
@explained
@require_GET
def rules(request: StaffRequest) -> HttpResponse:
    """Show the rules in force, and those still to come."""
    shown, asked = day_shown(request), asked_of(request.GET)
    is_ruling = request.GET.get("ruling") == "1"
    found = read.dispatch_rules(request.capacity, shown.on, **asked, only_rulings=is_ruling)
    names = area_names()
    page = page_of(request, found)
    context = {
        "day": shown,
        "asked": asked,
        "is_ruling": is_ruling,
        "page": page,
        "rows": [(one, names.get(one.division_code, one.division_code), one.valid_from > today()) for one in page],
        "handlers": [one for one in HandlerKind.choices if one[0]],
        "areas": area_options(),
        "changes": latest_changes(request.capacity, Permission.MANAGE_RULES, "cases.dispatch_rule"),
        "clear_url": without(request, "q", "handler", "area", "ruling"),
        "nav_counts": figures(request),
    }
    return render(request, "console/settings/rules.html", context)


@guarded(Permission.MANAGE_RULES)
@explained
@require_http_methods(["GET", "POST"])
def rule_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Add a rule, or act on one."""
    rule = None if key == NEW else read.access_rule(request.capacity, number_of(key))
    acts = {name: act for name, act in ACTS.items() if (name == "add") == (key == NEW)}
    title = _title(rule) if rule else _("派遣规则")
    frame = Frame(title=title, back_url=reverse("console:rules"), url_name="rule_act", key=key, acts=acts)
    return run(request, name, frame, rule)


def _title(rule: DispatchRule) -> str:
    what = rule.category.name if rule.category else rule.get_handler_display()
    where = area_names().get(rule.division_code, "") or _("全区")
    return f"{what} · {where} · {rule.unit.name}"

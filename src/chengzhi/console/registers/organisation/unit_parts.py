"""Acts on what a unit holds: its posts, its territories, and how both are dealt out in a split."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.registers.organisation import unit_acts
from chengzhi.console.registers.organisation.acting import Act, Done
from chengzhi.console.registers.organisation.fields import PLAIN, SHORT, choice_field, several_field, text_field
from chengzhi.console.registers.organisation.picks import role_options
from chengzhi.console.registers.organisation.selectors import (
    division_names,
    lasting_posts,
    lasting_territories,
    own_posts,
    subordinates,
)
from chengzhi.console.registers.organisation.unit_acts import UnitForm
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.step_forms import DatalistInput
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_unit, roles, today
from chengzhi.organisation.services import (
    SplitPart,
    assign_territory,
    create_post,
    split_unit,
    transfer_posts,
    withdraw_territory,
)

HEIRS = ("1", "2", "3")
STAYS = "0"


class SplitForm(UnitForm):
    """Every post, territory and subordinate goes to one of up to three heirs, or stays."""

    def ask(self) -> None:
        for number in HEIRS:
            label = _("承接机构 %(number)s") % {"number": number}
            self.fields[f"heir{number}"] = self.pick(label, required=number == "1")
        self.fields["keeps"] = forms.BooleanField(label=_("本机构保留，只分出一部分"), required=False)
        places = [*((one, _("给承接机构 %(number)s") % {"number": one}) for one in HEIRS), (STAYS, _("留在本机构"))]
        for name, label in self.items():
            self.fields[name] = choice_field(label, places)

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield what is to be dealt out: field name and label."""
        on = today()
        for post in lasting_posts(self.subject, on):
            yield f"post{post.pk}", _("岗位：%(name)s") % {"name": post.name}
        for row in lasting_territories(self.subject, on):
            yield f"code{row.division_code}", _("辖区：%(name)s") % {"name": row.division_code}
        for below in subordinates(self.viewer, self.subject, on):
            yield f"unit{below.unit.id}", _("下级机构：%(name)s") % {"name": below.unit.name}

    def part(self, number: str) -> SplitPart:
        """Return what the numbered heir takes over."""
        mine = [name for name in self.values if self.values[name] == number]
        posts = {one.pk: one for one in lasting_posts(self.subject, today())}
        below = [int(name.removeprefix("unit")) for name in mine if name.startswith("unit")]
        return SplitPart(
            unit=self.unit(f"heir{number}"),
            posts=tuple(posts[int(name.removeprefix("post"))] for name in mine if name.startswith("post")),
            codes=tuple(name.removeprefix("code") for name in mine if name.startswith("code")),
            subordinates=tuple(access_unit(self.viewer, key, Permission.MANAGE_UNITS) for key in below),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in HEIRS:
            if number in given.values() and not given.get(f"heir{number}") and f"heir{number}" not in self.errors:
                self.add_error(f"heir{number}", _("有东西分给它，却没有选是哪个机构。请选。"))
        return given


def split(form: Any) -> Done:
    parts = [form.part(number) for number in HEIRS if form.values.get(f"heir{number}")]
    split_unit(unit=form.subject, parts=parts, keeps=form.values["keeps"], **form.ground)
    names = "、".join(part.unit.name for part in parts)
    return Done(_("已登记分设，%(day)s 起由“%(names)s”承接。") % {"day": form.values["on"], "names": names})


class PostForm(UnitForm):
    """A new post."""

    def touched(self) -> list[Any]:
        return []

    def ask(self) -> None:
        self.fields["name"] = text_field(_("岗位"), SHORT, hint=_("例如：受理员"))
        self.fields["role"] = choice_field(_("角色"), role_options(self.viewer), hint=_("角色决定任职的人能办什么"))
        self.fields["headcount"] = forms.IntegerField(label=_("职数"), min_value=1, max_value=999, initial=1)


def new_post(form: Any) -> Done:
    role = roles(form.viewer).filter(pk=form.values["role"]).first()
    if role is None:
        raise NotFound
    given = form.values
    post = create_post(unit=form.subject, name=given["name"], role=role, headcount=given["headcount"], **form.ground)
    words = _("已设置岗位“%(name)s”，%(day)s 起生效。下一步：任命。")
    return Done(words % {"name": post.name, "day": post.valid_from}, reverse("console:post", args=[post.pk]))


class TransferForm(UnitForm):
    """Posts go to another unit with their people."""

    def ask(self) -> None:
        rows = own_posts(self.viewer, self.subject, today())
        options = [
            (one.pk, _("%(post)s（%(held)s 人）") % {"post": one.name, "held": len(one.holding)}) for one in rows
        ]
        self.fields["posts"] = several_field(_("岗位"), options, hint=_("任这些岗位的人一起过去"))
        self.fields["to"] = self.pick(_("划到"))


def transfer(form: Any) -> Done:
    chosen = {int(one) for one in form.values["posts"]}
    posts = [one for one in own_posts(form.viewer, form.subject, today()) if one.pk in chosen]
    heir = access_unit(form.viewer, form.values["to"], Permission.MANAGE_POSTS)
    count = transfer_posts(posts=posts, to=heir, **form.ground)
    words = _("已登记划转 %(count)s 个岗位，%(day)s 起归“%(name)s”。")
    return Done(words % {"count": count, "day": form.values["on"], "name": heir.name})


class TerritoryForm(UnitForm):
    """A division or cell that the unit answers for."""

    def touched(self) -> list[Any]:
        return []

    def ask(self) -> None:
        options = [(code, name) for code, name in division_names(today()).items()]
        self.fields["code"] = text_field(
            _("区划或网格代码"), 20, hint=_("街道 9 位、社区 12 位、网格 15 位；打名称也能找到")
        )
        self.fields["code"].widget = DatalistInput(options, dict(PLAIN))


def assign(form: Any) -> Done:
    row = assign_territory(unit=form.subject, code=form.values["code"], **form.ground)
    words = _("已划定辖区 %(code)s，%(day)s 起生效。")
    return Done(words % {"code": row.division_code, "day": row.valid_from})


class TakeBackForm(UnitForm):
    """A territory is taken back."""

    def touched(self) -> list[Any]:
        return []

    def ask(self) -> None:
        names = division_names(today())
        rows = lasting_territories(self.subject, today())
        options = [(one.pk, f"{one.division_code} {names.get(one.division_code, '')}".strip()) for one in rows]
        self.fields["territory"] = choice_field(_("辖区"), options)


def take_back(form: Any) -> Done:
    rows = {str(one.pk): one for one in lasting_territories(form.subject, today())}
    row = rows[form.values["territory"]]
    withdraw_territory(territory=row, **form.ground)
    return Done(_("已收回辖区 %(code)s，%(day)s 起生效。") % {"code": row.division_code, "day": form.values["on"]})


UNITS, POSTS = Permission.MANAGE_UNITS, Permission.MANAGE_POSTS
ACTS: dict[str, Act] = {
    **unit_acts.ACTS,
    "split": Act(
        label=gettext_lazy("分设"), right=UNITS, form=SplitForm, take=split,
        explains=gettext_lazy("承接机构要先设立。岗位、辖区、下级机构逐一分配；不保留本机构时，每一项都要分出去。"),
    ),
    "post": Act(label=gettext_lazy("设置岗位"), right=POSTS, form=PostForm, take=new_post),
    "transfer": Act(label=gettext_lazy("划转岗位"), right=POSTS, form=TransferForm, take=transfer),
    "territory": Act(label=gettext_lazy("划定辖区"), right=UNITS, form=TerritoryForm, take=assign),
    "take_back": Act(label=gettext_lazy("收回辖区"), right=UNITS, form=TakeBackForm, take=take_back, is_destructive=True),
}  # fmt: skip
CHANGES = ("rename", "move", "territory", "take_back", "post", "transfer", "establish", "merge", "split", "abolish")

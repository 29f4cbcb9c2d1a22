"""Acts on people and posts: register, correct, appoint, lend, end, change a post's role, close a post."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.console.registers.organisation.acting import Act, ActForm, DatedForm, Done
from chengzhi.console.registers.organisation.fields import (
    PLAIN,
    SHORT,
    PickField,
    choice_field,
    day_field,
    reason_field,
    text_field,
)
from chengzhi.console.registers.organisation.picks import person_picks, post_picks, role_options
from chengzhi.kernel.errors import NotFound
from chengzhi.kernel.templatetags.cz import named
from chengzhi.organisation.enums import EmploymentKind
from chengzhi.organisation.models import Person, Post
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import access_person, access_post, appointments, roles, today
from chengzhi.organisation.services import (
    appoint,
    change_post_role,
    close_post,
    correct_person,
    cross_appoint,
    end_appointment,
    register_person,
    second,
)

PHONE_LENGTH = 20


def phone_field(label: Any, hint: Any) -> forms.CharField:
    """Return a field for a telephone number."""
    widget = forms.TextInput(attrs={**PLAIN, "inputmode": "tel", "maxlength": PHONE_LENGTH})
    return forms.CharField(label=label, max_length=PHONE_LENGTH, help_text=hint, required=False, widget=widget)


class RegisterForm(ActForm):
    """Somebody new."""

    def prepare(self) -> None:
        self.fields["name"] = text_field(_("姓名"), SHORT)
        self.fields["employment"] = choice_field(_("用工性质"), EmploymentKind.choices)
        self.fields["phone"] = phone_field(_("手机号"), _("11 位手机号，或带区号的固定电话"))


def register(form: Any) -> Done:
    given = form.values
    kind = EmploymentKind(given["employment"])
    person = register_person(name=given["name"], employment=kind, phone=given["phone"], capacity=form.viewer)
    words = _("已登记 %(name)s。下一步：任命，再请安全管理员开通账号。")
    return Done(words % {"name": person.name}, reverse("console:person", args=[person.pk]))


class CorrectPersonForm(ActForm):
    """What was registered wrongly about somebody; the present number is not shown, only replaced."""

    subject: Person

    def prepare(self) -> None:
        person = self.subject
        self.fields["name"] = text_field(_("姓名"), SHORT)
        self.fields["employment"] = choice_field(_("用工性质"), EmploymentKind.choices)
        self.fields["phone"] = phone_field(_("手机号"), _("不改就空着"))
        self.now = {"name": person.name, "employment": person.get_employment_display()}
        self.now["phone"] = person.masked_phone or _("未记录")
        self.fields["no_phone"] = forms.BooleanField(label=_("删去手机号"), required=False)
        self.fields["reason"] = reason_field()
        self.initial = {"name": person.name, "employment": person.employment, **self.initial}

    @property
    def phone(self) -> str:
        return "" if self.values["no_phone"] else self.values["phone"] or self.subject.phone


def correct(form: Any) -> Done:
    given = form.values
    kind = EmploymentKind(given["employment"])
    person = correct_person(
        person=form.subject, name=given["name"], phone=form.phone, employment=kind, reason=given["reason"],
        capacity=form.viewer,
    )  # fmt: skip
    return Done(_("已更正 %(name)s 的登记。") % {"name": person.name})


class AppointForm(DatedForm):
    """A person for a post, or a post for a person: whichever the page does not know."""

    subject: Any
    needs_end = False

    def ask(self) -> None:
        if isinstance(self.subject, Person):
            picks = post_picks(self.viewer, Permission.MANAGE_APPOINTMENTS, today())
            hint = _("打岗位、机构或机构的拼音首字母；括号里是在任人数和职数")
            self.fields["post"] = PickField(picks, label=_("岗位"), help_text=hint)
        else:
            picks = person_picks(self.viewer, today())
            self.fields["person"] = PickField(picks, label=_("人员"), help_text=_("打姓名或拼音首字母，从列表里选"))

    def prepare(self) -> None:
        super().prepare()
        hint = _("从这天起不再有权；一直任下去就空着")
        until = day_field(_("免职日"), hint=_("从这天起不再有权") if self.needs_end else hint, required=self.needs_end)
        self.fields["on"].label = _("任职日")
        self.fields["until"] = until
        self.order_fields(["post", "person", "on", "until", "document"])

    @property
    def term(self) -> dict[str, Any]:
        """Return what the appointment services ask for."""
        subject = self.subject
        is_person = isinstance(subject, Person)
        return {
            "person": subject if is_person else access_person(self.viewer, self.values["person"]),
            "post": access_post(self.viewer, self.values["post"]) if is_person else subject,
            "on": self.values["on"],
            "until": self.values["until"],
            "document": self.values["document"],
            "capacity": self.viewer,
        }


class SecondForm(AppointForm):
    """A secondment always has an end."""

    needs_end = True


def _told(held: Any, words: str) -> Done:
    return Done(words % {"name": held.person.name, "day": held.valid_from, "post": held.post.name})


def to_post(form: Any) -> Done:
    return _told(appoint(**form.term), _("已任命 %(name)s 为“%(post)s”，%(day)s 起生效。"))


def to_further_post(form: Any) -> Done:
    return _told(cross_appoint(**form.term), _("%(name)s 已交叉任职“%(post)s”，%(day)s 起生效。"))


def to_lent_post(form: Any) -> Done:
    return _told(second(**form.term), _("%(name)s 已借调到“%(post)s”，%(day)s 起生效。"))


class EndForm(DatedForm):
    """One of the appointments of a person or a post ends."""

    def ask(self) -> None:
        options = [
            (one.pk, f"{one.person.name} · {one.post.name} · {one.post.unit.name}（{one.get_kind_display()}）")
            for one in self.lasting()
        ]
        self.fields["appointment"] = choice_field(_("任职"), options)

    def lasting(self) -> list[Any]:
        """Return the appointments that have power today or will have."""
        is_person = isinstance(self.subject, Person)
        rows = appointments(self.viewer, person_id=self.subject.pk if is_person else None)
        if not is_person:
            rows = rows.filter(post=self.subject)
        return [one for one in rows if one.valid_to is None or one.valid_to > today()]


def end(form: Any) -> Done:
    held = next(one for one in form.lasting() if str(one.pk) == form.values["appointment"])
    given = form.values
    end_appointment(appointment=held, on=given["on"], document=given["document"], capacity=form.viewer)
    words = _("已免去 %(name)s 的“%(post)s”，%(day)s 起不再有权。")
    return Done(words % {"name": held.person.name, "post": held.post.name, "day": given["on"]})


class PostRoleForm(DatedForm):
    """Another role for a post."""

    subject: Post

    def ask(self) -> None:
        self.fields["role"] = choice_field(_("角色"), role_options(self.viewer))
        self.now = {"role": named(self.subject.role)}


def change_role(form: Any) -> Done:
    role = roles(form.viewer).filter(pk=form.values["role"]).first()
    if role is None:
        raise NotFound
    given = form.values
    heir = change_post_role(
        post=form.subject, role=role, on=given["on"], document=given["document"], capacity=form.viewer
    )
    words = _("已调整，%(day)s 起“%(post)s”是“%(role)s”。以前办的事仍在原角色下。")
    url = reverse("console:post", args=[heir.pk])
    return Done(words % {"day": given["on"], "post": heir.name, "role": named(role)}, url)


class ClosePostForm(DatedForm):
    """A post ends."""


def end_post(form: Any) -> Done:
    given = form.values
    post = close_post(post=form.subject, on=given["on"], document=given["document"], capacity=form.viewer)
    return Done(_("已撤销岗位“%(post)s”，%(day)s 起生效。") % {"post": post.name, "day": given["on"]})


PEOPLE, TERMS, POSTS = Permission.MANAGE_PEOPLE, Permission.MANAGE_APPOINTMENTS, Permission.MANAGE_POSTS
APPOINTING: dict[str, Act] = {
    "appoint": Act(label=gettext_lazy("任命"), right=TERMS, form=AppointForm, take=to_post),
    "cross_appoint": Act(
        label=gettext_lazy("交叉任职"), right=TERMS, form=AppointForm, take=to_further_post,
        explains=gettext_lazy("在本职之外再任一个岗位；登录时选以哪个身份办理。"),
    ),
    "second": Act(
        label=gettext_lazy("借调"), right=TERMS, form=SecondForm, take=to_lent_post,
        explains=gettext_lazy("到另一个岗位工作一段时间，本职保留；到免职日自动失效。"),
    ),
    "end": Act(label=gettext_lazy("免职"), right=TERMS, form=EndForm, take=end, is_destructive=True),
}  # fmt: skip
PERSON_ACTS: dict[str, Act] = {
    **APPOINTING,
    "correct": Act(
        label=gettext_lazy("更正登记"), right=PEOPLE, form=CorrectPersonForm, take=correct, is_correction=True,
        explains=gettext_lazy("现有号码不显示，只能换掉。变更记录只记改了哪几项，不记号码。"),
    ),
}  # fmt: skip
REGISTER: dict[str, Act] = {
    "register": Act(label=gettext_lazy("登记人员"), right=PEOPLE, form=RegisterForm, take=register),
}
POST_ACTS: dict[str, Act] = {
    **APPOINTING,
    "change_role": Act(
        label=gettext_lazy("调整角色"), right=POSTS, form=PostRoleForm, take=change_role,
        explains=gettext_lazy("要同时有岗位管理和授权管理的权限。任职的人从生效日起按新角色办事。"),
    ),
    "close": Act(
        label=gettext_lazy("撤销岗位"), right=POSTS, form=ClosePostForm, take=end_post, is_destructive=True,
        explains=gettext_lazy("到那天岗位上不能还有人。"),
    ),
}  # fmt: skip

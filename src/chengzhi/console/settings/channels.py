"""Channels: the list, adding one, changing and closing it."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from chengzhi.cases.enums import ChannelKind
from chengzhi.cases.models import Channel
from chengzhi.cases.permissions import Permission
from chengzhi.cases.selectors import settings as read
from chengzhi.cases.services import rules
from chengzhi.console.errors import explained
from chengzhi.console.registers.organisation.acting import Act, Done, Frame, run
from chengzhi.console.registers.organisation.fields import choice_field, text_field
from chengzhi.console.registers.shell import figures
from chengzhi.console.settings.dated import NEW, PlainForm
from chengzhi.kernel.settings_book import latest_changes
from chengzhi.kernel.web import StaffRequest, guarded

PUBLIC_HINT = gettext_lazy("勾上：受理前一般要核实，办结后要回访诉求人")
ACTIVE_HINT = gettext_lazy("不勾：不再能从这个渠道登记，以前的案卷不变")


class AddChannelForm(PlainForm):
    """A new channel."""

    subject: None

    def ask(self) -> None:
        self.fields["name"] = text_field(_("名称"), rules.LONGEST_NAME)
        self.fields["name_en"] = text_field(_("英文名"), rules.LONGEST_ENGLISH, required=False)
        self.fields["kind"] = choice_field(_("类型"), ChannelKind.choices)
        self.fields["code"] = text_field(_("代码"), 24, hint=_("小写字母开头，例如 wechat；定了就不再改"))
        self.fields["is_public"] = forms.BooleanField(label=_("公众诉求"), required=False, help_text=PUBLIC_HINT)


def add(form: Any) -> Done:
    given = form.values
    channel = rules.add_channel(capacity=form.viewer, **given)
    return Done(_("已增加渠道“%(name)s”，现在就可以登记。") % {"name": channel.name})


class ChangeChannelForm(PlainForm):
    """What may change of a channel; its code and kind stay."""

    subject: Channel

    def ask(self) -> None:
        self.fields["name"] = text_field(_("名称"), rules.LONGEST_NAME)
        self.fields["name_en"] = text_field(_("英文名"), rules.LONGEST_ENGLISH, required=False)
        self.fields["is_public"] = forms.BooleanField(label=_("公众诉求"), required=False, help_text=PUBLIC_HINT)
        self.fields["is_active"] = forms.BooleanField(label=_("启用"), required=False, help_text=ACTIVE_HINT)
        held = self.subject
        kept = {name: getattr(held, name) for name in ("name", "name_en", "is_public", "is_active")}
        self.initial = {**kept, **self.initial}


def change(form: Any) -> Done:
    channel = rules.change_channel(capacity=form.viewer, channel=form.subject, **form.values)
    words = _("已修改渠道“%(name)s”。") if channel.is_active else _("已停用渠道“%(name)s”，以前的案卷不变。")
    return Done(words % {"name": channel.name})


RULES = Permission.MANAGE_RULES
ACTS = {
    "add": Act(label=gettext_lazy("增加渠道"), right=RULES, form=AddChannelForm, take=add),
    "change": Act(
        label=gettext_lazy("修改渠道"), right=RULES, form=ChangeChannelForm, take=change,
        explains=gettext_lazy("保存后立即生效，只影响以后登记的诉求。"),
    ),
}  # fmt: skip


@guarded(Permission.MANAGE_RULES)
@explained
@require_GET
def channels(request: StaffRequest) -> HttpResponse:
    """Show every channel."""
    viewer = request.capacity
    context = {
        "channels": read.channels_for(viewer),
        "changes": latest_changes(viewer, Permission.MANAGE_RULES, "cases.channel"),
        "nav_counts": figures(request),
    }
    return render(request, "console/settings/channels.html", context)


@guarded(Permission.MANAGE_RULES)
@explained
@require_http_methods(["GET", "POST"])
def channel_act(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Add a channel or change one."""
    subject = None if key == NEW else read.access_channel(request.capacity, key)
    acts = {"add": ACTS["add"]} if subject is None else {"change": ACTS["change"]}
    title = subject.name if subject else _("渠道")
    frame = Frame(title=title, back_url=reverse("console:channels"), url_name="channel_act", key=key, acts=acts)
    return run(request, name, frame, subject)

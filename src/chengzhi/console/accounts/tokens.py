"""One's own API tokens: the list, issuing one, whose secret is shown once, and revoking; the administrator sees all."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from chengzhi.console.errors import explained, go, named
from chengzhi.kernel import clock
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.token_scopes import scopes_within
from chengzhi.kernel.web import StaffRequest, guarded
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import all_tokens, own_tokens
from chengzhi.organisation.services import IssuedToken, Wish, issue_token, revoke_token

DAYS = 90


class TokenForm(forms.Form):
    """What a token shall be good for; whether the post has it to give is for the service to say."""

    label = forms.CharField(label=gettext_lazy("用途"), max_length=60)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("范围"), widget=forms.CheckboxSelectMultiple)
    territory = forms.CharField(
        label=gettext_lazy("限于区划"),
        max_length=15,
        required=False,
        help_text=gettext_lazy("区划或网格的代码；不限就空着"),
    )
    last_day = forms.DateField(
        label=gettext_lazy("到期日"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, request: StaffRequest) -> None:
        day = clock.now().date() + dt.timedelta(days=DAYS)
        super().__init__(request.POST or None, initial={"last_day": day}, use_required_attribute=False)
        scopes = scopes_within(request.capacity.grants)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=gettext_lazy("范围"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(scope.value, scope.label) for scope in scopes],
            error_messages={"required": gettext_lazy("没有选“范围”，请至少选一项。")},
        )

    def wish(self) -> Wish:
        """Return what was filled in; the last day counts in full."""
        given = self.cleaned_data
        end = timezone.make_aware(dt.datetime.combine(given["last_day"] + dt.timedelta(days=1), dt.time.min))
        return Wish(
            label=given["label"],
            scopes=tuple(given["scopes"]),
            territory=given["territory"].strip(),
            expires_at=end,
        )


@guarded()
@explained
@require_http_methods(["GET", "POST"])
def tokens(request: StaffRequest) -> HttpResponse:
    """Show one's own tokens, and issue one: its secret stands on the answer and nowhere else."""
    form = TokenForm(request)
    issued = _issued(request, form) if request.method == "POST" else None
    context: dict[str, Any] = {
        "form": TokenForm(_emptied(request)) if issued else form,
        "issued": issued,
        "rows": own_tokens(request.capacity),
        "now": clock.now(),
        "may_see_all": request.capacity.may(Permission.MANAGE_ACCOUNTS),
    }
    status = 422 if request.method == "POST" and issued is None else 200
    answer = render(request, "console/accounts/tokens.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _emptied(request: StaffRequest) -> StaffRequest:
    """Return the request without what was sent, for a fresh form."""
    request.POST = request.POST.__class__()
    return request


def _issued(request: StaffRequest, form: TokenForm) -> IssuedToken | None:
    if not form.is_valid():
        return None
    try:
        return issue_token(form.wish(), capacity=request.capacity)
    except BadInput as error:
        for name, words in error.errors.items():
            place = {"expires_at": "last_day"}.get(name, name)
            for word in words:
                form.add_error(place if place in form.fields else None, word)
    return None


@guarded()
@explained
@require_POST
def token_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Revoke a token of one's own, or anybody's for who manages accounts."""
    token = revoke_token(token_id=pk, capacity=request.capacity)
    messages.success(request, _("已吊销“%(label)s”，用它的程序马上停下。") % {"label": token.label})
    is_own = token.account_id == request.capacity.account_id
    return go(request, named("tokens") if is_own else named("tokens_all"))


@guarded(Permission.MANAGE_ACCOUNTS)
@explained
@require_http_methods(["GET"])
def tokens_all(request: StaffRequest) -> HttpResponse:
    """Show everybody's tokens to whoever manages accounts."""
    context = {"rows": all_tokens(request.capacity), "now": clock.now(), "is_all": True}
    return render(request, "console/accounts/tokens_all.html", context)

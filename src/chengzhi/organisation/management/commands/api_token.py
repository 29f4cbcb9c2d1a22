"""Issue, list and revoke API tokens from the command line."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from chengzhi.kernel import clock
from chengzhi.kernel.access import SYSTEM, Capacity
from chengzhi.kernel.errors import ChengzhiError
from chengzhi.kernel.models import Account
from chengzhi.kernel.token_scopes import TokenScope, scopes_within
from chengzhi.organisation.models import ApiToken
from chengzhi.organisation.selectors import capacities_of
from chengzhi.organisation.services import Wish, issue_token, revoke_token


class Command(BaseCommand):
    """Lets a program act for somebody: ``api_token issue USERNAME --label TEXT``, ``list``, ``revoke ID``.

    The secret is printed once, alone on standard output; everything else goes to standard error.
    """

    help = "Issue, list or revoke API tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        issue = acts.add_parser("issue")
        issue.add_argument("username")
        issue.add_argument("--label", required=True)
        issue.add_argument("--appointment", type=int, default=0, help="the first one where none is named")
        issue.add_argument("--scope", action="append", choices=TokenScope.values, default=[], help="all where none")
        issue.add_argument("--territory", default="")
        issue.add_argument("--days", type=int, default=90)
        acts.add_parser("list")
        acts.add_parser("revoke").add_argument("token", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            {"issue": self._issue, "list": self._list, "revoke": self._revoke}[options["act"]](options)
        except ChengzhiError as error:
            raise CommandError(error.message) from None

    def _issue(self, options: dict[str, Any]) -> None:
        capacity = _capacity(options["username"], options["appointment"])
        wish = Wish(
            label=options["label"],
            scopes=tuple(options["scope"]) or tuple(scopes_within(capacity.grants)),
            expires_at=clock.now() + timedelta(days=options["days"]),
            territory=options["territory"],
        )
        issued = issue_token(wish, capacity=capacity)
        self.stderr.write(f"{issued.token.pk} {issued.token} {' '.join(issued.token.scopes)}")
        self.stdout.write(issued.secret)

    def _list(self, _options: dict[str, Any]) -> None:
        for one in ApiToken.objects.filter(kind="standing").select_related("account"):
            until = one.revoked_at or one.expires_at
            state = _("已吊销") if one.revoked_at else _("有效到")
            self.stdout.write(f"{one.pk}\t{one}\t{one.account.username}\t{' '.join(one.scopes)}\t{state} {until:%F}")

    def _revoke(self, options: dict[str, Any]) -> None:
        token = revoke_token(token_id=options["token"], capacity=SYSTEM)
        self.stderr.write(_("已吊销 %(token)s") % {"token": token})


def _capacity(username: str, appointment: int) -> Capacity:
    account = Account.objects.filter(username=username).first()
    held = capacities_of(account) if account else []
    chosen = [one for one in held if appointment in {0, one.appointment_id}]
    if not chosen:
        raise CommandError(_("没有账号“%(name)s”，或它今天没有这项任职。") % {"name": username})
    return chosen[0]

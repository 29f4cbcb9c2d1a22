"""Accounts: how people sign in. Only the security administrator opens, closes and resets them."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import ActorKind, Capacity
from chengzhi.kernel.errors import BadInput, NotFound
from chengzhi.kernel.models import Account
from chengzhi.organisation.enums import ActKind
from chengzhi.organisation.models import Person
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import holders_everywhere, reach, today
from chengzhi.organisation.services.records import Ground, checked_text, record_act

USERNAME_LENGTH = 64
# Letters and digits that are not mistaken for one another when read out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True, repr=False)
class OpenedAccount:
    """An account and its first password, which is shown once and must be changed at the first sign-in."""

    account: Account
    password: str


@transaction.atomic
def open_account(*, person: Person, username: str, capacity: Capacity, password: str = "") -> OpenedAccount:
    """The person can sign in; without a password given, a random one is made."""
    reach(capacity, Permission.MANAGE_ACCOUNTS)
    text = checked_text({"username": (username, USERNAME_LENGTH)})
    held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _not_own(held.pk, capacity)
    if held.account_id is not None:
        raise BadInput(_("%(name)s 已有账号。一人只用一个账号；忘了密码请重置。") % {"name": held.name})
    if Account.objects.filter(username__iexact=text["username"]).exists():
        raise BadInput({"username": _("账号名“%(name)s”已被使用。请另起一个。") % {"name": text["username"]}})
    secret = _checked_password(password) if password else fresh_password()
    account = Account.objects.create_user(text["username"], secret, must_change_password=True)
    held.account = account
    held.save(update_fields=["account"])
    _recorded(ActKind.OPEN_ACCOUNT, held, capacity, text["username"])
    return OpenedAccount(account, secret)


@transaction.atomic
def close_account(*, account: Account, reason: str, capacity: Capacity) -> Account:
    """Nobody signs in with the account, and whoever is signed in with it is out at once; posts stay as they are."""
    person, held = _administered(account, capacity)
    text = checked_text({"reason": (reason, 120)})
    if not held.is_active:
        raise BadInput(_("账号“%(name)s”已经停用。") % {"name": held.username})
    _someone_else_manages(person)
    held.is_active = False
    held.save(update_fields=["is_active"])
    _recorded(ActKind.CLOSE_ACCOUNT, person, capacity, f"{held.username}：{text['reason']}")
    return held


@transaction.atomic
def reopen_account(*, account: Account, reason: str, capacity: Capacity) -> Account:
    """A closed account can be used again."""
    person, held = _administered(account, capacity)
    text = checked_text({"reason": (reason, 120)})
    if held.is_active:
        raise BadInput(_("账号“%(name)s”没有停用，不用恢复。") % {"name": held.username})
    held.is_active = True
    held.save(update_fields=["is_active"])
    _recorded(ActKind.REOPEN_ACCOUNT, person, capacity, f"{held.username}：{text['reason']}")
    return held


@transaction.atomic
def reset_password(*, account: Account, capacity: Capacity) -> OpenedAccount:
    """The old password is void, sessions end, and a random one is shown once."""
    person, held = _administered(account, capacity)
    secret = fresh_password()
    held.set_password(secret)
    held.must_change_password = True
    held.save(update_fields=["password", "must_change_password"])
    _recorded(ActKind.RESET_PASSWORD, person, capacity, held.username)
    return OpenedAccount(held, secret)


def note_password_changed(*, account: Account) -> None:
    """The holder has chosen a password of their own: it need not be changed again."""
    account.must_change_password = False
    account.save(update_fields=["must_change_password"])


def choose_language(*, account: Account, language: str) -> None:
    """Pages come in the language at every sign-in."""
    if language not in LANGUAGES:
        raise BadInput({"language": _("没有这种语言。请选简体中文或 English。")})
    account.language = language
    account.save(update_fields=["language"])


def fresh_password() -> str:
    """Return a random password of four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _each in range(4)) for _group in range(4))


def _administered(account: Account, capacity: Capacity) -> tuple[Person, Account]:
    reach(capacity, Permission.MANAGE_ACCOUNTS)
    held = Account.objects.select_for_update(of=("self",)).filter(pk=account.pk).first()
    person = Person.objects.filter(account=held).first() if held else None
    if held is None or person is None:
        raise NotFound
    _not_own(person.pk, capacity)
    return person, held


def _not_own(person_id: int, capacity: Capacity) -> None:
    if capacity.kind == ActorKind.PERSON and capacity.person_id == person_id:
        raise BadInput(_("不能管理自己的账号。请由另一位安全管理员办理；改自己的密码请用“修改密码”。"))


def _someone_else_manages(person: Person) -> None:
    managers = [one for one in holders_everywhere(Permission.MANAGE_ACCOUNTS) if one.account_id]
    if any(one.person_id == person.pk for one in managers) and all(one.person_id == person.pk for one in managers):
        raise BadInput(_("这是最后一个能管理账号的人，停用后没有人能再授权。请先任命另一位安全管理员并开通账号。"))


def _checked_password(password: str) -> str:
    try:
        validate_password(password)
    except ValidationError as error:
        raise BadInput({"password": error.messages}) from None
    return password


def _recorded(act: ActKind, person: Person, capacity: Capacity, note: str) -> None:
    record_act(act, Ground(capacity=capacity, on=today()), person=person, note=note)

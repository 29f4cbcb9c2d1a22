"""Write the demo district into the register, and say who can sign in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from chengzhi.kernel.access import SYSTEM
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models import Account, Role
from chengzhi.organisation.demo import names
from chengzhi.organisation.demo.streets import all_posts, all_units, street_successions
from chengzhi.organisation.demo.table import DOCUMENT, REFORM, REFORM_DOCUMENT, SUCCESSIONS, PostRow, Street
from chengzhi.organisation.demo.units import load_successions, load_units
from chengzhi.organisation.enums import ActKind, AppointmentKind
from chengzhi.organisation.models import Appointment, Person, Post, Unit
from chengzhi.organisation.selectors import today
from chengzhi.organisation.services.people import sound
from chengzhi.organisation.services.records import Ground, record_act

# Role to the beginning of its sign-in names, in the order in which they are shown.
SIGN_INS = {
    "acceptor": "shouli",
    "duty_leader": "zhiban",
    "dispatcher": "paiqian",
    "commander": "zhihui",
    "collector": "caiji",
    "department": "bumen",
    "street_chief": "jiedao",
    "handler": "chuzhi",
    "officer": "zhifa",
    "assistant": "xieguan",
    "inspector": "ducha",
    "leader": "lingdao",
    "legal_reviewer": "fazhi",
    "data_clerk": "daoru",
    "personnel": "renshi",
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
}
FIELD_ROLES = frozenset({"collector", "handler", "officer", "assistant"})
LENT_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Somebody who can sign in to try a role."""

    role: str
    role_name: str
    username: str
    person: str
    unit: str
    door: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOrganisation:
    """What was loaded: counts, one sign-in for each role, and which unit answers for each street."""

    units: int
    people: int
    sign_ins: tuple[SignIn, ...]
    street_offices: Mapping[str, str]


@transaction.atomic
def load_demo_organisation(*, roles: Mapping[str, Role], streets: Sequence[Street], password: str) -> DemoOrganisation:
    """The register holds the demo district; it must be empty before. All accounts share one password."""
    if Unit.objects.exists():
        raise BadInput(_("已有机构登记，没有装入演示机构。请换一个空库。"))
    if missing := sorted(set(SIGN_INS) - set(roles)):
        raise BadInput(_("角色表缺少：%(codes)s。请补全后再装。") % {"codes": "、".join(missing)})
    streets = tuple(streets)
    units = load_units(all_units(streets))
    load_successions([*SUCCESSIONS, *street_successions(streets)], units)
    people = _load_people(all_posts(streets), units, roles, password)
    _load_former_chiefs(units, roles["street_chief"])
    _lend(units)
    note = _("装入演示机构")
    record_act(ActKind.ESTABLISH_UNIT, Ground(capacity=SYSTEM, on=today(), document=DOCUMENT), note=note)
    return DemoOrganisation(
        units=len(units),
        people=people,
        sign_ins=tuple(demo_sign_ins()),
        street_offices={street.code: f"czb-{street.code}" for street in streets},
    )


def demo_sign_ins() -> list[SignIn]:
    """Return the first account of each role, in the order of the loop."""
    rows = Appointment.objects.filter(
        person__account__username__in=[f"{prefix}1" for prefix in SIGN_INS.values()], kind=AppointmentKind.REGULAR
    )
    found = {row.post.role.code: row for row in rows.select_related("person__account", "post__role", "post__unit")}
    return [_sign_in(found[role], f"{prefix}1") for role, prefix in SIGN_INS.items() if role in found]


def _sign_in(held: Appointment, username: str) -> SignIn:
    role = held.post.role
    return SignIn(
        role=role.code,
        role_name=role.name,
        username=username,
        person=held.person.name,
        unit=held.post.unit.name,
        door="field" if role.code in FIELD_ROLES else "console",
    )


def _load_people(rows: list[PostRow], units: Mapping[str, Unit], roles: Mapping[str, Role], password: str) -> int:
    posts = Post.objects.bulk_create(
        Post(
            unit=units[row.unit],
            name=row.name,
            role=roles[row.role],
            headcount=row.people,
            valid_from=units[row.unit].valid_from,
        )
        for row in rows
    )
    usernames = [name for row in _numbered(rows) for name in row]
    accounts = _load_accounts([name for name in usernames if name], password)
    seats = [(post, row) for post, row in zip(posts, rows, strict=True) for _each in range(row.people)]
    staff = Person.objects.bulk_create(_staff([row for _post, row in seats], usernames, accounts))
    Appointment.objects.bulk_create(
        Appointment(person=person, post=post, valid_from=post.valid_from, document=DOCUMENT)
        for person, (post, _row) in zip(staff, seats, strict=True)
    )
    return len(staff)


def _numbered(rows: list[PostRow]) -> list[list[str]]:
    """Return for each post the sign-in names of its people, empty for those without an account."""
    used: dict[str, int] = {}
    found = []
    for row in rows:
        first = used.get(row.role, 0) + 1
        used[row.role] = first + row.accounts - 1
        own = [f"{SIGN_INS[row.role]}{number}" for number in range(first, first + row.accounts)]
        found.append(own + [""] * (row.people - row.accounts))
    return found


def _load_accounts(usernames: list[str], password: str) -> dict[str, Account]:
    # One hash for all: the demo's password is printed on the screen anyway, and hashing is slow on purpose.
    hashed = make_password(password)
    rows = Account.objects.bulk_create(Account(username=name, password=hashed) for name in usernames)
    return {account.username: account for account in rows}


def _staff(rows: list[PostRow], usernames: list[str], accounts: Mapping[str, Account]) -> list[Person]:
    invented, seen, staff = names.people(), dict.fromkeys(SIGN_INS, 0), []
    for row, username in zip(rows, usernames, strict=True):
        seen[row.role] += 1
        name, phone = next(invented)
        name = names.KNOWN.get((row.role, seen[row.role]), name)
        account = accounts.get(username)
        staff.append(Person(name=name, pinyin=sound(name), phone=phone, employment=row.employment, account=account))
    return staff


def _load_former_chiefs(units: Mapping[str, Unit], role: Role) -> None:
    """Heads of the 城综办 were heads of the 城管办 before the reform: their posts and appointments have a past."""
    chiefs = Appointment.objects.filter(post__role=role, post__valid_from=REFORM).select_related("post__unit")
    held = list(chiefs.order_by("pk"))
    offices = [units[one.post.unit.code.replace("czb-", "cgb-")] for one in held]
    posts = Post.objects.bulk_create(
        Post(unit=unit, name="城管办主任", role=role, valid_from=unit.valid_from, valid_to=REFORM) for unit in offices
    )
    pasts = Appointment.objects.bulk_create(
        Appointment(
            person_id=now.person_id,
            post=post,
            valid_from=date(2012, 5, 1),
            valid_to=REFORM,
            document=REFORM_DOCUMENT,
            is_end_announced=True,
        )
        for now, post in zip(held, posts, strict=True)
    )
    for now, post, past in zip(held, posts, pasts, strict=True):
        now.post.predecessor, now.predecessor = post, past
    Post.objects.bulk_update([now.post for now in held], ["predecessor"])
    Appointment.objects.bulk_update(held, ["predecessor"])


def _lend(units: Mapping[str, Unit]) -> None:
    """The second acceptance clerk is on loan to the first squad: somebody to show the switch of capacity with."""
    squad = min(code for code in units if code.startswith("zd-"))
    post = Post.objects.get(unit=units[squad], role__code="officer")
    begins = today() - timedelta(days=30)
    Appointment.objects.create(
        person=Person.objects.get(account__username="shouli2"),
        post=post,
        kind=AppointmentKind.SECONDMENT,
        valid_from=begins,
        valid_to=begins + timedelta(days=LENT_DAYS),
        document=DOCUMENT,
    )

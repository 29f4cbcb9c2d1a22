"""Register people and put right what was registered wrongly."""

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.search import pinyin_initials, pinyin_key
from chengzhi.organisation.enums import ActKind, EmploymentKind
from chengzhi.organisation.models import Person
from chengzhi.organisation.permissions import Permission
from chengzhi.organisation.selectors import reach, today
from chengzhi.organisation.services.records import Ground, checked_text, record_act

PERSON_LENGTH = 40
MOBILE = re.compile(r"1\d{10}")
FIELD_LABELS = {"name": gettext_lazy("姓名"), "phone": gettext_lazy("手机号"), "employment": gettext_lazy("用工性质")}
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


@transaction.atomic
def register_person(*, name: str, employment: EmploymentKind, capacity: Capacity, phone: str = "") -> Person:
    """A person stands in the register; a post and an account are given by acts of their own."""
    reach(capacity, Permission.MANAGE_PEOPLE)
    text = checked_text({"name": (name, PERSON_LENGTH)})
    person = Person.objects.create(
        name=text["name"], pinyin=sound(text["name"]), phone=checked_phone(phone), employment=employment
    )
    record_act(ActKind.REGISTER_PERSON, Ground(capacity=capacity, on=today()), person=person, note=person.name)
    return person


@transaction.atomic
def correct_person(
    *, person: Person, name: str, phone: str, employment: EmploymentKind, reason: str, capacity: Capacity
) -> Person:
    """The person is registered rightly; the book keeps what was changed and why, without the numbers themselves."""
    reach(capacity, Permission.MANAGE_PEOPLE)
    text = checked_text({"name": (name, PERSON_LENGTH), "reason": (reason, 120)})
    held = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    values = {"name": text["name"], "phone": checked_phone(phone), "employment": employment}
    changed = [field for field, value in values.items() if getattr(held, field) != value]
    if not changed:
        raise BadInput(_("“%(name)s”没有变化，没有保存。请改动至少一项。") % {"name": held.name})
    for field in changed:
        setattr(held, field, values[field])
    held.pinyin = sound(held.name)
    held.save(update_fields=[*changed, "pinyin"])
    labels = "、".join(str(FIELD_LABELS[field]) for field in changed)
    note = _("更正%(fields)s：%(reason)s") % {"fields": labels, "reason": text["reason"]}
    record_act(ActKind.CORRECT_PERSON, Ground(capacity=capacity, on=today()), person=held, note=note)
    return held


def checked_phone(phone: str) -> str:
    """Return the number without spaces; refuse what is neither a mobile number nor a landline."""
    number = _plain(phone)
    if not number or MOBILE.fullmatch(number) or LANDLINE.fullmatch(number):
        return number
    if number.startswith("1") and number.isdigit():
        gap = 11 - len(number)
        words = (
            _("手机号少 %(count)s 位，请填 11 位数字。") if gap > 0 else _("手机号多 %(count)s 位，请填 11 位数字。")
        )
        raise BadInput({"phone": words % {"count": abs(gap)}})
    raise BadInput({"phone": _("电话号码认不出。请填 11 位手机号，或带区号的固定电话，如 0513-85000000。")})


def _plain(phone: str) -> str:
    """Return a number in ordinary digits without blanks, brackets and country code; a landline keeps its hyphen."""
    number = re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", phone)).removeprefix("+86").lstrip("-")
    joined = number.replace("-", "")
    return joined if MOBILE.fullmatch(joined) else number


def sound(name: str) -> str:
    """Return a name's pinyin to sort by, and its initials as people type them: "wangmin wm"."""
    plain = name.replace("·", "")
    return f"{pinyin_key(plain, is_person=True)} {pinyin_initials(plain, is_person=True)}"

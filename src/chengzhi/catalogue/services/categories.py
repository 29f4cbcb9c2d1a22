"""Acts on editions and categories."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from chengzhi.catalogue.enums import CategoryKind, HandlerKind, Relation
from chengzhi.catalogue.logged import CATEGORY, EDITION, MAPPING
from chengzhi.catalogue.models import Category, CategoryMapping, Edition
from chengzhi.catalogue.naming import name_key
from chengzhi.catalogue.permissions import Permission, demand
from chengzhi.catalogue.services.lengths import overlong
from chengzhi.kernel.access import Capacity
from chengzhi.kernel.errors import BadInput
from chengzhi.kernel.models.setting_changes import ChangeAct
from chengzhi.kernel.search import pinyin_initials, pinyin_key
from chengzhi.kernel.settings_log import note_change

MOST_KEYWORDS = 60
LONGEST_KEYWORD = 20
LONGEST_KEY = 60


@transaction.atomic
def open_edition(
    *, capacity: Capacity, code: str, name: str, valid_from: dt.date, source: str = "", note: str = ""
) -> Edition:
    """A new edition stands beside the others, not yet adopted. Raises BadInput for a code that is taken."""
    demand(capacity, Permission.MANAGE)
    code, name = code.strip(), name.strip()
    if not code or not name:
        raise BadInput({"code": _("没有保存：版本代码和名称不能空着。请填写后再保存。")})
    if Edition.objects.filter(code=code).exists():
        raise BadInput({"code": _("没有保存：版本代码“%(code)s”已有。请换一个代码。") % {"code": code}})
    if faults := overlong(Edition, {"code": code, "name": name, "source": source}):
        raise BadInput(faults)
    edition = Edition.objects.create(code=code, name=name, valid_from=valid_from, source=source, note=note)
    note_change(capacity=capacity, setting=EDITION, row=edition, act=ChangeAct.CREATED)
    return edition


@transaction.atomic
def adopt_edition(*, capacity: Capacity, edition: Edition, valid_from: dt.date) -> Edition:
    """The city follows this edition from a day on; the one before ends on that day, and its cases keep it."""
    demand(capacity, Permission.MANAGE)
    adopted = Edition.objects.select_for_update().filter(is_adopted=True).exclude(pk=edition.pk)
    later = adopted.filter(valid_from__gte=valid_from).first()
    if later:
        raise BadInput(
            {
                "valid_from": _("没有保存：%(name)s 已定于 %(day)s 起采用。请选这天以后的日期。")
                % {"name": later.name, "day": later.valid_from}
            }
        )
    for one in adopted.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)):
        _end_edition(capacity, one, valid_from)
    before = EDITION.values(Edition.objects.get(pk=edition.pk))
    edition.valid_from, edition.valid_to, edition.is_adopted = valid_from, None, True
    edition.save(update_fields=["valid_from", "valid_to", "is_adopted"])
    note_change(capacity=capacity, setting=EDITION, row=edition, act=ChangeAct.CHANGED, before=before)
    return edition


@transaction.atomic
def add_category(
    *,
    capacity: Capacity,
    edition: Edition,
    kind: CategoryKind,
    big_name: str,
    code: str,
    name: str,
    handler: HandlerKind = HandlerKind.NONE,
    keywords: Sequence[str] = (),
    icon: str = "",
    is_city_extension: bool = True,
) -> Category:
    """A category stands in the edition. Raises BadInput where the code or the name is taken or malformed."""
    demand(capacity, Permission.MANAGE)
    category = build_category(
        edition=edition, kind=kind, big_name=big_name, code=code, name=name, handler=handler, icon=icon
    )
    category.is_city_extension, category.keywords = is_city_extension, clean_keywords(keywords)
    _refuse_doubles(category)
    category.save(force_insert=True)
    note_change(capacity=capacity, setting=CATEGORY, row=category, act=ChangeAct.CREATED)
    renew(edition)
    return category


@transaction.atomic
def change_category(
    *, capacity: Capacity, category: Category, keywords: Sequence[str], handler: HandlerKind, icon: str = ""
) -> Category:
    """Everyday words, usual handler and icon of a category are changed; its name and code never are."""
    demand(capacity, Permission.MANAGE)
    if faults := overlong(Category, {"icon": icon}):
        raise BadInput(faults)
    before = CATEGORY.values(Category.objects.select_for_update().get(pk=category.pk))
    category.keywords, category.handler, category.icon = clean_keywords(keywords), handler, icon
    category.save(update_fields=["keywords", "handler", "icon"])
    note_change(capacity=capacity, setting=CATEGORY, row=category, act=ChangeAct.CHANGED, before=before)
    renew(category.edition)
    return category


@transaction.atomic
def map_categories(
    *, capacity: Capacity, from_category: Category, to_category: Category, relation: Relation, note: str = ""
) -> CategoryMapping:
    """It is recorded how a category of one edition answers to one of another; a mapping made before is replaced."""
    demand(capacity, Permission.MANAGE)
    if from_category.edition_id == to_category.edition_id:
        raise BadInput(_("没有保存：两个分类属于同一版本，不用对照。请选另一版本的分类。"))
    held = CategoryMapping.objects.filter(from_category=from_category, to_category=to_category).first()
    before = MAPPING.values(held) if held else None
    mapping, is_new = CategoryMapping.objects.update_or_create(
        from_category=from_category, to_category=to_category, defaults={"relation": relation, "note": note}
    )
    act = ChangeAct.CREATED if is_new else ChangeAct.CHANGED
    note_change(capacity=capacity, setting=MAPPING, row=mapping, act=act, before=before)
    return mapping


def build_category(
    *,
    edition: Edition,
    kind: CategoryKind | str,
    big_name: str,
    code: str,
    name: str,
    handler: HandlerKind | str = HandlerKind.NONE,
    icon: str = "",
) -> Category:
    """Return an unsaved category with its key and pinyin."""
    plain = name.strip()
    if not name_key(plain) or not big_name.strip():
        raise BadInput({"name": _("没有保存：大类和小类名称不能空着。请填写后再保存。")})
    if code and not (code.isascii() and code.isdigit() and len(code) == len("0101")):
        raise BadInput({"code": _("没有保存：分类代码应是 4 位数字（大类 2 位、小类 2 位），如 0110。请改正。")})
    if faults := overlong(Category, {"name": plain, "big_name": big_name.strip(), "icon": icon}):
        raise BadInput(faults)
    return Category(
        edition=edition,
        kind=kind,
        big_code=code[:2],
        big_name=big_name.strip(),
        code=code,
        name=plain,
        key=name_key(plain, big_name)[:LONGEST_KEY],
        handler=handler,
        icon=icon,
        pinyin=pinyin_key(plain)[:200],
        initials=pinyin_initials(plain)[:60],
    )


def clean_keywords(keywords: Sequence[str]) -> list[str]:
    """Return everyday words without blanks, doubles and what is too long to be a word."""
    found = dict.fromkeys("".join(word.split()) for word in keywords)
    return [word for word in found if 0 < len(word) <= LONGEST_KEYWORD][:MOST_KEYWORDS]


def renew(edition: Edition) -> None:
    """Count a revision, so that every process builds its proposals afresh."""
    Edition.objects.filter(pk=edition.pk).update(revision=F("revision") + 1)


def _end_edition(capacity: Capacity, edition: Edition, valid_to: dt.date) -> None:
    before = EDITION.values(edition)
    edition.valid_to = valid_to
    edition.save(update_fields=["valid_to"])
    note_change(capacity=capacity, setting=EDITION, row=edition, act=ChangeAct.WITHDRAWN, before=before)


def _refuse_doubles(category: Category) -> None:
    same = Category.objects.filter(edition=category.edition, kind=category.kind)
    if same.filter(key=category.key).exists():
        raise BadInput({"name": _("没有保存：本版已有分类“%(name)s”。请换一个名称。") % {"name": category.name}})
    if category.code and same.filter(code=category.code).exists():
        raise BadInput({"code": _("没有保存：本版已有代码 %(code)s。请换一个代码。") % {"code": category.code}})

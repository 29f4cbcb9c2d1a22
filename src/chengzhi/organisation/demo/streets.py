"""What every street of the demo district has: office, 城综办 with its squad, communities, and a team of collectors."""

from collections.abc import Iterator

from chengzhi.organisation.demo.table import (
    DEPARTMENTS,
    EARLY,
    FIXED,
    MERGER,
    REFORM,
    REFORM_DOCUMENT,
    PostRow,
    Street,
    Succession,
    UnitRow,
    former_code,
)
from chengzhi.organisation.enums import EmploymentKind, SuccessionKind, UnitKind

STREET_COLLECTORS, ZONE_COLLECTORS = 3, 1
COMMITTEES = ("居民委员会", "居委会", "村民委员会", "村委会")


def is_zone(street: Street) -> bool:
    return not street.name.endswith("街道")


def plain(name: str) -> str:
    """Return the name as people say it: 城东 for 城东街道, 德民社区 for 德民社区居委会."""
    for ending in ("镇街道", "街道", *COMMITTEES):
        name = name.removesuffix(ending)
    return name


def street_units(street: Street) -> Iterator[UnitRow]:
    """Yield the units of one street, superiors first."""
    code, old, short = street.code, former_code(street.code), plain(street.name)
    since = EARLY if old else MERGER
    parent = "" if not old else "cc-2020" if old.startswith("320602") else "gz"
    former = (old,) if old else ()
    office = f"jd-{code}"
    title = "管理委员会" if is_zone(street) else "办事处"
    yield UnitRow(
        code=office, name=f"{street.name}{title}", short=street.name, kind=UnitKind.STREET_OFFICE, parent="cc",
        since=since, codes=(code,), former_parent=parent, former_codes=former,
    )  # fmt: skip
    if old:
        yield UnitRow(
            code=f"cgb-{code}", name=f"{street.name}城市管理办公室", short=f"{short}城管办",
            kind=UnitKind.MANAGEMENT_OFFICE, since=EARLY, until=REFORM, former_parent=office, former_codes=former,
        )  # fmt: skip
    yield UnitRow(
        code=f"czb-{code}", name=f"{street.name}城市管理和综合执法办公室", short=f"{short}城综办",
        kind=UnitKind.URBAN_OFFICE, parent=office, since=REFORM if old else MERGER, codes=(code,),
        former_parent=office if old else "", former_codes=former,
    )  # fmt: skip
    yield UnitRow(
        code=f"zd-{code}", name=f"{short}执法中队", short=f"{short}中队", kind=UnitKind.SQUAD, parent=f"czb-{code}"
    )
    yield UnitRow(code=f"cj-{code}", name=f"{short}采集组", kind=UnitKind.TEAM, parent="zx-jd", codes=(code,))
    for community, name in street.communities:
        yield UnitRow(
            code=f"sq-{community}", name=name, short=plain(name), kind=UnitKind.COMMUNITY, parent=office,
            codes=(community,),
        )  # fmt: skip


def all_units(streets: tuple[Street, ...]) -> list[UnitRow]:
    """Return every unit of the district, superiors first."""
    return [*FIXED, *(unit for street in streets for unit in street_units(street))]


def street_successions(streets: tuple[Street, ...]) -> list[Succession]:
    """Return how each street's 城管办 went over into its 城综办."""
    return [
        Succession(SuccessionKind.ABOLISH, REFORM, REFORM_DOCUMENT, (f"cgb-{one.code}",), f"czb-{one.code}")
        for one in streets
        if former_code(one.code)
    ]


def all_posts(streets: tuple[Street, ...]) -> list[PostRow]:
    """Return every post of the district with how many people hold it."""
    crews = [unit.code for unit in FIXED if unit.kind == UnitKind.CREW]
    return [
        *(_post(*row) for row in CENTRE),
        *(_post(code, "经办人", "department", 1, 1, "civil_servant") for code in DEPARTMENTS),
        *(_post(code, "处置员", "handler", 2, 1, "firm") for code in crews),
        *(post for street in streets for post in _street_posts(street)),
        _post("cgj-dd", "执法人员", "officer", 3, 3, "officer"),
    ]


CENTRE = (
    ("cc", "分管区领导", "leader", 2, 2, "civil_servant"),
    ("zx-jd", "受理员", "acceptor", 6, 6, "institution"),
    ("zx-jd", "值班长", "duty_leader", 3, 3, "institution"),
    ("zx-zh", "派遣员", "dispatcher", 4, 4, "institution"),
    ("zx-zh", "指挥长", "commander", 1, 1, "civil_servant"),
    ("zx", "督查员", "inspector", 2, 2, "institution"),
    ("cgj-fz", "法制审核人员", "legal_reviewer", 2, 2, "civil_servant"),
    ("cgj-xx", "导入员", "data_clerk", 2, 2, "institution"),
    ("cgj-xx", "系统管理员", "system_admin", 1, 1, "institution"),
    ("cgj", "安全管理员", "security_admin", 2, 2, "civil_servant"),
    ("cgj-sj", "审计管理员", "audit_admin", 1, 1, "civil_servant"),
    ("cgj-rs", "人事经办人", "personnel", 1, 1, "civil_servant"),
)


def _street_posts(street: Street) -> list[PostRow]:
    code, collectors = street.code, ZONE_COLLECTORS if is_zone(street) else STREET_COLLECTORS
    return [
        _post(f"czb-{code}", "城综办主任", "street_chief", 1, 1, "civil_servant"),
        _post(f"zd-{code}", "执法人员", "officer", 2, 2, "officer"),
        _post(f"zd-{code}", "协管员", "assistant", 1, 1, "assistant"),
        _post(f"cj-{code}", "采集员", "collector", collectors, collectors, "contract"),
    ]


def _post(unit: str, name: str, role: str, people: int, accounts: int, employment: str) -> PostRow:
    return PostRow(
        unit=unit, name=name, role=role, people=people, accounts=accounts, employment=EmploymentKind(employment)
    )

"""The demo district as a table: units, their history, and which posts they have. All people and firms are invented."""

from dataclasses import dataclass
from datetime import date

from chengzhi.organisation.enums import EmploymentKind, UnitKind

EARLY = date(2001, 3, 1)
REFORM = date(2018, 1, 1)
MERGER = date(2020, 7, 3)
REFORM_DOCUMENT = "演示〔2017〕12号"
MERGER_DOCUMENT = "苏政发〔2020〕60号"
DOCUMENT = "演示〔2020〕1号"

# Codes of the streets before the merger of 崇川 (320602) and 港闸 (320611).
FORMER_ZONES = {"320613401": "320602400", "320613402": "320611400"}
FIRST_ZONE = 401
LAST_OF_OLD_CHONGCHUAN = 10
SHIFT_OF_GANGZHA = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit; ``former_parent`` and ``former_codes`` held from ``since`` to the merger."""

    code: str
    name: str
    kind: UnitKind
    parent: str = ""
    short: str = ""
    since: date = MERGER
    until: date | None = None
    codes: tuple[str, ...] = ()
    former_parent: str = ""
    former_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post with so many people, of whom the first ``accounts`` can sign in."""

    unit: str
    name: str
    role: str
    people: int
    accounts: int
    employment: EmploymentKind


@dataclass(frozen=True, slots=True)
class Street:
    """A street or development zone with its communities, as the division register gives them."""

    code: str
    name: str
    communities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """Which units carried on for which."""

    kind: str
    on: date
    document: str
    predecessors: tuple[str, ...]
    successor: str


def _unit(code: str, name: str, kind: UnitKind, parent: str, short: str = "") -> UnitRow:
    return UnitRow(code=code, name=name, kind=kind, parent=parent, short=short)


DEPARTMENT, TEAM, CONTRACTOR, CREW = UnitKind.DEPARTMENT, UnitKind.TEAM, UnitKind.CONTRACTOR, UnitKind.CREW

FIXED: tuple[UnitRow, ...] = (
    UnitRow(code="cc-2020", name="崇川区", kind=UnitKind.DISTRICT, since=EARLY, until=MERGER, former_codes=("320602",)),
    UnitRow(code="gz", name="港闸区", kind=UnitKind.DISTRICT, since=EARLY, until=MERGER, former_codes=("320611",)),
    UnitRow(
        code="cgj-2020",
        name="崇川区城市管理局",
        kind=DEPARTMENT,
        since=EARLY,
        until=MERGER,
        former_parent="cc-2020",
    ),
    UnitRow(code="cgj-gz", name="港闸区城市管理局", kind=DEPARTMENT, since=EARLY, until=MERGER, former_parent="gz"),
    UnitRow(code="cc", name="崇川区", kind=UnitKind.DISTRICT, codes=("320613",)),
    _unit("cgj", "崇川区城市管理局", DEPARTMENT, "cc", "区城管局"),
    _unit("zx", "崇川区城市管理监督指挥中心", UnitKind.CENTRE, "cgj", "监督指挥中心"),
    _unit("zx-jd", "监督中心", UnitKind.CENTRE, "zx"),
    _unit("zx-zh", "指挥中心", UnitKind.CENTRE, "zx"),
    _unit("cgj-xx", "信息科", TEAM, "cgj"),
    _unit("cgj-rs", "组织人事科", TEAM, "cgj"),
    _unit("cgj-fz", "法制科", TEAM, "cgj"),
    _unit("cgj-sj", "内审科", TEAM, "cgj"),
    _unit("cgj-dd", "崇川区城市管理综合行政执法大队", UnitKind.SQUAD, "cgj", "区执法大队"),
    _unit("szc", "市政设施管理处", DEPARTMENT, "cc", "市政处"),
    _unit("hwc", "环境卫生管理处", DEPARTMENT, "cc", "环卫处"),
    _unit("ylc", "园林绿化管理处", DEPARTMENT, "cc", "园林处"),
    _unit("zjj", "崇川区住房和城乡建设局", DEPARTMENT, "cc", "住建局"),
    _unit("nsj", "崇川区农业农村和水利局", DEPARTMENT, "cc", "农水局"),
    _unit("sthj", "崇川生态环境局", DEPARTMENT, "cc", "生态环境局"),
    _unit("scjg", "崇川区市场监督管理局", DEPARTMENT, "cc", "市场监管局"),
    _unit("gafj", "公安局崇川分局", DEPARTMENT, "cc", "公安分局"),
    _unit("jjdd", "公安交警崇川大队", DEPARTMENT, "gafj", "交警大队"),
    _unit("zgfj", "自然资源和规划局崇川分局", DEPARTMENT, "cc", "资规分局"),
    _unit("yjj", "崇川区应急管理局", DEPARTMENT, "cc", "应急管理局"),
    _unit("xfj", "崇川消防救援局", DEPARTMENT, "cc", "消防救援局"),
    _unit("wjw", "崇川区卫生健康委员会", DEPARTMENT, "cc", "卫健委"),
    _unit("jtj", "交通运输执法崇川大队", DEPARTMENT, "cc", "交通执法大队"),
    _unit("qs-gs", "崇川供水服务公司", UnitKind.UTILITY, "cc"),
    _unit("qs-rq", "崇川燃气服务公司", UnitKind.UTILITY, "cc"),
    _unit("qs-gr", "崇川供热服务公司", UnitKind.UTILITY, "cc"),
    _unit("qs-gd", "崇川供电服务站", UnitKind.UTILITY, "cc"),
    _unit("qs-tx", "崇川通信管线服务站", UnitKind.UTILITY, "cc"),
    _unit("cb-jc", "崇川净城环境服务公司", CONTRACTOR, "hwc"),
    _unit("cb-ly", "崇川绿野园林养护公司", CONTRACTOR, "ylc"),
    _unit("cb-ct", "崇川畅通市政养护公司", CONTRACTOR, "szc"),
    _unit("zy-hw1", "崇川城东环卫作业队", CREW, "cb-jc", "城东环卫队"),
    _unit("zy-hw2", "崇川城西环卫作业队", CREW, "cb-jc", "城西环卫队"),
    _unit("zy-hw3", "崇川城南环卫作业队", CREW, "cb-jc", "城南环卫队"),
    _unit("zy-hw4", "崇川城北环卫作业队", CREW, "cb-jc", "城北环卫队"),
    _unit("zy-yl1", "崇川绿化养护一队", CREW, "cb-ly"),
    _unit("zy-yl2", "崇川绿化养护二队", CREW, "cb-ly"),
    _unit("zy-sz1", "崇川道路桥梁抢修队", CREW, "cb-ct"),
    _unit("zy-sz2", "崇川排水管网养护队", CREW, "cb-ct"),
    _unit("zy-sz3", "崇川路灯抢修队", CREW, "cb-ct"),
)

# Which unit answers for which trade of the catalogue.
TRADES = {
    "works": "szc",
    "drainage": "szc",
    "lighting": "szc",
    "sanitation": "hwc",
    "greening": "ylc",
    "construction": "zjj",
    "rivers": "nsj",
    "ecology": "sthj",
    "market": "scjg",
    "police": "gafj",
    "traffic_police": "jjdd",
    "fire": "xfj",
    "health": "wjw",
    "transport": "jtj",
    "water_supply": "qs-gs",
    "gas": "qs-rq",
    "heating": "qs-gr",
    "power": "qs-gd",
    "telecom": "qs-tx",
}
# The first one is where the demo's first crew belongs, so that the printed sign-ins form one chain.
DEPARTMENTS = tuple(dict.fromkeys(("hwc", *TRADES.values(), "zgfj", "yjj", "cgj")))

SUCCESSIONS: tuple[Succession, ...] = (
    Succession("merge", MERGER, MERGER_DOCUMENT, ("cc-2020", "gz"), "cc"),
    Succession("merge", MERGER, MERGER_DOCUMENT, ("cgj-2020", "cgj-gz"), "cgj"),
)


def former_code(code: str) -> str:
    """Return the code of a street before the merger, or nothing for one that did not exist."""
    number = int(code[6:9])
    if code in FORMER_ZONES or number >= FIRST_ZONE:
        return FORMER_ZONES.get(code, "")
    if number <= LAST_OF_OLD_CHONGCHUAN:
        return f"320602{number:03}"
    return f"320611{number - SHIFT_OF_GANGZHA:03}"

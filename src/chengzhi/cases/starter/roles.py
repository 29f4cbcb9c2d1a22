"""The starter table of roles: which post holds which rights, how far they reach."""

from chengzhi.cases.permissions import Permission as Loop
from chengzhi.kernel.access import Scope
from chengzhi.organisation.services.roles import ADMINISTRATORS, RoleSpec

OWN, UNIT, TERRITORY, CITY = Scope.OWN, Scope.UNIT, Scope.TERRITORY, Scope.CITY
REGISTERS = {
    "organisation.register.read": CITY,
    "grid.register.read": CITY,
    "catalogue.standard.read": CITY,
}
DESK = {**REGISTERS, Loop.READ: CITY, Loop.EXPORT: CITY}

ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(
        code="acceptor", name="受理员", name_en="Acceptor",
        grants={**DESK, Loop.REPORT: CITY, Loop.ACCEPT: CITY, Loop.CALL_BACK: CITY, Loop.READ_CONTACT: CITY},
    ),
    RoleSpec(
        code="duty_leader", name="值班长", name_en="Duty leader",
        grants={**DESK, Loop.FILE: CITY, Loop.READ_CONTACT: CITY},
    ),
    RoleSpec(code="dispatcher", name="派遣员", name_en="Dispatcher", grants={**DESK, Loop.DISPATCH: CITY}),
    RoleSpec(
        code="commander", name="指挥长", name_en="Commander",
        grants={**DESK, Loop.SUPERVISE: CITY, Loop.CONFER: CITY, Loop.MANAGE_RULES: CITY},
    ),
    RoleSpec(
        code="leader", name="领导", name_en="District leader", grants={**DESK, Loop.SUPERVISE: CITY, Loop.CONFER: CITY},
    ),
    RoleSpec(
        code="inspector", name="督查员", name_en="Inspector", grants={**DESK, Loop.SUPERVISE: CITY},
    ),
    RoleSpec(
        code="collector", name="采集员", name_en="Grid collector",
        grants={"grid.register.read": TERRITORY, "catalogue.standard.read": CITY, Loop.READ: TERRITORY,
                Loop.PATROL: OWN, Loop.REPORT: TERRITORY},
    ),
    RoleSpec(
        code="department", name="专业部门经办人", name_en="Department officer",
        grants={**REGISTERS, Loop.READ: UNIT, Loop.EXPORT: UNIT, Loop.HANDLE: UNIT, Loop.REPORT: TERRITORY,
                Loop.ANSWER: UNIT},
    ),
    RoleSpec(
        code="street_chief", name="城综办主任", name_en="Head of street urban management office",
        grants={**REGISTERS, Loop.READ: TERRITORY, Loop.EXPORT: TERRITORY, Loop.HANDLE: UNIT, Loop.REPORT: TERRITORY,
                Loop.WHISTLE: TERRITORY, Loop.ANSWER: UNIT, "staffing.certificate.read": UNIT},
    ),
    RoleSpec(
        code="handler", name="处置员", name_en="Handler",
        grants={"catalogue.standard.read": CITY, Loop.READ: OWN, Loop.HANDLE: OWN},
    ),
    RoleSpec(
        code="officer", name="执法人员", name_en="Enforcement officer",
        grants={"catalogue.standard.read": CITY, "grid.register.read": TERRITORY, Loop.READ: TERRITORY, Loop.HANDLE: OWN,
                Loop.REPORT: TERRITORY, Loop.ANSWER: UNIT, "staffing.certificate.read": UNIT},
    ),
    RoleSpec(
        code="assistant", name="协管员", name_en="Assistant",
        grants={"catalogue.standard.read": CITY, Loop.READ: OWN, Loop.HANDLE: OWN, Loop.REPORT: TERRITORY},
    ),
    RoleSpec(
        code="legal_reviewer", name="法制审核人员", name_en="Legal reviewer",
        grants={**REGISTERS, Loop.READ: CITY, "staffing.certificate.read": CITY},
    ),
    RoleSpec(
        code="data_clerk", name="数据维护员", name_en="Data clerk",
        grants={**DESK, Loop.REPORT: CITY, Loop.IMPORT: CITY, "grid.cell.manage": CITY, "grid.part.manage": CITY,
                "grid.duty.manage": CITY, "catalogue.standard.manage": CITY},
    ),
    RoleSpec(
        code="personnel", name="组织人事", name_en="Personnel officer",
        grants={**REGISTERS, "organisation.unit.manage": CITY, "organisation.post.manage": CITY,
                "organisation.person.manage": CITY, "organisation.appointment.manage": CITY,
                "staffing.certificate.read": CITY, "staffing.certificate.manage": CITY},
    ),
    RoleSpec(
        code="system_admin", name="系统管理员", name_en="System administrator", exclusive_group=ADMINISTRATORS,
        grants={**REGISTERS, "kernel.system.manage": CITY, Loop.MANAGE_RULES: CITY},
    ),
    RoleSpec(
        code="security_admin", name="安全管理员", name_en="Security administrator", exclusive_group=ADMINISTRATORS,
        grants={**REGISTERS, "kernel.access.manage": CITY, "organisation.account.manage": CITY,
                "organisation.role.manage": CITY, "organisation.post.manage": CITY},
    ),
    RoleSpec(
        code="audit_admin", name="审计管理员", name_en="Audit administrator", exclusive_group=ADMINISTRATORS,
        grants={**REGISTERS, "kernel.audit.read": CITY, "organisation.act.read": CITY},
    ),
)  # fmt: skip

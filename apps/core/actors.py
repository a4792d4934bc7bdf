"""Who acts: one frozen value, made once per request, handed down to every service."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class Surface(StrEnum):
    MOBILE = "mobile"
    OFFICE = "office"
    CONSOLE = "console"
    API = "api"
    SYSTEM = "system"


class Role(StrEnum):
    """The whole vocabulary of roles. Who holds which is read from the database on each request."""

    EMPLOYEE = "employee"
    UNCERTIFIED = "uncertified"
    FORMER = "former"  # who was a member once: sees what is theirs from then, beside UNCERTIFIED
    MAKER = "maker"
    CHECKER = "checker"
    AUTHORISER = "authoriser"
    HR_PAY = "hr_pay"
    ENTERPRISE_ADMIN = "enterprise_admin"
    API_CLIENT = "api_client"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    COMPLIANCE = "compliance"
    BANK_OPERATOR = "bank_operator"
    SERVICE_AGENT = "service_agent"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    SYSTEM = "system"


ROLE_LABELS: dict[Role, str] = {
    Role.EMPLOYEE: "认证员工",
    Role.UNCERTIFIED: "待认证员工",
    Role.FORMER: "离职员工",
    Role.MAKER: "企业经办",
    Role.CHECKER: "企业复核",
    Role.AUTHORISER: "企业授权",
    Role.HR_PAY: "薪酬专员",
    Role.ENTERPRISE_ADMIN: "企业管理员",
    Role.API_CLIENT: "企业接口",
    Role.REVIEWER: "银行审核岗",
    Role.APPROVER: "银行审批岗",
    Role.COMPLIANCE: "银行合规岗",
    Role.BANK_OPERATOR: "银行运营岗",
    Role.SERVICE_AGENT: "银行客服岗",
    Role.AUDITOR: "银行审计岗",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.SYSTEM: "系统",
}


class Relation(StrEnum):
    """How the actor stands to the rows of a page. It decides what `.scoped(actor)` may return."""

    PUBLIC = "public"  # no rows of anybody
    SELF = "self"  # the person's own rows
    ENTERPRISE = "enterprise"  # rows of the enterprise that the person acts for
    UNIT = "unit"  # rows of the bank unit and the units below it
    SYSTEM = "system"  # jobs: every row, under a stated reason


def _present(value: UUID | None) -> UUID:
    if value is None:
        raise RuntimeError("the access declaration lets somebody through whom this code does not expect")
    return value


@dataclass(frozen=True, slots=True)
class Behalf:
    """A role that somebody has lent to the actor: whose it is, with the masked name."""

    role: Role
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    person_id: UUID | None = None
    user_id: UUID | None = None
    surface: Surface = Surface.SYSTEM
    roles: frozenset[Role] = frozenset()
    enterprise_id: UUID | None = None
    unit_path: str | None = None
    relation: Relation | None = None  # set by the access declaration of the entry point
    step_up: bool = False  # whether that entry point declared that it asks for step-up
    display: str = ""
    organisation: str = ""
    request_id: str = ""
    device: str = ""
    device_id: UUID | None = None  # the browser that identity knows; None for programs and jobs
    ip: str | None = None
    reason: str = field(default="")
    behalf: tuple[Behalf, ...] = ()  # the roles that are others', lent for some days

    @classmethod
    def system(cls, reason: str) -> "Actor":
        """The house itself, in a job or a command; `reason` goes into the audit trail."""
        return cls(roles=frozenset({Role.SYSTEM}), relation=Relation.SYSTEM, display="系统", reason=reason)

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def person(self) -> UUID:
        """The person who acts; RuntimeError where nobody does. Use it behind an access check."""
        return _present(self.person_id)

    @property
    def user(self) -> UUID:
        """The login that acts; RuntimeError where there is none."""
        return _present(self.user_id)

    @property
    def enterprise(self) -> UUID:
        """The enterprise for which the person acts; RuntimeError where there is none."""
        return _present(self.enterprise_id)

    def lender(self, role: Role) -> Behalf | None:
        """On whose behalf the actor has the role; None where it is his own."""
        return next((one for one in self.behalf if one.role == role), None)

    def display_as(self, role: Role) -> str:
        """The actor's name where the role was used: with the name of whom it belongs to, where it is lent."""
        lender = self.lender(role)
        return f"{self.display}(代{lender.name})" if lender else self.display

    def narrowed(self, relation: Relation, *, step_up: bool = False) -> "Actor":
        return replace(self, relation=relation, step_up=step_up)

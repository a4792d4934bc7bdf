"""What other apps see of units, enterprises and their people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from apps.core.actors import Role

from .choices import CERTIFICATION_LABELS, ROSTER_LABELS, STAFF_CHANGE_LABELS


class EnterpriseStatus(StrEnum):
    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    BANK_REVIEW = "BANK_REVIEW"
    CERTIFIED = "CERTIFIED"
    REJECTED = "REJECTED"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"


class MemberStatus(StrEnum):
    INVITED = "INVITED"
    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    LEFT = "LEFT"
    REJECTED = "REJECTED"


class ContractType(StrEnum):
    LABOUR = "LABOUR"
    DISPATCH = "DISPATCH"
    REHIRED = "REHIRED"
    INTERN = "INTERN"
    PART_TIME = "PART_TIME"


ENTERPRISE_LABELS = {
    EnterpriseStatus.DRAFT: "草稿",
    EnterpriseStatus.SUBMITTED: "已提交",
    EnterpriseStatus.BANK_REVIEW: "银行审核中",
    EnterpriseStatus.CERTIFIED: "已认证",
    EnterpriseStatus.REJECTED: "未通过",
    EnterpriseStatus.SUSPENDED: "已暂停",
    EnterpriseStatus.TERMINATED: "已终止",
}

MEMBER_LABELS = {
    MemberStatus.INVITED: "待提交",
    MemberStatus.PENDING: "认证中",
    MemberStatus.ACTIVE: "在职",
    MemberStatus.SUSPENDED: "已暂停",
    MemberStatus.LEFT: "已离职",
    MemberStatus.REJECTED: "未通过",
}
AUDIT_STATES = {
    # submitting moves the member, the rest the certification
    "members.certification": dict([*MEMBER_LABELS.items(), *CERTIFICATION_LABELS.items()]),
    "members.member": MEMBER_LABELS,
    "members.roster": ROSTER_LABELS,
    "members.staff_change": STAFF_CHANGE_LABELS,
}

CONTRACT_LABELS = {
    ContractType.LABOUR: "劳动合同",
    ContractType.DISPATCH: "劳务派遣",
    ContractType.REHIRED: "退休返聘",
    ContractType.INTERN: "实习",
    ContractType.PART_TIME: "兼职",
}


@dataclass(frozen=True, slots=True)
class UnitBrief:
    id: UUID
    name: str
    path: str  # "/head/east/": the units below begin with it


@dataclass(frozen=True, slots=True)
class EnterpriseBrief:
    id: UUID
    name: str
    short_name: str
    uscc: str
    unit_id: UUID
    unit_path: str
    status: EnterpriseStatus


class RosterLine(NamedTuple):
    """One person on an enterprise's roster, whatever the status. A tuple: a payroll makes 100,000 of them."""

    member_id: UUID
    person_id: UUID
    emp_no: str
    name: str
    department: str
    status: MemberStatus
    contract_type: ContractType


@dataclass(frozen=True, slots=True)
class ColleagueLine:
    """Somebody in service at an enterprise, as the colleagues see the person."""

    member_id: UUID
    person_id: UUID
    name: str
    department_id: UUID
    department: str


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """A department and how many are in service in it today."""

    id: UUID
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Engagement:
    """How somebody is employed at an enterprise today."""

    member_id: UUID
    person_id: UUID
    emp_no: str
    name: str
    status: MemberStatus
    contract_type: ContractType
    hired_on: date
    is_insured: bool
    born_on: date


@dataclass(frozen=True, slots=True)
class SyncLine:
    """Somebody whom a full list would let join, change (in `columns`) or leave."""

    emp_no: str
    name: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SyncFault:
    """What is wrong with one field of a list; `row` counts from 1."""

    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """What a full list makes different, and whether it was done."""

    is_applied: bool
    joiners: tuple[SyncLine, ...]
    changed: tuple[SyncLine, ...]
    leavers: tuple[SyncLine, ...]
    unchanged: int
    faults: tuple[SyncFault, ...]


@dataclass(frozen=True, slots=True)
class Employment:
    """One membership as its person sees it."""

    member_id: UUID
    enterprise_id: UUID
    enterprise_name: str
    emp_no: str
    department: str
    status: MemberStatus
    status_label: str
    hired_on: date
    left_on: date | None
    claimed_at: datetime | None
    is_claimable: bool


@dataclass(frozen=True, slots=True)
class OperatorBrief:
    """Somebody who acts for an enterprise; `name` is masked."""

    person_id: UUID
    user_id: UUID
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class IssuedCredential:
    """A new API credential. `secret` is shown this once."""

    key_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class CredentialLine:
    """An API credential as its enterprise sees it; `issuer` is masked. It works until `revoked_at`."""

    id: UUID
    name: str
    key_id: str
    issuer: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """An API request as its headers and body state it. `timestamp` = seconds since 1970, `path` with its query."""

    key_id: str
    timestamp: str
    nonce: str
    signature: str
    method: str
    path: str
    body: bytes


@dataclass(frozen=True, slots=True)
class EnterpriseLine:
    """An enterprise in the bank's list, with the numbers of its members."""

    id: UUID
    name: str
    uscc: str
    unit: str
    status: EnterpriseStatus
    status_label: str
    tone: str
    certified_on: date | None
    active: int
    pending: int


@dataclass(frozen=True, slots=True)
class RosterCounts:
    active: int
    pending: int
    invited: int


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """Certifications that wait in a unit and below; `overdue` ones wait longer than the parameter allows."""

    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role or post that somebody holds; `granter` is masked, or empty: loaded when the house was set up."""

    id: UUID
    role_label: str
    granted_at: datetime
    granter: str
    first_on: date | None = None  # a role that its granter lends, from this day
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Somebody with roles or posts; `name` is masked, `place` is the bank unit for staff."""

    user_id: UUID
    login_name: str
    name: str
    place: str
    grants: tuple[GrantLine, ...]
    is_self: bool


@dataclass(frozen=True, slots=True)
class StaffChangeLine:
    """A proposal about a post or a login of the bank's staff; names are masked."""

    id: UUID
    deed_label: str
    name: str
    staff_no: str
    role_label: str
    unit: str
    reason: str
    maker: str
    proposed_at: datetime
    state_label: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class PersonRevealed:
    """Somebody's numbers in clear, shown once after a reason and a step-up; `part`: what they are in the case."""

    part: str
    name: str
    id_number: str = field(repr=False)
    mobile: str = field(repr=False)

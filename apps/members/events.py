"""What happened to members."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CertificationSubmitted:
    name: ClassVar[str] = "members.certification.submitted"
    certification_id: UUID


@dataclass(frozen=True, slots=True)
class CertificationApproved:
    name: ClassVar[str] = "members.certification.approved"
    certification_id: UUID
    member_id: UUID
    person_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, slots=True)
class CertificationRejected:
    name: ClassVar[str] = "members.certification.rejected"
    certification_id: UUID
    member_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, slots=True)
class MemberLeft:
    name: ClassVar[str] = "members.member.left"
    member_id: UUID
    person_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, slots=True)
class MemberMoved:
    """Somebody works in another department now."""

    name: ClassVar[str] = "members.member.moved"
    member_id: UUID
    person_id: UUID
    enterprise_id: UUID


@dataclass(frozen=True, slots=True)
class EnterpriseMoved:
    """`deed` is certified, rejected, suspended, resumed or terminated."""

    name: ClassVar[str] = "members.enterprise.moved"
    enterprise_id: UUID
    deed: str

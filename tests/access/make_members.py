"""Rows of enterprises and of their people for the stage: rosters, applications, programs, who may do what."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.identity.models import User
from apps.members.choices import CheckResult
from apps.members.models import (
    ApiCredential,
    BankUnit,
    BeneficialOwner,
    Certification,
    EmployeeMember,
    Enterprise,
    EnterpriseApplication,
    OperatorGrant,
    Paper,
    RosterUpload,
)
from apps.members.rules.roster import RosterRow
from apps.members.services.application_edit import KIND as APPLICATION
from apps.members.services.application_submit import application_digest
from apps.members.services.certification_submit import KIND, STEPS, certification_digest
from apps.members.services.review_open import review_open


def member(like: EmployeeMember, person_id: UUID, emp_no: str, now: Moment) -> EmployeeMember:
    """Somebody whom the enterprise of another one has put on its roster, into that one's department."""
    return EmployeeMember.objects.create(
        person_id=person_id,
        enterprise_id=like.enterprise_id,
        department_id=like.department_id,
        emp_no=emp_no,
        name="唐悦",
        mobile_tail="0000",
        contract_type=like.contract_type,
        hired_on=like.hired_on,
        created_at=now.wall,
    )


def rejected(of: EmployeeMember, field: str, now: Moment) -> EmployeeMember:
    """The bank has sent the certification back for one field."""
    EmployeeMember.objects.system("stage").filter(pk=of.pk).update(status="REJECTED")
    Certification.objects.create(
        member=of, state="REJECTED", digest="0" * 64, submitter_person_id=new_id(), submitted_at=now.wall,
        decider_person_id=new_id(), decided_at=now.wall, rejected_field=field, rejected_reason="与证件不一致",
    )  # fmt: skip
    return of


def certification(of: EmployeeMember, now: Moment, *, hours: int = 100) -> Certification:
    """One that has waited for the reviewer so many hours, longer than all of the story, and may be passed."""
    digest = certification_digest(of)
    EmployeeMember.objects.system("stage").filter(pk=of.pk).update(status="PENDING")
    row = Certification.objects.create(
        member=of,
        digest=digest,
        check_result=CheckResult.MATCH,
        submitter_person_id=new_id(),
        submitted_at=now.wall - timedelta(hours=hours),
    )
    approvals.request(
        kind=KIND,
        subject_id=row.pk,
        digest=digest,
        summary={"姓名": "唐*"},
        steps=STEPS,
        actor=Actor(person_id=row.submitter_person_id, display="孙**"),
        enterprise_id=of.enterprise_id,
        unit_path=of.enterprise.unit.path,
        now=now,
    )
    row.member = of
    review_open(subject=row, now=now)
    return row


def approved(of: EmployeeMember, at: datetime, now: Moment) -> Certification:
    """The newest of a member, decided at that time, which the member sees."""
    return Certification.objects.create(
        member=of,
        state="APPROVED",
        submitter_person_id=new_id(),
        submitted_at=now.wall,
        reviewer_person_id=new_id(),
        reviewed_at=at,
        decider_person_id=new_id(),
        decided_at=at,
    )


def change(enterprise_id: UUID, now: Moment) -> EnterpriseApplication:
    """A change that an enterprise has begun, with one paper."""
    row = EnterpriseApplication.objects.create(enterprise_id=enterprise_id, kind="CHANGE", created_at=now.wall)
    scan(row, now)
    return row


def applicant(unit: str, name: str, now: Moment) -> EnterpriseApplication:
    """The application of another enterprise at a branch, which waits for the reviewer and may be passed."""
    enterprise = Enterprise.objects.create(
        uscc=f"ST{new_id().hex[-16:]}", name=name, short_name=name, unit=BankUnit.objects.get(path=unit),
        status="SUBMITTED", created_at=now.wall,
    )  # fmt: skip
    row = EnterpriseApplication.objects.create(
        enterprise=enterprise, kind="FIRST", state="SUBMITTED", legal_check=CheckResult.MATCH,
        register_check=CheckResult.MATCH,
        submitter_person_id=new_id(), submitted_at=now.wall - timedelta(hours=100), created_at=now.wall,
        established_on=date(2018, 6, 12), proved_at=now.wall,
    )  # fmt: skip
    BeneficialOwner.objects.create(application=row, name="孙一", id_number="1", percent=60)
    scan(row, now)
    approvals.request(
        kind=APPLICATION, subject_id=row.pk, digest=application_digest(row), summary={"企业": name}, steps=STEPS,
        actor=Actor(person_id=row.submitter_person_id, display="孙**"), unit_path=unit, now=now,
    )  # fmt: skip
    review_open(subject=row, now=now)
    return row


def scan(of: EnterpriseApplication, now: Moment) -> Paper:
    """A paper of an application."""
    return Paper.objects.create(
        application=of, kind="LICENCE", content="iVBORw0KGgo=", content_type="image/png", size=8, sha256="0" * 64,
        added_at=now.wall,
    )  # fmt: skip


def upload(enterprise_id: UUID, now: Moment) -> RosterUpload:
    """A roster that waits to be confirmed, its two rows wrong alike."""
    return RosterUpload.objects.create(
        id=new_id(),
        enterprise_id=enterprise_id,
        file_name="花名册.xlsx",
        rows=json.dumps(
            [RosterRow(number, name="甲乙", errors={"department": "请填写部门"}).as_json() for number in (2, 3)]
        ),
        row_count=2,
        good_count=0,
        uploader_person_id=new_id(),
        uploaded_at=now.wall,
    )


def credential(enterprise_id: UUID, issuer: UUID, now: Moment) -> ApiCredential:
    """A key for an enterprise's program. That it is used counts as noted, so that a request shows its own writes."""
    return ApiCredential.objects.create(
        enterprise_id=enterprise_id,
        name="财务系统",
        key_id=f"ek_{enterprise_id.hex[-24:]}",
        secret="11" * 32,
        issuer_person_id=issuer,
        created_at=now.wall,
        last_used_at=now.wall + timedelta(days=1),
    )


def lending(enterprise_id: UUID, lender: User, borrower: User, now: Moment) -> OperatorGrant:
    """A role that one of the enterprise's people has lent to a colleague for today."""
    return OperatorGrant.objects.create(
        enterprise_id=enterprise_id, user=borrower, person_id=borrower.person_id, role="checker",
        granted_at=now.wall, granter_person_id=lender.person_id, first_on=now.business_date, last_on=now.business_date,
    )  # fmt: skip


def operator(enterprise_id: UUID, user: User, now: Moment) -> OperatorGrant:
    """Somebody who may pay wages for an enterprise, beside those of the story."""
    return OperatorGrant.objects.create(
        enterprise_id=enterprise_id, user=user, person_id=user.person_id, role="hr_pay", granted_at=now.wall
    )

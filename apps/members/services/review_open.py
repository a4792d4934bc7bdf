"""A submission comes to the bank's desk, is weighed, and leaves it when what it asks for is over."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.core import params
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.identifiers import age_on
from apps.core.masking import mask_name
from apps.identity import api as identity

from ..choices import (
    APPLICATION_HOURS,
    CERTIFICATION_HOURS,
    OWNER_PERCENT,
    CertificationState,
    ReviewKind,
    ReviewState,
)
from ..contracts import MemberStatus
from ..models import Certification, EmployeeMember, Enterprise, EnterpriseApplication, Review
from ..models.application import owners_of
from ..models.review import WAITING
from ..rules import REVIEW
from ..rules.reviews import EmployeeCase, EnterpriseCase, risk_of

WHY = "the case of a locked subject"
_HOURS = {ReviewKind.EMPLOYEE: CERTIFICATION_HOURS, ReviewKind.ENTERPRISE: APPLICATION_HOURS}
NEVER = 0  # days since an employer that is not certified was


def review_open(*, subject: Certification | EnterpriseApplication, now: Moment) -> UUID:
    """Puts a submitted certification or application (with its enterprise and unit) on the desk; gives the case's id.

    Needs the caller's transaction and the subject's lock. A second open case of one subject is refused by the database.
    """
    require_transaction()
    kind, enterprise = _kind(subject), _enterprise(subject)
    submitted_at, submitter = subject.submitted_at, subject.submitter_person_id
    if submitted_at is None or submitter is None:
        raise RuntimeError("what was not submitted comes to no desk")
    hours = params.get(_HOURS[kind], now.business_date)
    risk, reasons = risk_of(_case(subject, now))
    review = Review(
        kind=kind,
        subject_id=subject.pk,
        enterprise=enterprise,
        unit_path=enterprise.unit.path,
        title=mask_name(subject.member.name) if isinstance(subject, Certification) else enterprise.name,
        note=subject.member.emp_no if isinstance(subject, Certification) else enterprise.uscc,
        state=REVIEW.check("", "submit").target,
        risk=risk,
        reasons=reasons,
        submitter_person_id=submitter,
        submitted_at=submitted_at,
        due_at=submitted_at + timedelta(hours=hours),
    )
    review.save(force_insert=True)
    return review.pk


def review_weigh(*, subject: Certification | EnterpriseApplication, now: Moment) -> None:
    """Weighs the case anew after the machine's answer, unless a first word has been given. Locks the case."""
    require_transaction()
    open_ones = _open(subject).filter(state=ReviewState.SUBMITTED)
    for review in lock_rows(open_ones):
        review.risk, review.reasons = risk_of(_case(subject, now))
        review.save(update_fields=["risk", "reasons"])


def review_locked(subject: Certification | EnterpriseApplication) -> Review | None:
    """The open case of a locked subject, locked; None where the subject waits for nobody."""
    return next(iter(lock_rows(_open(subject))), None)


def review_withdraw(*, subject: Certification | EnterpriseApplication, now: Moment) -> None:
    """Takes the case off the desk: what it asks for is withdrawn or lapsed. Needs the subject's lock."""
    require_transaction()
    for review in lock_rows(_open(subject)):
        review.state, review.closed_at = REVIEW.check(review.state, "withdraw").target, now.wall
        review.claimer_person_id = review.claimed_until = review.assignee_person_id = None
        review.save()


def _open(subject: Certification | EnterpriseApplication) -> "QuerySet[Review]":
    return Review.objects.system(WHY).filter(kind=_kind(subject), subject_id=subject.pk, state__in=WAITING)


def _kind(subject: Certification | EnterpriseApplication) -> ReviewKind:
    return ReviewKind.EMPLOYEE if isinstance(subject, Certification) else ReviewKind.ENTERPRISE


def _enterprise(subject: Certification | EnterpriseApplication) -> Enterprise:
    return subject.member.enterprise if isinstance(subject, Certification) else subject.enterprise


def _case(subject: Certification | EnterpriseApplication, now: Moment) -> EmployeeCase | EnterpriseCase:
    day = now.business_date
    if isinstance(subject, Certification):
        member = subject.member
        certified_on = member.enterprise.certified_on
        others = EmployeeMember.objects.system(WHY).filter(person_id=member.person_id, status=MemberStatus.ACTIVE)
        earlier = Certification.objects.system(WHY).filter(member_id=member.pk, state=CertificationState.REJECTED)
        return EmployeeCase(
            check=subject.check_result,
            age=age_on(identity.person_brief(member.person_id).birth, day),
            contract_type=member.contract_type,
            employer_days=(day - certified_on).days if certified_on else NEVER,
            memberships=others.exclude(pk=member.pk).count(),
            rejected=earlier.count(),
        )
    rejected = Review.objects.system(WHY).filter(
        kind=ReviewKind.ENTERPRISE, enterprise_id=subject.enterprise_id, state=ReviewState.REJECTED
    )
    return EnterpriseCase(
        check=subject.legal_check,
        register=subject.register_check,
        owners=tuple(owners_of(subject).values_list("percent", flat=True)),
        owner_percent=params.get(OWNER_PERCENT, day),
        age_days=(day - subject.established_on).days if subject.established_on else NEVER,
        licence_days=(subject.licence_until - day).days if subject.licence_until else None,
        is_other_bank=bool(subject.account_bank),
        rejected=rejected.count(),
    )

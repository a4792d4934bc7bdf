"""An employee claims a membership: ID number and own phone, a code, a confirmation (ID-9).

Who is unknown, was not invited or states another number sees the same pages, after the same time, and gets no code
(ID-7). From the first right answer on there is a login, which opens nothing but the person's own certification until
the bank has decided.
"""

import time
from collections.abc import Mapping
from uuid import UUID

from apps.agreements import api as agreements
from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..models import EmployeeMember
from ..selectors.claims import CLAIMABLE, unclaimed
from ..selectors.enterprises import require_certified

PURPOSE = "link"  # of the code
AGREEMENTS = ("platform", "membership")
CONSENT = "consent_identity"


def member_claim_begin(*, id_number: str, mobile: str, ip: str, now: Moment) -> UUID:
    """Has a code sent to the number if it is that of somebody who was invited; gives the id of the code.

    The numbers come as core.identifiers leaves them. Raises TooMany, for known and unknown numbers alike.
    """
    started = time.monotonic()
    try:
        user_id = _login_of_invited(id_number=id_number, mobile=mobile, now=now)
        return identity.code_request_for(
            user_id=user_id, kind=LoginKind.EMPLOYEE, mobile=mobile, purpose=PURPOSE, ip=ip, now=now
        )
    finally:
        identity.answer_evenly(started)


@use_case
def _login_of_invited(*, id_number: str, mobile: str, now: Moment) -> UUID | None:
    person_id = identity.persons_by_id_numbers([id_number]).get(id_number)
    if person_id is None or identity.person_mobile(person_id) != mobile:
        return None
    waiting = unclaimed(EmployeeMember.objects.system("claimed by ID and phone").filter(person_id=person_id))
    if not waiting.exists():
        return None
    return identity.login_ensure(person_id=person_id, kind=LoginKind.EMPLOYEE, now=now)


@use_case
def member_claim(*, member_id: UUID, read: Mapping[str, str], actor: Actor, now: Moment) -> None:
    """The person confirms the employer, signs the agreements and grants the consent, all in one.

    `read` holds the hash of each text as it was shown, by code. Locks the member. Claiming again changes nothing.
    Raises NotFound (another person's, or over), Conflict (PROOF_OLD: no code was used within the last minutes;
    AGREEMENT_CHANGED; ENTERPRISE_SUSPENDED, NOT_CERTIFIED).
    """
    rows = lock_rows(
        EmployeeMember.objects.scoped(actor)
        .filter(pk=member_id, status__in=CLAIMABLE)
        .select_related("enterprise__unit")
    )
    if not rows:
        raise NotFound("没有找到等待您确认的企业。")
    (row,) = rows
    if row.claimed_at is not None:
        return
    if not identity.code_proved(actor.user, PURPOSE, now):
        raise Conflict("PROOF_OLD", "为确认是您本人,请重新获取短信验证码。")
    require_certified(row.enterprise_id)
    for code in AGREEMENTS:
        agreements.sign_words(code=code, text_hash=read.get(code, ""), actor=actor, now=now)
    agreements.consent_give(purpose=CONSENT, text_hash=read.get(CONSENT, ""), actor=actor, now=now)
    row.claimed_at = now.wall
    row.save(update_fields=["claimed_at"])
    audit.record(
        actor=actor,
        action="members.member.claimed",
        subject_kind="members.employee_member",
        subject_id=row.pk,
        detail={"emp_no": row.emp_no},
        enterprise_id=row.enterprise_id,
        unit_path=row.enterprise.unit.path,
        now=now,
    )

"""The machine's part of a certification: do name and ID number belong together (ID-7, two elements)?"""

from uuid import UUID

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.corebank.contracts import IdentityAnswer, IdentityResult
from apps.identity import api as identity

from ..choices import CheckResult
from ..models import Certification
from ..models.certification import OPEN_STATES
from .certification_submit import KIND
from .identity_ask import identity_ask, lease_end
from .review_open import review_weigh

REASON = "身份核验"


def certification_check(*, lease: jobs.Lease, now: Moment) -> None:
    """Asks the bank's identity service outside any transaction and keeps its answer and reference, not the elements.

    A channel that is down is asked again later, at most TRIES times; each check counts as a try of ID-7.
    """
    certification_id = UUID(lease.payload["certification_id"])
    person_id = (Certification.objects.system("identity check").values_list("member__person_id", flat=True)).get(
        pk=certification_id
    )
    person = identity.person_clear(person_id)
    answer = identity_ask(name=person.name, id_number=person.id_number, now=now)
    _check_write(certification_id=certification_id, answer=answer, lease=lease, now=now)


@use_case
def _check_write(*, certification_id: UUID, answer: IdentityAnswer, lease: jobs.Lease, now: Moment) -> None:
    (certification,) = lock_rows(
        Certification.objects.system("identity check")
        .filter(pk=certification_id)
        .select_related("member__enterprise__unit")
    )
    if certification.state in OPEN_STATES:
        certification.check_result = CheckResult(answer.result.value)
        certification.check_reference = answer.reference[:40]
        certification.checked_at = now.wall
        certification.save(update_fields=["check_result", "check_reference", "checked_at"])
        review_weigh(subject=certification, now=now)
        audit.record(
            actor=Actor.system(REASON),
            action="members.certification.checked",
            subject_kind=KIND,
            subject_id=certification.pk,
            detail={"result": answer.result, "reference": answer.reference},
            enterprise_id=certification.member.enterprise_id,
            unit_path=certification.member.enterprise.unit.path,
            now=now,
        )
    lease_end(is_silent=answer.result == IdentityResult.CHANNEL_ERROR, lease=lease, now=now)

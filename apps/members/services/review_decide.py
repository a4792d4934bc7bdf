"""The word of one person of the bank on a case, whatever it asks for: a reviewer, then an approver (RC-8).

At high risk the second says without knowing the first's word: two alike end the case, two that differ call a third.
"""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import IllegalMove

from ..choices import HIGH, SAMPLE_PERCENT, ReviewState, Word
from ..models import Certification, EnterpriseApplication, Review, ReviewWord
from ..models.review import WAITING
from ..rules import REVIEW
from ..rules.reviews import is_sampled
from .review_claim import refuse_other
from .review_open import WHY, review_locked

_VERDICTS = {Word.ACCEPT: "APPROVE", Word.REJECT: "RETURN"}
_DONE = {"APPROVED": "approve", "RETURNED": "reject"}


def review_decide(
    *,
    subject: Certification | EnterpriseApplication,
    approval: str,
    digest: str,
    word: Word,
    actor: Actor,
    now: Moment,
    field: str = "",
    reason: str = "",
) -> Review:
    """Records one person's word in the caller's transaction, which holds the subject's lock; gives the case as it is
    now. `approval` is the kind of its request.

    Locks the case, then the request. Raises IllegalMove (nothing waits), Conflict (CLAIMED, ASSIGNED, STALE, LAPSED),
    Forbidden (role, SAME_PERSON), StepUpRequired.
    """
    require_transaction()
    row = review_locked(subject)
    if row is None:
        raise IllegalMove("ILLEGAL_MOVE", "这份申请已经办结,请刷新后查看最新状态。")
    refuse_other(row, actor, now)
    is_blind = row.risk == HIGH
    outcome = approvals.decide(
        kind=approval,
        subject_id=subject.pk,
        verdict=_VERDICTS[word],
        reason=reason,
        digest=digest,
        actor=actor,
        now=now,
        is_blind=is_blind,
    )
    words = ReviewWord.objects.system(WHY).filter(review=row).order_by("step")
    given = list(words)
    since = given[-1].at if given else row.submitted_at
    ReviewWord.objects.create(
        review=row,
        step=len(given) + 1,
        person_id=actor.person,
        display=actor.display,
        word=word,
        field=field,
        reason=reason,
        waited_seconds=max(0, int((now.wall - since).total_seconds())),
        at=now.wall,
    )
    _move(row, _DONE.get(outcome.state) or ("differ" if given else "review"), actor.person, now)
    return row


def _move(row: Review, name: str, person_id: UUID, now: Moment) -> None:
    source = row.state
    row.state = REVIEW.check(source, name).target
    row.claimer_person_id = row.claimed_until = row.assignee_person_id = None
    if row.state == ReviewState.REVIEWED:
        row.first_person_id = person_id
    elif row.state == ReviewState.DISPUTED:
        row.second_person_id = person_id
    elif row.state not in WAITING:
        row.decider_person_id, row.closed_at = person_id, now.wall
        if row.state == ReviewState.APPROVED:
            row.is_sampled = is_sampled(row.pk, params.get(SAMPLE_PERCENT, now.business_date))
    row.save()

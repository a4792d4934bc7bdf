"""An approver of the bank agrees to a version of the questionnaire: from here on it is the one that is answered."""

from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction, use_case
from apps.core.idempotency import once
from apps.core.moves import found_locked, move_make

from ..choices.suitability import QUESTIONNAIRE_SUBJECT, QuestionnaireState
from ..models import Questionnaire
from ..rules.lives import QUESTIONNAIRE
from .questionnaire_propose import questionnaire_record


@use_case
def questionnaire_decide(
    *, questionnaire_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> None:
    """One verdict on exactly what was shown; who has been assessed before stays assessed. Key: (person, key).

    Locks the versions, then the approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE,
    InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def effect() -> dict[str, Any]:
        form = _locked(questionnaire_id)
        outcome = approvals.decide(
            kind=QUESTIONNAIRE_SUBJECT, subject_id=form.pk, verdict=verdict, reason=said["reason"], digest=digest,
            actor=actor, now=now,
        )  # fmt: skip
        _move(form, "adopt" if outcome.state == "APPROVED" else "refuse", actor, now)
        return {}

    body = {"questionnaire": questionnaire_id} | said
    once(actor=actor, route="shenhuobao.questionnaire_decide", key=key, body=body, effect=effect)


def questionnaire_lapse(*, questionnaire_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    form = _locked(questionnaire_id)
    if form.state == QuestionnaireState.PROPOSED:
        _move(form, "lapse", Actor.system("审批逾期"), now)


def _locked(questionnaire_id: UUID) -> Questionnaire:
    lock_name("shenhuobao.questionnaires")
    return found_locked(Questionnaire.objects.all(), questionnaire_id, "没有找到这个版本的问卷。")


def _move(form: Questionnaire, name: str, actor: Actor, now: Moment) -> None:
    if name == "adopt":
        for old in lock_rows(Questionnaire.objects.filter(state=QuestionnaireState.IN_FORCE)):
            replaced = move_make(old, QUESTIONNAIRE, "replace")
            questionnaire_record(old, "decided", source=replaced.source, actor=actor, now=now)
    move = move_make(form, QUESTIONNAIRE, name, decided_at=now.wall)
    questionnaire_record(form, "decided", source=move.source, actor=actor, now=now)

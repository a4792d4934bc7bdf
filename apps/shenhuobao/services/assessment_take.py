"""A person answers the questionnaire: the level that it gives holds for a year (WM-1, WM-3, WM-5)."""

from typing import Any
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once
from apps.core.identifiers import age_on
from apps.identity import api as identity
from apps.members import api as members

from ..choices import ELDER_AGE, INVESTOR_LEVEL_LABELS, InvestorLevel
from ..choices.suitability import ANSWER_SECONDS, ASSESSMENT_SUBJECT
from ..contracts import Answering, AssessmentAnswer
from ..models import Questionnaire, RiskAssessment
from ..rules.questionnaire import unanswered, with_age
from ..rules.suitability import valid_through, weigh
from ..selectors.assessments import attempts_left
from ..selectors.questionnaires import questionnaire_in_force


@use_case
def assessment_take(*, answering: Answering, key: str, actor: Actor, now: Moment) -> AssessmentAnswer:
    """Scores the answers and keeps them for ever; the age is the identity's. It counts once the person has confirmed
    it. Locks the person's assessments. Key: (enterprise, person, key).

    Raises InvalidInput ANSWERS (a field for each question without an answer), READ_FAST; Conflict ATTEMPTS_DAY,
    ATTEMPTS_YEAR, QUESTIONNAIRE_CHANGED; KeyReused, Busy.
    """
    said = {"digest": answering.digest, "answers": dict(answering.answers)}

    def effect() -> dict[str, Any]:
        lock_name(f"shenhuobao.assess:{actor.person}")
        left = attempts_left(actor.person, now.business_date)
        if left.code:
            raise Conflict(left.code, left.refusal)
        form = questionnaire_in_force()
        if form.digest != answering.digest:
            raise Conflict("QUESTIONNAIRE_CHANGED", "测评问卷已有新版本,请重新打开后作答。")
        if faults := unanswered(form.questions, answering.answers):
            raise InvalidInput("ANSWERS", "请回答每一题后再提交。", fields=faults)
        _not_too_fast(answering, now)
        taken = _written(form, answering, actor, now)
        return {"assessment_id": str(taken.pk), "level": taken.level}

    answer, _ = once(actor=actor, route="shenhuobao.assessment_take", key=key, body=said, effect=effect)
    level = InvestorLevel(answer["level"])
    return AssessmentAnswer(UUID(answer["assessment_id"]), level, INVESTOR_LEVEL_LABELS[level])


def _not_too_fast(answering: Answering, now: Moment) -> None:
    least = params.get(ANSWER_SECONDS, now.business_date)
    if (now.wall - answering.opened_at).total_seconds() < least:
        raise InvalidInput("READ_FAST", f"作答时间太短,请逐题阅读、如实选择后再提交,至少需要 {least} 秒。")


def _written(form: Questionnaire, answering: Answering, actor: Actor, now: Moment) -> RiskAssessment:
    age = age_on(identity.person_brief(actor.person).birth, now.business_date)
    answers = with_age(form.questions, answering.answers, age)
    is_elder = age >= params.get(ELDER_AGE, now.business_date)
    found = weigh(form.questions, answers, is_elder=is_elder, online=True)
    taken = RiskAssessment.objects.create(
        person_id=actor.person,
        unit_path=members.enterprise_brief(actor.enterprise).unit_path,
        questionnaire=form,
        answers=answers,
        score=found.score,
        level=found.level,
        vetoes=list(found.vetoes),
        assessed_on=now.business_date,
        valid_through=valid_through(now.business_date),
        evidence={
            "version": form.number,
            "digest": form.digest,
            "opened_at": answering.opened_at.isoformat(),
            "seconds": int((now.wall - answering.opened_at).total_seconds()),
            "device": actor.device[:120],
            "ip": actor.ip or "",
        },
        created_at=now.business_at,
    )
    assessment_record(taken, "taken", actor=actor, now=now, version=form.number, vetoes=list(found.vetoes))
    return taken


def assessment_record(taken: RiskAssessment, deed: str, *, actor: Actor, now: Moment, **detail: object) -> None:
    """The audit row of what a person has done with an assessment."""
    audit.record(
        actor=actor,
        action=f"shenhuobao.assessment.{deed}",
        subject_kind=ASSESSMENT_SUBJECT,
        subject_id=taken.pk,
        detail={"level": f"C{taken.level}", "through": str(taken.valid_through)} | detail,
        unit_path=taken.unit_path,
        now=now,
    )

"""Somebody of the bank words another version of the questionnaire; another person has to agree (WM-3)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash, once

from ..choices.suitability import QUESTIONNAIRE_SUBJECT, QuestionnaireState
from ..models import Questionnaire
from ..rules.exact import RuleFault
from ..rules.lives import QUESTIONNAIRE
from ..rules.questionnaire import Question, check_version


@use_case
def questionnaire_propose(*, questions: Sequence[Question], key: str, actor: Actor, now: Moment) -> UUID:
    """Writes the next version, which is used once an approver has agreed. Locks the versions. Key: (person, key).

    Raises InvalidInput E_QUESTIONNAIRE with the fault, Conflict QUESTIONNAIRE_WAITS (one is with the checker) or
    QUESTIONNAIRE_SAME, KeyReused, Busy.
    """
    try:
        check_version(questions)
    except RuleFault as fault:
        raise InvalidInput("E_QUESTIONNAIRE", fault.message) from None
    digest = questions_digest(questions)

    def effect() -> dict[str, Any]:
        lock_name("shenhuobao.questionnaires")
        if Questionnaire.objects.filter(state=QuestionnaireState.PROPOSED).exists():
            raise Conflict("QUESTIONNAIRE_WAITS", "有一个版本正在等待复核,复核完成后才能提交下一个。")
        if Questionnaire.objects.filter(state=QuestionnaireState.IN_FORCE, digest=digest).exists():
            raise Conflict("QUESTIONNAIRE_SAME", "与正在使用的版本没有区别。")
        number = (Questionnaire.objects.aggregate(most=Max("number"))["most"] or 0) + 1
        form = Questionnaire.objects.create(
            number=number, state=QUESTIONNAIRE.check("", "propose").target, questions=list(questions),
            digest=digest, maker=actor.display, created_at=now.wall,
        )  # fmt: skip
        form.approval_id = approvals.request(
            kind=QUESTIONNAIRE_SUBJECT,
            subject_id=form.pk,
            digest=digest,
            summary={"版本": f"第 {number} 版", "题数": f"{len(questions)} 题", "摘要": digest[:16]},
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=actor.unit_path or "",
            now=now,
        )
        form.save(update_fields=["approval_id"])
        questionnaire_record(form, "proposed", source="", actor=actor, now=now)
        return {"questionnaire_id": str(form.pk)}

    body = {"digest": digest}
    answer, _ = once(actor=actor, route="shenhuobao.questionnaire_propose", key=key, body=body, effect=effect)
    return UUID(answer["questionnaire_id"])


def questions_digest(questions: Sequence[Question]) -> str:
    """Names exactly these words and scores."""
    return body_hash({"questions": list(questions)})


def questionnaire_record(form: Questionnaire, deed: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a version from `source` to where it is."""
    audit.record(
        actor=actor,
        action=f"shenhuobao.questionnaire.{deed}",
        subject_kind=QUESTIONNAIRE_SUBJECT,
        subject_id=form.pk,
        from_state=source,
        to_state=form.state,
        detail={"number": form.number, "digest": form.digest},
        now=now,
    )

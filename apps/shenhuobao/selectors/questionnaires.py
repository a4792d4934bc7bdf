"""The versions of the questionnaire, as people of the bank and those who answer see them (WM-3)."""

from collections.abc import Mapping
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.errors import NotFound, Unavailable

from ..choices.suitability import (
    QUESTIONNAIRE_LABELS,
    QUESTIONNAIRE_SUBJECT,
    QUESTIONNAIRE_TONES,
    TOPIC_LABELS,
    QuestionnaireState,
    Topic,
)
from ..contracts import OptionLine, QuestionLine, QuestionnairePage
from ..models import Questionnaire
from ..rules.questionnaire import Question

SHOWN = 60
DECIDE = "shenhuobao.questionnaire.decide"


def questionnaire_in_force() -> Questionnaire:
    """Raises Unavailable while no version is."""
    found = Questionnaire.objects.filter(state=QuestionnaireState.IN_FORCE).first()
    if found is None:
        raise Unavailable("风险测评问卷尚未启用,请稍后再试。")
    return found


def questionnaires_for(actor: Actor) -> tuple[QuestionnairePage, ...]:
    """Newest first. Two queries."""
    decisions = _decisions(actor)
    return tuple(questionnaire_page(row, decisions) for row in Questionnaire.objects.order_by("-number")[:SHOWN])


def questionnaire_for(actor: Actor, questionnaire_id: UUID) -> QuestionnairePage:
    """Raises NotFound. Two queries."""
    row = Questionnaire.objects.filter(pk=questionnaire_id).first()
    if row is None:
        raise NotFound("没有找到这个版本的问卷。")
    return questionnaire_page(row, _decisions(actor))


def _decisions(actor: Actor) -> dict[UUID, str]:
    waiting = approvals.pending(actor) if allows(actor, DECIDE) else ()
    return {one.subject_id: one.digest for one in waiting if one.kind == QUESTIONNAIRE_SUBJECT}


def questionnaire_page(row: Questionnaire, decisions: Mapping[UUID, str] | None = None) -> QuestionnairePage:
    state = QuestionnaireState(row.state)
    return QuestionnairePage(
        id=row.pk,
        number=row.number,
        state=state,
        state_label=QUESTIONNAIRE_LABELS[state],
        tone=QUESTIONNAIRE_TONES.get(state, "neutral"),
        digest=row.digest,
        maker=row.maker,
        created_at=row.created_at,
        decided_at=row.decided_at,
        questions=tuple(question_line(one) for one in row.questions),
        decision=(decisions or {}).get(row.pk, ""),
    )


def question_line(question: Question, chosen: int | None = None) -> QuestionLine:
    """A question as it is read; `chosen`: the place of the option that was taken."""
    return QuestionLine(
        code=question["code"],
        topic=question["topic"],
        topic_label=TOPIC_LABELS[Topic(question["topic"])],
        text=question["text"],
        options=tuple(
            OptionLine(option["text"], option["score"], place == chosen)
            for place, option in enumerate(question["options"])
        ),
    )


def may_propose(actor: Actor) -> bool:
    """The questionnaire is the whole bank's: somebody of head office words it."""
    return allows(actor, "shenhuobao.questionnaire.propose") and approvals.is_of_head_office(actor)


def questions_of(questionnaire_id: UUID) -> list[Question]:
    """As the rules read them. One query."""
    questions: list[Question] = Questionnaire.objects.get(pk=questionnaire_id).questions
    return questions

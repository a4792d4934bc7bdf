"""What becomes of questionnaires and written agreements that nobody decides on, and who hears that an assessment ends.

Each handler runs in a transaction that also ends its job; a repeat changes nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.events import DayOpened
from apps.core.outbox import subscriber

from ..choices.accord import ACCORD_SUBJECT
from ..choices.suitability import QUESTIONNAIRE_SUBJECT
from ..services.accord_decide import accord_lapse
from ..services.assessments_remind import assessments_remind
from ..services.questionnaire_decide import questionnaire_lapse


@subscriber(RequestLapsed.name, "shenhuobao.questionnaire_lapse", kind=QUESTIONNAIRE_SUBJECT)
def lapse_questionnaire(event: dict[str, Any]) -> None:
    questionnaire_lapse(questionnaire_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "shenhuobao.accord_lapse", kind=ACCORD_SUBJECT)
def lapse_accord(event: dict[str, Any]) -> None:
    accord_lapse(accord_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(DayOpened.name, "shenhuobao.remind_assessments")
def remind_assessments(event: dict[str, Any]) -> None:
    assessments_remind(day=date.fromisoformat(event["business_date"]), now=clock.read())

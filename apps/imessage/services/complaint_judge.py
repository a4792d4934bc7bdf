"""The person says whether the reply will do: if not, it goes to others of the bank once, and then ends with the ways
that are left."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.complaints import REGULATOR, VERDICT_LABELS, Verdict
from ..rules.complaints import MOST_TEXT, ROUNDS
from ..selectors.complaints import own_complaints, reply_day
from . import complaint_parts as parts


@use_case
def complaint_judge(*, complaint_id: UUID, is_satisfied: bool, words: str, actor: Actor, now: Moment) -> None:
    """Satisfied: closed. Not satisfied, with words: escalated after the first reply, closed after the last one.

    An escalated one is due anew, counted from today. Locks the complaint. Raises NotFound, IllegalMove, InvalidInput
    E_WORDS.
    """
    row = parts.locked(own_complaints(actor), complaint_id)
    verdict = Verdict.SATISFIED if is_satisfied else Verdict.UNSATISFIED
    name = "accept" if is_satisfied else "escalate" if row.round < ROUNDS else "refuse"
    parts.COMPLAINT_LIFE.check(row.state, name)
    said = "" if is_satisfied and not words.strip() else parts.words_of(words, "说明", "words", MOST_TEXT, now)
    changes: dict[str, Any] = {"verdict": verdict, "verdict_words": said}
    if name == "escalate":
        changes |= {"due_on": reply_day(now.business_date, 0), "due_from": now.business_date, "extensions": 0}
    else:
        changes |= {"closed_at": now.wall}
    detail = {"verdict": VERDICT_LABELS[verdict]}
    parts.move(row, name, "imessage.complaint.judged", actor, now, detail, **changes)
    if name == "refuse":
        body = f"您的投诉 {row.number} 已按程序办结。仍有异议的,可拨打{REGULATOR},或申请调解、仲裁、诉讼。"
        parts.tell_person(row, "投诉已办结", body, "refused", now)

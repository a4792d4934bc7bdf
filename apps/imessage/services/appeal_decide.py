"""Somebody who did not decide the first time answers an appeal."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Forbidden
from apps.core.moves import reason_said

from ..choices import WORDS_LENGTH
from ..rules.lives import REPORTED
from .report_moves import report_locked, report_move, report_tell, words_show

ACTION = "imessage.appeal.decided"


@use_case
def appeal_decide(*, report_id: UUID, is_right: bool, answer: str, actor: Actor, now: Moment) -> None:
    """`is_right`: the words are shown again and a mute ends; else the measure stays. Locks the report, then the
    conversation. Raises NotFound, Forbidden OWN_CASE, SAME_PERSON, InvalidInput REASON, IllegalMove."""
    report = report_locked(actor, report_id)
    move = "overturn" if is_right else "uphold"
    REPORTED.check(report.state, move)
    said = reason_said(answer, "答复", WORDS_LENGTH)
    if actor.person == report.decider_person_id:
        raise Forbidden("作出处理的人不能复核申诉,请由他人办理。", code="SAME_PERSON")
    changes = {"answer": said, "answered_at": now.wall}
    if is_right:
        off = {"is_hidden": False, "is_muted_for_good": False, "muted_until": None}
        report_move(report, move, ACTION, actor=actor, now=now, **changes, **off)
        words_show(report, now=now)
    else:
        report_move(report, move, ACTION, actor=actor, now=now, **changes)
    report_tell(report, now=now)

"""满意度: what the person thinks of the service, once, after its end."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput

from ..choices.desk import THREAD, ThreadState
from ..rules.desk import HIGHEST_SCORE, LOWEST_SCORE
from ..selectors.desk import own_threads
from . import thread_parts as parts

MOST_WORDS = 200


@use_case
def thread_rate(*, thread_id: UUID, score: int, words: str, actor: Actor, now: Moment) -> None:
    """Keeps the person's score of 1 to 5 and, where they are given, words. Locks the thread.

    Raises NotFound, Conflict NOT_OVER, RATED, InvalidInput E_SCORE, E_NOTE.
    """
    thread = parts.locked_thread(own_threads(actor), thread_id)
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise InvalidInput("E_SCORE", "请选择 1 至 5 分。", fields={"score": "请选择 1 至 5 分。"})
    said = parts.note_of(words, "评价", now, most=MOST_WORDS) if words.strip() else ""
    if thread.score is not None:
        raise Conflict("RATED", "您已经评价过这次服务,感谢您的反馈。")
    if thread.state != ThreadState.CLOSED:
        raise Conflict("NOT_OVER", "服务结束后才能评价。")
    thread.score, thread.score_words, thread.scored_at = score, said, now.wall
    thread.save(update_fields=["score", "score_words", "scored_at"])
    audit.record(
        actor=actor, action="imessage.thread.rated", subject_kind=THREAD, subject_id=thread.pk, now=now,
        detail={"score": str(score)}, enterprise_id=thread.enterprise_id,
    )  # fmt: skip

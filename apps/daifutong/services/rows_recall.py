"""A bank operator asks to give up payments that never left: the first of two people."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.money import format_yuan
from apps.members import api as members

from ..choices import REASON_LENGTH, RECALL
from ..contracts import BatchAnswer
from ..models import Batch
from ..selectors.unsent import unsent
from .batch_moves import batch_once, batch_record


@use_case
def rows_recall(*, batch_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> BatchAnswer:
    """Asks an approver to cancel exactly those payments of a batch that have not left for long; nothing changes yet.

    Key: (person, key). Locks the batch. Raises NotFound, InvalidInput RECALL_REASON, Conflict NOTHING_UNSENT or
    ALREADY_REQUESTED, KeyReused, Busy.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的撤销原因。"
        raise InvalidInput("RECALL_REASON", message, fields={"recall": message})

    def recall(batch: Batch) -> None:
        late = unsent(batch, now)
        if not late.payments:
            raise Conflict("NOTHING_UNSENT", "这个批次没有超时未送出的跨行明细,无需撤销。")
        approvals.request(
            kind=RECALL,
            subject_id=batch.pk,
            digest=late.digest,
            summary={
                "批次": f"{batch.title}({batch.reference})",
                "未送出": f"{len(late.payments)} 笔",
                "合计": f"¥{format_yuan(late.fen)}",
                "原因": reason,
            },
            steps=(Role.APPROVER,),
            actor=actor,
            unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
            now=now,
        )
        detail = {"reason": reason, "payments": len(late.payments), "fen": late.fen}
        batch_record(batch, "daifutong.rows.recalled", source=batch.state, actor=actor, now=now, detail=detail)

    return batch_once(verb="rows_recall", batch_id=batch_id, key=key, actor=actor, effect=recall, reason=reason)

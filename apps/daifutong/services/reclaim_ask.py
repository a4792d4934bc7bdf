"""The maker asks for a wrongly paid wage back."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.core.money import Fen, format_yuan
from apps.members import api as members

from ..choices import REASON_LENGTH, RECLAIM_SUBJECT
from ..models import Reclaim, Row
from ..rules.reclaim import RECLAIM
from ..selectors.contracts import lines_require
from ..selectors.reclaims import left_to_reclaim
from .batch_moves import batch_locked
from .reclaim_moves import reclaim_record

ROUTE = "daifutong.reclaim_ask"


@use_case
def reclaim_ask(*, row_id: UUID, fen: int, reason: str, key: str, actor: Actor, now: Moment) -> UUID:
    """Asks a checker to ask the employee for 分 of a paid line back; gives the request's id. No money moves.

    Key: (enterprise, person, key). Locks the batch. Raises NotFound, InvalidInput REASON or RECLAIM_AMOUNT (more than
    was paid and not given back yet), Conflict NOT_RECLAIMABLE, RECLAIM_OPEN or ENTERPRISE_SUSPENDED, Forbidden
    CONFIDENTIAL, KeyReused, Busy.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        message = f"请填写 {REASON_LENGTH} 字以内的追回原因,员工会看到。"
        raise InvalidInput("REASON", message, fields={"reason": message})

    def effect() -> dict[str, str]:
        return {"reclaim_id": str(_ask(row_id, fen, reason, actor, now))}

    body = {"row": row_id, "fen": fen, "reason": reason}
    answer, _ = once(actor=actor, route=ROUTE, key=key, body=body, effect=effect)
    return UUID(answer["reclaim_id"])


def _ask(row_id: UUID, fen: int, reason: str, actor: Actor, now: Moment) -> UUID:
    row = Row.objects.scoped(actor).filter(pk=row_id).first()
    if row is None:
        raise NotFound("没有找到这条代发明细。")
    row.batch = batch_locked(actor, row.batch_id)
    members.require_certified(row.batch.enterprise_id)
    lines_require(row.batch, actor)
    person_id, left = left_to_reclaim(row)
    if not 0 < fen <= left:
        message = f"追回金额应大于零,且不超过 {format_yuan(Fen(left))} 元。"
        raise InvalidInput("RECLAIM_AMOUNT", message, fields={"amount": message})
    reclaim = Reclaim(
        id=new_id(),
        row=row,
        enterprise_id=row.batch.enterprise_id,
        person_id=person_id,
        amount_fen=fen,
        reason=reason,
        digest=body_hash({"reclaim": row.pk, "fen": fen, "reason": reason}),
        maker_person_id=actor.person,
        maker_display=actor.display,
        asked_at=now.business_at,
    )
    reclaim.state = RECLAIM.check("", "ask").target
    reclaim.save(force_insert=True)
    approvals.request(
        kind=RECLAIM_SUBJECT,
        subject_id=reclaim.pk,
        digest=reclaim.digest,
        summary={"员工": row.name, "追回": f"¥{format_yuan(Fen(fen))}", "原发放": row.line_ref, "原因": reason},
        steps=(Role.CHECKER,),
        actor=actor,
        enterprise_id=reclaim.enterprise_id,
        unit_path=members.enterprise_brief(reclaim.enterprise_id).unit_path,
        now=now,
    )
    reclaim_record(reclaim, "asked", source="", actor=actor, now=now)
    return reclaim.pk

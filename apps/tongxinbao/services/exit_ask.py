"""A lender asks for the money back before its day, where the contract has it; the enterprise has to agree (TX-25)."""

from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.moves import reason_said

from ..choices import EXIT_SUBJECT, REASON_LENGTH
from ..contracts import ExitAnswer
from ..models import Holding
from ..selectors.exits import exit_fault, exit_shown
from .exit_moves import exit_answer, exit_locked, exit_record
from .issue_moves import unit_path_of


@use_case
def exit_ask(*, holding_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> ExitAnswer:
    """Asks the enterprise's checker and authoriser; until both agree nothing changes. Key: (person, key). Locks the
    issue, the loan.

    Raises NotFound, InvalidInput REASON, Conflict NOT_AGREED where it is not to be had, ALREADY_REQUESTED, KeyReused,
    Busy.
    """
    reason = reason_said(reason, "提前收回的原因", REASON_LENGTH)

    def effect() -> dict[str, Any]:
        known = Holding.objects.scoped(actor).filter(pk=holding_id).first()
        if known is None:
            raise NotFound("没有找到这笔出借。")
        issue, holding = exit_locked(known)
        if fault := exit_fault(issue, holding):
            raise Conflict("NOT_AGREED", fault)
        approvals.request(
            kind=EXIT_SUBJECT,
            subject_id=holding.pk,
            digest=body_hash({"exit": holding.pk, "reason": reason}),
            summary=exit_shown(issue, holding, reason),
            steps=(Role.CHECKER, Role.AUTHORISER),
            actor=actor,
            enterprise_id=issue.enterprise_id,
            unit_path=unit_path_of(issue),
            now=now,
        )
        detail = {"reason": reason}
        exit_record(issue, holding, "asked", source=holding.state, detail=detail, actor=actor, now=now)
        return {"state": holding.state}

    body = {"holding": holding_id, "reason": reason}
    answer, _ = once(actor=actor, route="tongxinbao.exit_ask", key=key, body=body, effect=effect)
    return exit_answer(holding_id, answer["state"])

"""The enterprise's checker, then its authoriser, agree that one lender has the money back at once (TX-25)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.core.moves import move_make
from apps.core.outbox import publish

from ..choices import EXIT_SUBJECT
from ..contracts import ExitAnswer
from ..events import ExitReturned
from ..models import Holding, Issue
from ..rules.order import HOLDING
from ..selectors.exits import exit_fault
from ..selectors.owed import claims_on, tax_on
from .early_settle import schedule_cut
from .exit_moves import exit_answer, exit_locked, exit_record
from .issue_moves import verdict_take
from .payout_make import payout_make, payout_room


@use_case
def exit_decide(
    *, holding_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> ExitAnswer:
    """One verdict. With the second the loan is paid back with interest to this very day, out of the enterprise's
    account alone. Key: (enterprise, person, key). Locks issue, loan, approval, the enterprise's account, then the
    accounts of the books.

    Raises NotFound, Forbidden SAME_PERSON, Conflict STALE, NOT_AGREED, NO_MONEY, InvalidInput REASON, StepUpRequired,
    KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def effect() -> dict[str, Any]:
        known = Holding.objects.scoped(actor).filter(pk=holding_id).first()
        if known is None:
            raise NotFound("没有找到这笔出借。")
        issue, holding = exit_locked(known)
        source = holding.state
        outcome = verdict_take(EXIT_SUBJECT, holding.pk, said, actor=actor, now=now)
        if outcome.state == "APPROVED":
            _pay_back(issue, holding, now)
        elif outcome.state != "PENDING":
            publish(ExitReturned(holding.pk))
        exit_record(issue, holding, "decided", source=source, detail=said, actor=actor, now=now)
        return {"state": holding.state}

    body = {"holding": holding_id} | said
    answer, _ = once(actor=actor, route="tongxinbao.exit_decide", key=key, body=body, effect=effect)
    return exit_answer(holding_id, answer["state"])


def _pay_back(issue: Issue, holding: Holding, now: Moment) -> None:
    if fault := exit_fault(issue, holding):
        raise Conflict("NOT_AGREED", f"{fault}请退回这份申请。")
    day = now.business_date
    schedule_cut(issue, day, holding.pk)
    (claim,) = (one for one in claims_on(issue, day).lines if one.holding_id == holding.pk)
    if payout_room(issue, now) < claim.owed.total - tax_on(claim.owed):
        raise Conflict("NO_MONEY", "还款账户余额不足,请补足后再同意。银行不垫付。")
    payout_make(issue, "EXIT", [(claim, replace(claim.owed))], paid_on=day, now=now)  # a copy: others' dues stay
    holding.refresh_from_db(fields=["left_fen", "overdue_fen"])
    move_make(holding, HOLDING, "redeem", closed_on=day)

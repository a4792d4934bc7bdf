"""The employee gives a wage back; without an answer nothing moves."""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.ledger import api as ledger
from apps.risk import api as risk
from apps.risk.contracts import Claim, Flow

from ..choices import RECLAIM_SUBJECT
from ..models import Reclaim
from .reclaim_moves import reclaim_move, reclaim_to_answer


@use_case
def reclaim_agree(*, reclaim_id: UUID, actor: Actor, now: Moment) -> None:
    """Pays the whole amount back, at once, or nothing: Dr 2011.02 Cr 2011.01.

    Key: the request in the ledger. Needs a step-up bound to what is asked. Locks request, both accounts, the limits,
    then the accounts of the books. Raises NotFound, IllegalMove, what money_require raises, Conflict RECLAIM_LATE,
    ACCOUNT_STATUS, PAYER_STATUS or BALANCE_SHORT (the available balance is the floor), LimitExceeded, StepUpRequired.
    """
    reclaim = reclaim_to_answer(reclaim_id, "pay_back", actor, now)
    identity.money_require(actor=actor, now=now)
    payee, claims = _sides(reclaim)
    shown = {
        "退回金额": f"¥{format_yuan(Fen(reclaim.amount_fen))}",
        "从": f"尾号 {reclaim.row.account_tail}",
        "退给": reclaim.enterprise.name,
        "原因": reclaim.reason,
    }
    identity.require_step_up(actor=actor, digest=reclaim.digest, shown=shown, now=now)
    short = reclaim.amount_fen - ledger.available(payee, now=now)
    if short > 0:
        raise Conflict("BALANCE_SHORT", f"可用余额不足,还差 {format_yuan(Fen(short))} 元,请转入后再同意。")
    risk.take(claims=claims, now=now)
    ledger.post(
        key=f"daifutong.reclaim:{reclaim.pk}",
        kind="daifutong.reclaim",
        summary=f"退回误发工资 {reclaim.row.line_ref}",
        legs=(
            (payee, -reclaim.amount_fen),
            (reclaim.row.batch.payer_ledger_id, reclaim.amount_fen),
        ),
        line_id=reclaim.pk,
        now=now,
    )
    reclaim_move(reclaim, "pay_back", "agreed", actor=actor, now=now)


def _sides(reclaim: Reclaim) -> tuple[UUID, list[Claim]]:
    """Where in the books the money leaves, and the limits that it draws on; both accounts keep their status until it is
    posted."""
    row, payer_id = reclaim.row, reclaim.row.batch.payer_account_id
    if row.payee_account_id is None or row.payee_ledger_id is None:
        raise RuntimeError(f"{RECLAIM_SUBJECT} {reclaim.pk} is of another bank's line")
    special = bankaccounts.payees_hold({row.payee_account_id, payer_id})  # an ordinary account of a person is not given
    payer, payee = special.get(payer_id), special.get(row.payee_account_id)
    if payer is None or payer.status != AccountStatus.NORMAL:
        raise Conflict("PAYER_STATUS", "单位的账户目前不能收款,请与单位联系。")
    if payee is not None and payee.status != AccountStatus.NORMAL:
        raise Conflict("ACCOUNT_STATUS", "收工资的账户目前不能转出,请在「账户管理」中查看原因和恢复办法。")
    lines = [(reclaim.pk, payee, reclaim.amount_fen)] if payee is not None else []
    return row.payee_ledger_id, risk.account_claims(Flow.TRANSFER, lines)

"""Changing the status of an account."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict, NotFound
from apps.ledger import api as ledger

from ..contracts import AccountStatus
from ..models import BankAccount
from ..rules import ACCOUNT
from .account_open import OWNER_KIND


def account_move(
    *,
    account_id: UUID,
    move: str,
    reason: str,
    actor: Actor,
    now: Moment,
    interest_to: UUID | None = None,
    interest_ledger: UUID | None = None,
) -> AccountStatus:
    """Makes one move of the account's lifecycle (freeze, report_loss, close …) in the caller's transaction.

    Locks the account. `reason` goes into the audit trail. What a closing account has earned (AC-11) goes to another
    account of its holder, `interest_to`, or to `interest_ledger`, an account of the books that the caller answers for.
    Raises NotFound, IllegalMove, and for a closing Conflict (NOT_EMPTY) for an account that still holds money, what
    ledger.api.close_account raises otherwise. Gives the new status.
    """
    require_transaction()
    rows = lock_rows(BankAccount.objects.scoped(actor).filter(pk=account_id))
    if not rows:
        raise NotFound("没有找到这个账户。")
    account = rows[0]
    detail: dict[str, object] = {"reason": reason, "tail4": account.tail4}
    source, target = account.status, AccountStatus(ACCOUNT.check(account.status, move).target)
    if target == AccountStatus.CLOSED:
        if ledger.balance(account.ledger_account_id):
            raise Conflict("NOT_EMPTY", "账户还有余额,请先转出后再销户。")
        payee = _of_the_same_holder(account, interest_to) if interest_to else interest_ledger
        fen = ledger.close_account(account.ledger_account_id, now=now, interest_to=payee)
        account.closed_on = now.business_date
        detail |= {"interest_fen": fen} if fen else {}
    account.status = target
    account.save(update_fields=["status", "closed_on"])
    audit.record(
        actor=actor,
        action=f"bankaccounts.account.{ACTIONS[move]}",
        subject_kind=OWNER_KIND,
        subject_id=account.pk,
        from_state=source,
        to_state=target,
        detail=detail,
        unit_path=account.unit_path,
        now=now,
    )
    return target


def _of_the_same_holder(account: BankAccount, other: UUID) -> UUID:
    rows = BankAccount.objects.system("the interest stays with the holder, who is scoped by the closing account")
    found = rows.filter(pk=other, holder_kind=account.holder_kind, holder_id=account.holder_id)
    ledger_id = found.exclude(pk=account.pk).values_list("ledger_account_id", flat=True).first()
    if ledger_id is None:
        raise NotFound("没有找到收取利息的账户。")
    return ledger_id


ACTIONS = {
    "freeze": "frozen",
    "unfreeze": "unfrozen",
    "stop_payment": "payment_stopped",
    "allow_payment": "payment_allowed",
    "self_stop": "self_stopped",
    "self_allow": "self_allowed",
    "report_loss": "loss_reported",
    "find": "found",
    "let_sleep": "made_dormant",
    "wake": "reactivated",
    "close": "closed",
}

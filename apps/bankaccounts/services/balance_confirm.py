"""The enterprise confirms what its account held at the end of a month, or says that it does not agree (对账确认)."""

from datetime import date
from uuid import UUID

from apps.audit import api as audit
from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.ledger import api as ledger

from ..contracts import ConfirmationState
from ..models import BalanceConfirmation, BankAccount
from ..rules import CONFIRMATION
from ..selectors.confirmations import month_end, months_over

KIND, CASE = "bankaccounts.confirmation", "bankaccounts.confirmation.differs"
NOTE_LENGTH = 200


@use_case
def balance_confirm(*, account_id: UUID, month: date, agrees: bool, note: str, actor: Actor, now: Moment) -> None:
    """Says 相符 or 不符 to the balance at the end of a month that is over; 不符 needs a note and opens a case, which a
    later 相符 closes.

    Locks the account. Raises NotFound, InvalidInput (MONTH, NOTE), IllegalMove for what is agreed already.
    """
    rows = lock_rows(BankAccount.objects.scoped(actor).filter(pk=account_id))
    if not rows:
        raise NotFound("没有找到这个账户。")
    account, note = rows[0], note.strip()
    if month not in months_over(account.opened_on, now.business_date):
        raise InvalidInput("MONTH", "这个月还不能对账。", fields={"month": "请选择已经结束的月份。"})
    if not agrees and not 1 <= len(note) <= NOTE_LENGTH:
        message = f"请用 {NOTE_LENGTH} 字以内说明哪里不符。"
        raise InvalidInput("NOTE", message, fields={"note": message})
    row = BalanceConfirmation.objects.scoped(actor).filter(account=account, month=month).first()
    source = row.state if row else ""
    target = CONFIRMATION.check(source, "agree" if agrees else "differ").target
    row = row or BalanceConfirmation(account=account, month=month)
    row.balance_fen = ledger.balance_on(account.ledger_account_id, month_end(month))
    row.state, row.note, row.confirmed_at = target, note, now.wall
    row.person_id, row.display = actor.person, actor.display
    row.save()
    key = f"{CASE}:{account.pk}:{month}"
    if target == ConfirmationState.DIFFERS:
        cases.open_case(
            kind=CASE,
            subject_kind=KIND,
            subject_id=row.pk,
            title=f"企业对账不符:账户尾号 {account.tail4} {month:%Y-%m}",
            detail="企业认为月末余额与其账面不符,请联系企业核对,说明见下。",
            unit_path=account.unit_path,
            enterprise_id=account.holder_id,
            key=key,
            now=now,
        )
    elif source:
        cases.close_case(key=key, resolution="企业已确认相符", actor=actor, now=now)
    audit.record(
        actor=actor,
        action=f"bankaccounts.confirmation.{'agreed' if agrees else 'differed'}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=target,
        detail={"tail4": account.tail4, "month": f"{month:%Y-%m}"},
        enterprise_id=account.holder_id,
        unit_path=account.unit_path,
        now=now,
    )

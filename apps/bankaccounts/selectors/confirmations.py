"""Which months of the enterprise's accounts are confirmed, and which wait."""

from datetime import date, timedelta

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.money import Fen
from apps.ledger import api as ledger

from ..contracts import CONFIRMATION_LABELS, ConfirmationLine, ConfirmationState
from ..models import BalanceConfirmation, BankAccount
from .accounts import brief

MONTHS_BACK = 3  # how far back a month may still be confirmed


def month_end(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def months_over(opened_on: date, today: date) -> tuple[date, ...]:
    """The first days of the last months that are over and in which the account was open, the newest first."""
    months, month = [], today.replace(day=1)
    for _ in range(MONTHS_BACK):
        month = (month - timedelta(days=1)).replace(day=1)
        if month_end(month) >= opened_on:
            months.append(month)
    return tuple(months)


def confirmations_for_enterprise(actor: Actor, now: Moment) -> tuple[ConfirmationLine, ...]:
    """Each account and month of the last ones, what waits first. Two queries, and one for each balance."""
    accounts = list(BankAccount.objects.scoped(actor).exclude(status="CLOSED").order_by("pk"))
    said = {
        (row.account_id, row.month): row
        for row in BalanceConfirmation.objects.scoped(actor).filter(account__in=accounts)
    }
    lines = []
    for account in accounts:
        for month in months_over(account.opened_on, now.business_date):
            row = said.get((account.pk, month))
            state = ConfirmationState(row.state) if row else None
            lines.append(
                ConfirmationLine(
                    account=brief(account),
                    month=month,
                    balance=Fen(ledger.balance_on(account.ledger_account_id, month_end(month))),
                    state=state,
                    state_label=CONFIRMATION_LABELS[state] if state else "待确认",
                    note=row.note if row else "",
                    display=row.display if row else "",
                    confirmed_at=row.confirmed_at if row else None,
                )
            )
    return tuple(sorted(lines, key=lambda line: (line.state == ConfirmationState.AGREED, -line.month.toordinal())))

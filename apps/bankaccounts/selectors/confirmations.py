"""Which months of the enterprise's accounts are confirmed, and which wait."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair
from apps.ledger import api as ledger

from ..contracts import CONFIRMATION_LABELS, AccountClass, AccountStatus, ConfirmationLine, ConfirmationState
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


def _waiting(month: date) -> QuerySet[BankAccount]:
    """The open accounts of enterprises that are not yet confirmed for a month. Whose, the caller narrows."""
    agreed = BalanceConfirmation.objects.system("what is agreed does not wait").filter(
        account=OuterRef("pk"), month=month, state=ConfirmationState.AGREED
    )
    rows = BankAccount.objects.system("the caller narrows them").filter(
        account_class=AccountClass.CORPORATE, opened_on__lte=month_end(month)
    )
    return rows.exclude(status=AccountStatus.CLOSED).filter(~Exists(agreed))


def enterprises_waiting(month: date) -> tuple[UUID, ...]:
    """The enterprises that have not confirmed a month of one of their accounts. One query."""
    return tuple(_waiting(month).values_list("holder_id", flat=True).distinct().order_by("holder_id"))


def is_confirmation_due(actor: Actor, now: Moment) -> bool:
    """Whether the actor's enterprise has not confirmed last month. One query."""
    month = (now.business_date.replace(day=1) - timedelta(days=1)).replace(day=1)
    return _waiting(month).filter(holder_id=actor.enterprise).exists()


def difference_evidence(confirmation_id: UUID) -> tuple[Pair, ...]:
    """What the enterprise says differs, for the case that it opened."""
    rows = BalanceConfirmation.objects.system("the evidence of its case").select_related("account")
    row = rows.get(pk=confirmation_id)
    return (
        Pair("账户", f"单位结算账户 尾号 {row.account.tail4}"),
        Pair("月份", f"{row.month:%Y-%m}"),
        Pair("银行月末余额", f"{format_yuan(row.balance_fen)} 元"),
        Pair("企业说明", row.note or "—"),
        Pair("企业目前结论", CONFIRMATION_LABELS[ConfirmationState(row.state)]),
        Pair("提出人", row.display),
        Pair("提出时间", f"{row.confirmed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
    )


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

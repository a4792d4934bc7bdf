"""Reads of the port."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from apps.core.clock import SHANGHAI, Moment
from apps.core.crypto import blind_index
from apps.core.errors import NotFound
from apps.core.money import Fen

from .contracts import IdentityResult, PaymentCode, PaymentOutcome, PaymentState, StatementBalances, StatementEntry
from .models import CoreMessage, CoreStatement, CoreStatementEntry, IdentityCheck, LoanDisbursement
from .rules.payments import SEND_FOR

HOUSE = "payments belong to the house; the caller shows them under its own scope"


def outcome_of(message: CoreMessage) -> PaymentOutcome:
    return PaymentOutcome(
        reference=message.reference,
        state=PaymentState(message.state),
        code=PaymentCode(message.code) if message.code else None,
        amount=Fen(message.amount),
        intended_at=message.intended_at,
        sent_at=message.sent_at,
        resolved_at=message.resolved_at,
        next_query_at=message.next_query_at,
    )


def payment_outcome(reference: str) -> PaymentOutcome:
    """How a payment stands. Raises NotFound for a reference without an intent. No locks."""
    message = CoreMessage.objects.system(HOUSE).filter(reference=reference).first()
    if message is None:
        raise NotFound("没有这笔支付指令。")
    return outcome_of(message)


def payment_outcomes(references: Iterable[str]) -> dict[str, PaymentOutcome]:
    """The same for many, in one query; references without an intent are left out."""
    messages = CoreMessage.objects.system(HOUSE).filter(reference__in=list(references)).defer("payload")
    return {message.reference: outcome_of(message) for message in messages}


def statement_is_here(account: str, day: date) -> bool:
    """Whether the bank's day-end file of a clearing account and day has been kept."""
    return CoreStatement.objects.filter(account=account, business_date=day).exists()


def statement_entries(account: str, day: date) -> tuple[StatementEntry, ...]:
    """What the bank has settled on a clearing account and day, as its file tells it; nothing where there is no file."""
    rows = CoreStatementEntry.objects.filter(statement__account=account, statement__business_date=day)
    values = rows.order_by("number").values_list("reference", "bank_reference", "amount")
    return tuple(StatementEntry(reference, bank, Fen(fen)) for reference, bank, fen in values.iterator())


def statement_balances(account: str, day: date) -> StatementBalances | None:
    """The balances of the day-end file of a clearing account and day; None where there is no file."""
    files = CoreStatement.objects.filter(account=account)
    file = files.filter(business_date=day).first()
    if file is None:
        return None
    before = files.filter(business_date__lt=day).order_by("business_date").values_list("closing", flat=True).last()
    return StatementBalances(file.pk, Fen(file.opening), Fen(file.closing), None if before is None else Fen(before))


def loans_paid_out(number_indexes: Iterable[bytes]) -> dict[bytes, date]:
    """The day on which a loan of the bank was last paid out to each of the accounts, by the blind index of its number;
    accounts without one are left out. One query."""
    rows = LoanDisbursement.objects.filter(number_index__in=list(number_indexes))
    return {bytes(index): day for index, day in rows.values_list("number_index").annotate(last=Max("paid_on"))}


def payments_unsent(references: Iterable[str], now: Moment) -> dict[str, Fen]:
    """Those of the payments that have not left after SEND_FOR, with their amounts: they may be cancelled. One query."""
    late = CoreMessage.objects.system(HOUSE).filter(
        reference__in=list(references), state=PaymentState.INTENT, intended_at__lt=now.wall - SEND_FOR
    )
    return {reference: Fen(fen) for reference, fen in late.order_by("reference").values_list("reference", "amount")}


def identity_tries(*, id_number: str, now: Moment) -> int:
    """How often the bank was asked about an ID number with an account on the day of `now` (Shanghai)."""
    since = now.wall.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = IdentityCheck.objects.system("tries are counted over everybody who asks").filter(
        id_number_index=blind_index("id_number", id_number), account_index__isnull=False, asked_at__gte=since
    )
    return rows.exclude(state=IdentityResult.CHANNEL_ERROR).count()

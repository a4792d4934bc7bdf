"""Whether payees of this bank may be paid: their accounts' status first, then what the limits of their class allow."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountFacts, InboundRefusal
from apps.core.clock import Moment
from apps.risk import api as risk
from apps.risk.contracts import Flow, Refusal

from ..choices import BatchState, RowState
from ..models import Row

Payee = tuple[UUID, AccountFacts | None, int]  # line, its account, 分
Ask = Callable[..., Mapping[UUID, Refusal]]  # risk.check or risk.take_lines


def payee_refusals(payees: Iterable[Payee], *, ask: Ask, now: Moment) -> dict[UUID, InboundRefusal]:
    """The refused lines by id; an earlier line uses up the limit of a later one (AC-2)."""
    refused: dict[UUID, InboundRefusal] = {}
    payable: list[tuple[UUID, AccountFacts, int]] = []
    for line, facts, fen in payees:
        refusal = bankaccounts.inbound_refusal(facts)
        if refusal is not None:
            refused[line] = refusal
        elif facts is not None:
            payable.append((line, facts, fen))
    over = ask(claims=risk.account_claims(Flow.PAYROLL, payable), now=now)
    return refused | dict.fromkeys(over, InboundRefusal.CLASS_LIMIT)


APPROVED = (BatchState.SCHEDULED, BatchState.DEBITING, BatchState.DISBURSING)


def wages_expected(account_id: UUID) -> tuple[tuple[str, str, str, str], ...]:
    """Why an account should not be closed now (settings.CLOSING_BLOCKS): wages that are approved are on their way."""
    rows = Row.objects.system("whether wages are on their way").filter(
        payee_account_id=account_id, batch__state__in=APPROVED, state=RowState.PENDING
    )
    text = "有一笔代发工资正在办理,入账并转出后再销户;也可以先请单位改用其他账户。"
    return (("WAGES_EXPECTED", text, "", ""),) if rows.exists() else ()

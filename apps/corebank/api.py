"""The door to the bank's other systems: identity checks, registers of enterprises and cards, payments to other banks.

A payment is three commits: `intend_payment` in the caller's transaction, `send_payment` outside of any, and its result.
The intent brings a job of its own that sends and queries, so a caller need not: it listens to the events
`corebank.payment.resolved` and `corebank.payment.doubted`, or reads `payment_outcome`.
"""

from .selectors import (
    identity_tries,
    loans_paid_out,
    payment_outcome,
    payment_outcomes,
    payments_unsent,
    statement_balances,
    statement_entries,
    statement_is_here,
)
from .services.cards_lookup import cards_lookup as lookup_cards
from .services.enterprise_check import enterprise_check as check_enterprise
from .services.identity_check import identity_check as check_identity
from .services.payment_cancel import payment_cancel as cancel_payment
from .services.payment_intend import payment_intend as intend_payment
from .services.payment_query import payment_query as query_payment
from .services.payment_send import payment_send as send_payment
from .services.statement_fetch import statement_fetch as fetch_statement
from .services.statement_resolve import statement_resolve as resolve_by_statement

__all__ = [
    "cancel_payment",
    "check_enterprise",
    "check_identity",
    "fetch_statement",
    "identity_tries",
    "intend_payment",
    "loans_paid_out",
    "lookup_cards",
    "payment_outcome",
    "payment_outcomes",
    "payments_unsent",
    "query_payment",
    "resolve_by_statement",
    "send_payment",
    "statement_balances",
    "statement_entries",
    "statement_is_here",
]

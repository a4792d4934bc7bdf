"""The loan contract of one lender: its words, its terms, and the hash that names them (TX-12)."""

from dataclasses import dataclass
from datetime import date

from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan

from ..models import Issue, Order
from .terms import terms_shown


@dataclass(frozen=True, slots=True)
class LoanContract:
    """`facts` as they stand on the paper; `digest` is SHA-256 of all that was agreed."""

    number: str
    facts: tuple[tuple[str, str], ...]
    digest: str


def loan_contract(
    issue: Issue, order: Order, value_date: date, terms: tuple[tuple[str, str], ...] = ()
) -> LoanContract:
    """What the lender and the enterprise have agreed on, from the day on which the money moved. `terms`: those of
    `terms_shown`, where many contracts of one issue are made."""
    number = f"{issue.reference}-{order.number:04d}"
    facts = (
        ("合同编号", number),
        ("出借金额", f"¥{format_yuan(Fen(order.allotted_fen))}"),
        ("起息日", f"{value_date:%Y-%m-%d}"),
        ("出借人账户", order.account_masked),
        *(terms or terms_shown(issue)),
    )
    digest = body_hash({"facts": facts, "order": order.pk, "content": issue.content_hash, "person": order.person_id})
    return LoanContract(number, facts, digest)

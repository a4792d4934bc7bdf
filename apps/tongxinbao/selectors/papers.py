"""The loan contract of one lender: its words, its terms, and the hash that names them (TX-12)."""

import hashlib
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


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """What all contracts of an issue say alike, with the SHA-256 of it."""

    facts: tuple[tuple[str, str], ...]
    digest: str


def shared_terms(issue: Issue) -> SharedTerms:
    """The terms that every lender of the issue has agreed on, with the disclosures under their hash."""
    facts = terms_shown(issue)
    return SharedTerms(facts, body_hash({"facts": facts, "content": issue.content_hash}))


def loan_contract(issue: Issue, order: Order, value_date: date, shared: SharedTerms | None = None) -> LoanContract:
    """What the lender and the enterprise have agreed on, from the day on which the money moved. `shared` where many
    contracts of one issue are made."""
    shared = shared or shared_terms(issue)
    number = f"{issue.reference}-{order.number:04d}"
    own = (
        ("合同编号", number),
        ("出借金额", f"¥{format_yuan(Fen(order.allotted_fen))}"),
        ("起息日", f"{value_date:%Y-%m-%d}"),
        ("出借人账户", order.account_masked),
    )
    said = "\n".join([shared.digest, str(order.pk), str(order.person_id), *(value for _, value in own)])
    digest = hashlib.sha256(said.encode()).hexdigest()
    return LoanContract(number, own + shared.facts, digest)

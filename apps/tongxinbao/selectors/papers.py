"""The loan contract of one lender: its words, its terms, and the hash that names them (TX-12)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from apps.core.idempotency import body_hash
from apps.core.money import Fen, format_yuan

from ..models import Issue, Order
from .terms import terms_shown

OWN = ("合同编号", "出借金额", "起息日", "出借人账户")


class Lent(NamedTuple):
    """What a settlement reads of an order: as rows, hundreds cost a third of what as many models do."""

    pk: UUID
    number: int
    person_id: UUID
    state: str
    allotted_fen: int
    account_id: UUID
    account_ledger_id: UUID
    account_masked: str
    hold_id: UUID | None
    mandate_id: UUID | None
    is_entrusted: bool


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """What all contracts of an issue say alike, with the SHA-256 of it."""

    facts: tuple[tuple[str, str], ...]
    digest: str


def shared_terms(issue: Issue) -> SharedTerms:
    """The terms that every lender of the issue has agreed on, with the disclosures under their hash."""
    facts = terms_shown(issue)
    return SharedTerms(facts, body_hash({"facts": facts, "content": issue.content_hash}))


def loan_contract(
    issue: Issue, order: Order, value_date: date, shared: SharedTerms | None = None
) -> tuple[tuple[str, str], ...]:
    """What the lender and the enterprise have agreed on, from the day on which the money moved, as it stands on the
    paper. `shared` where many contracts of one issue are shown."""
    shared = shared or shared_terms(issue)
    return (*zip(OWN, _own_words(issue, order, f"{value_date:%Y-%m-%d}"), strict=True), *shared.facts)


def contracts_named(issue: Issue, orders: Iterable[Lent], value_date: date) -> list[tuple[str, str]]:
    """The number of each one's contract, and SHA-256 of all that was agreed."""
    shared, day, found = shared_terms(issue).digest, f"{value_date:%Y-%m-%d}", []
    for order in orders:
        words = _own_words(issue, order, day)
        said = "\n".join((shared, str(order.pk), str(order.person_id), *words))
        found.append((words[0], hashlib.sha256(said.encode()).hexdigest()))
    return found


def _own_words(issue: Issue, order: Order | Lent, day: str) -> tuple[str, str, str, str]:
    """Those of OWN."""
    number = f"{issue.reference}-{order.number:04d}"
    return number, f"¥{format_yuan(Fen(order.allotted_fen))}", day, order.account_masked

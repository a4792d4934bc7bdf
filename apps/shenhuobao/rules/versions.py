"""A version of the terms as it is kept, as it is said, and beside another one."""

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from ..contracts.product import ProductFees, TermsSaid

DOCUMENTS = ("prospectus", "risk_notice")
FIELDS = tuple(one.name for one in fields(TermsSaid) if one.name not in DOCUMENTS)


def fees_stored(fees: ProductFees) -> list[list[int | str]]:
    """As JSON keeps them: `[days, "rate"]`."""
    return [[days, f"{rate.normalize():f}"] for days, rate in fees]


def fees_said(stored: Sequence[Sequence[int | str]]) -> ProductFees:
    return tuple((int(days), Decimal(rate)) for days, rate in stored)


def document_hash(kind: str, body: str) -> str:
    """SHA-256 of exactly what is shown, in hex: the kind, a line feed, the body."""
    return hashlib.sha256(f"{kind}\n{body}".encode()).hexdigest()

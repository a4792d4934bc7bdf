"""Receipts: one leg proved against an exported head, without showing any other (docs/adr/0009)."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from apps.core import heads, proofs
from apps.core.errors import Unavailable
from apps.core.money import Fen
from apps.core.seal_proof import NotSealed, prove

from ..contracts import LEG_SHOWN, VOUCHER_SHOWN, ProvedLine

STREAM = "ledger"


def receipt_of(journal_id: UUID, leg: int) -> dict[str, Any]:
    """The receipt of a leg, as JSON: its amount, its journal's date and summary, digests, and the head of its block.

    Neither an account nor another leg is in it. Raises NotFound, NotSealed (also while the head is not exported yet),
    Unavailable.
    """
    document = prove(STREAM, journal_id, leg).document()
    if receipt_check(document) is None:
        raise NotSealed()
    return document


def receipt_check(document: object, heads_file: Path | None = None) -> ProvedLine | None:
    """What a receipt proves against the exported heads, by default those of this house; None when it proves nothing.

    Needs no database. Raises Unavailable when the heads cannot be read.
    """
    try:
        proof = proofs.parse(document)
    except proofs.NotAProof:
        return None
    if proof.block.stream != STREAM:
        return None
    try:
        head = heads.find(heads_file or heads.file_of(STREAM), STREAM, proof.block.number)
    except (OSError, ValueError) as error:
        raise Unavailable("封存记录暂时读取不到,请稍后再试。") from error
    return _proved(proof) if head and head.digest == proof.head else None


def _proved(proof: proofs.Proof) -> ProvedLine:
    """Whose head was exported was made from the books: every field is as they wrote it."""
    row = {name: value or "" for name, value in zip(VOUCHER_SHOWN, proof.row, strict=True)}
    leg = {name: value or "" for name, value in zip(LEG_SHOWN, proof.part, strict=True)}
    return ProvedLine(
        journal_id=UUID(row["id"]),
        leg=int(leg["leg"]),
        amount=Fen(int(leg["amount"])),
        asset=row["asset"],
        kind=row["kind"],
        summary=row["summary"],
        business_date=date.fromisoformat(row["business_date"]),
        at=datetime.fromisoformat(row["created_at"]),
        block=proof.block.number,
    )

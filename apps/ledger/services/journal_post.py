"""Posting: one journal of some legs, a batch from one debited account, and reversals in whole or in part."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from apps.core.clock import Moment
from apps.core.ids import new_id

from ..contracts import CNY, BatchPosted, Leg, Line, Posted
from .door import Binary, call

_POST = (
    "SELECT journal_id, replayed FROM ledger_post"
    "(%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::bigint[], %s::uuid[], %s, %s, %s::uuid[], %s)"
)
_BATCH = (
    "SELECT journal_id, replayed, refused_lines, refused_codes FROM ledger_post_batch"
    "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::bigint[], %s::uuid[], %s, %s, %s, %s)"
)
_REVERSE = (
    "SELECT journal_id, replayed FROM ledger_reverse(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::int[], %s::bigint[])"
)

# array_recv: dimensions, a flag that it does not need, the type uuid; then how many, the first one's number, and each
# value behind its size
_HEAD, _FIRST = struct.pack(">iii", 1, 0, 2950), struct.pack(">i", 1)
_SIZE, _NULL = struct.pack(">i", 16), struct.pack(">i", -1)


def journal_post(
    *,
    key: str,
    kind: str,
    summary: str,
    legs: Sequence[Leg],
    now: Moment,
    value_date: date | None = None,
    line_id: UUID | None = None,
    batch_id: UUID | None = None,
    approval_id: UUID | None = None,
    holds: Mapping[UUID, UUID] | None = None,
    release_rest: bool = True,
    asset: str = CNY,
) -> Posted:
    """Posts one journal in the caller's transaction. Amounts in 分, their sum zero; > 0 credits.

    Locks the accounts in ascending id, hot ones excepted. `key` is the business identity of the journal: the same key
    with the same body is a replay, with another body LedgerKeyReused. `line_id` marks the credited legs as the caller's
    line. `holds` (account → hold) says which debits come out of a hold, in whole or in part; what such a hold still
    holds is given back with `release_rest`. Raises InsufficientFunds, LedgerRefused (closed account, LEDGER_HOLD_ENDED,
    LEDGER_HOLD_SHORT, LEDGER_FROZEN), LedgerFault (unbalanced, unknown account or hold).
    """
    lines = _ids(line_id if fen > 0 else None for _, fen in legs) if line_id else None
    out_of = _ids(holds.get(account) if fen < 0 else None for account, fen in legs) if holds else None
    row = call(
        _POST,
        (new_id(), key, kind, summary, now.business_date, value_date or now.business_date, now.wall, asset,
         _ids(account for account, _ in legs), _fen(fen for _, fen in legs), lines, batch_id, approval_id,
         out_of, release_rest),
    )  # fmt: skip
    return Posted(*row)


def batch_post(
    *,
    key: str,
    kind: str,
    summary: str,
    debit: UUID,
    lines: Sequence[Line],
    control_count: int,
    control_sum: int,
    now: Moment,
    value_date: date | None = None,
    batch_id: UUID | None = None,
    approval_id: UUID | None = None,
    asset: str = CNY,
) -> BatchPosted:
    """Credits many accounts from one debited account in one journal and one statement.

    Locks all accounts in ascending id; the debited one is touched once. Count and sum must agree with the lines, else
    LedgerFault. A line that cannot be paid (LEDGER_CLOSED, LEDGER_ACCOUNT_UNKNOWN, LEDGER_ASSET, LEDGER_AMOUNT,
    LEDGER_OWN_PAYEE) fails alone and is not debited. Key, errors and units as in `journal_post`; a replay gives the
    same verdicts.
    """
    row = call(
        _BATCH,
        (new_id(), key, kind, summary, now.business_date, value_date or now.business_date, now.wall, asset, debit,
         _ids(account for account, _, _ in lines), _fen(fen for _, fen, _ in lines),
         _ids(line for _, _, line in lines), control_count, control_sum, batch_id, approval_id),
    )  # fmt: skip
    journal_id, is_replay, refused, codes = row
    return BatchPosted(
        journal_id, is_replay, {line - 1: code for line, code in zip(refused or (), codes or (), strict=True)}
    )


def journal_reverse(
    *,
    journal_id: UUID,
    key: str,
    kind: str,
    summary: str,
    now: Moment,
    approval_id: UUID | None = None,
    parts: Mapping[int, int] | None = None,
) -> Posted:
    """Posts the mirror of a journal (冲正). Locks the journal, then the accounts in ascending id.

    `parts` (leg → 分 > 0) takes back only so much of some legs; both sides must be the same sum. All reversals of a
    journal together take back no more than it moved; without `parts` it must not have been reversed before. Raises
    LedgerRefused (LEDGER_REVERSED, LEDGER_REVERSAL), InsufficientFunds, LedgerFault for an unknown journal.
    """
    legs, amounts = (list(parts), list(parts.values())) if parts is not None else (None, None)
    row = call(
        _REVERSE,
        (new_id(), key, journal_id, kind, summary, now.business_date, now.business_date, now.wall, approval_id, legs,
         amounts),
    )  # fmt: skip
    return Posted(*row)


def _ids(ids: Iterable[UUID | None]) -> Binary:
    """A PostgreSQL array of UUIDs: ten thousand cost a third of their text here, and a tenth of it in the server."""
    parts = [_SIZE + id.bytes if id else _NULL for id in ids]
    return Binary(_HEAD + len(parts).to_bytes(4, "big") + _FIRST + b"".join(parts))


def _fen(amounts: Iterable[int]) -> str:
    """A PostgreSQL array of amounts in 分. As text: an amount that is none of PostgreSQL's is refused there by name."""
    return "{" + ",".join(map(str, amounts)) + "}"

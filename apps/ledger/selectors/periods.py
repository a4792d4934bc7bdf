"""What moved on an account in a period of business dates, behind its statement (对账单). The caller has scoped it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, takewhile
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.core.money import Fen

from ..contracts import LINES_A_PAGE, MOST_LINES, LedgerFault, PeriodLine, PeriodSheet, PeriodTooFull

FETCHED = 2_000  # lines at a time of what is streamed

# One statement, so that all of it is of one moment, also on the day that is open.
#
# Versions number an account's entries as they came; while a day is closed, its own postings come among those of the
# next. No day is cut off before the one before it is closed: what a snapshot has counted therefore stands before every
# entry of the day after the next one, and snapshots bound the versions that a period may have.
_PERIOD = """
    WITH acc AS (
        SELECT a.id, a.balance + coalesce((SELECT sum(amount) FROM ledger_hotdelta WHERE account_id = a.id), 0) AS fen,
               (SELECT max(business_date) FROM ledger_snapshot) AS proved,
               coalesce((SELECT entries FROM ledger_snapshot WHERE account_id = a.id
                            AND business_date <= %(first)s::date - 2 ORDER BY business_date DESC LIMIT 1), 0) AS low,
               coalesce((SELECT entries FROM ledger_snapshot WHERE account_id = a.id
                            AND business_date > %(last)s::date ORDER BY business_date LIMIT 1), a.version) AS high
          FROM ledger_account a WHERE a.id = %(account)s
    ), moved AS MATERIALIZED (
        SELECT e.*, j.business_date, j.created_at, j.kind, j.summary FROM (
            SELECT journal_id, leg, amount, version FROM ledger_entry
             WHERE account_id = %(account)s AND version > (SELECT low FROM acc) AND version <= (SELECT high FROM acc)
             UNION ALL
            SELECT journal_id, leg, amount, version FROM ledger_entry
             WHERE account_id = %(account)s AND version IS NULL) e
          JOIN ledger_journal j ON j.id = e.journal_id AND j.business_date BETWEEN %(first)s AND %(last)s
         LIMIT %(most)s + 1
    ), sums AS (
        SELECT coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)::bigint AS debit,
               coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint AS credit,
               count(*) FILTER (WHERE amount < 0) AS debits, count(*) FILTER (WHERE amount > 0) AS credits FROM moved
    ), ends AS (
        -- up to the last snapshots what they say, behind them what is there now less what came later
        SELECT days.place, CASE WHEN days.day <= acc.proved THEN ledger_balance_on(acc.id, days.day) ELSE acc.fen
               - coalesce((SELECT sum(e.amount) FROM ledger_entry e
                             JOIN ledger_journal j ON j.id = e.journal_id AND j.business_date > days.day
                            WHERE e.account_id = acc.id AND e.version > acc.low), 0)
               - coalesce((SELECT sum(e.amount) FROM ledger_entry e
                             JOIN ledger_journal j ON j.id = e.journal_id AND j.business_date > days.day
                            WHERE e.account_id = acc.id AND e.version IS NULL), 0) END::bigint AS fen
          FROM acc, (VALUES (1, %(first)s::date - 1), (2, %(last)s::date)) AS days(place, day)
    )
    SELECT opening.fen, sums.*, closing.fen, lines.*
      FROM sums JOIN ends opening ON opening.place = 1 JOIN ends closing ON closing.place = 2
      LEFT JOIN (SELECT row_number() OVER place AS number, business_date, created_at, kind, summary, amount,
                        (sum(amount) OVER place)::bigint AS moved, journal_id, leg FROM moved
                 WINDOW place AS (ORDER BY business_date, version, created_at, journal_id, leg)
                  ORDER BY number OFFSET %(skip)s LIMIT %(take)s) lines ON true
     ORDER BY lines.number
"""
_FIGURES = 6  # columns of a row that are the sheet's


def period_page(
    account_id: UUID, *, first: date, last: date, page: int = 1
) -> tuple[PeriodSheet, tuple[PeriodLine, ...]]:
    """The period from `first` to `last`, both included, with a page of its lines, the earliest first.

    Exact on the open day too; beyond the last page no line is given. Raises PeriodTooFull, LedgerFault when the books
    do not come out even.
    """
    asked = _asked(account_id, first, last) | {"skip": (max(page, 1) - 1) * LINES_A_PAGE, "take": LINES_A_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(_PERIOD, asked)
        rows = cursor.fetchall()
    sheet = _sheet(first, last, rows[0])
    return sheet, tuple(_lines(sheet, rows))


@contextmanager
def period_stream(account_id: UUID, *, first: date, last: date) -> Iterator[tuple[PeriodSheet, Iterator[PeriodLine]]]:
    """The same with all its lines, of which a few are in memory at a time. A transaction is open as long as the block.

    Raises what `period_page` raises.
    """
    asked = _asked(account_id, first, last) | {"skip": 0, "take": None}
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_PERIOD, asked)
        begun = cursor.fetchmany(FETCHED)
        sheet = _sheet(first, last, begun[0])
        fetched = takewhile(bool, iter(lambda: cursor.fetchmany(FETCHED), None))
        yield sheet, _lines(sheet, chain(begun, chain.from_iterable(fetched)))


def _asked(account_id: UUID, first: date, last: date) -> dict[str, Any]:
    return {"account": account_id, "first": first, "last": last, "most": MOST_LINES}


def _sheet(first: date, last: date, row: tuple[Any, ...]) -> PeriodSheet:
    opening, debit, credit, debits, credits, closing = row[:_FIGURES]
    if debits + credits > MOST_LINES:
        raise PeriodTooFull()
    if opening - debit + credit != closing:
        raise LedgerFault("PERIOD_UNEVEN", "期间账务不平,已停止出具,请联系开户网点。")
    return PeriodSheet(first, last, Fen(opening), Fen(debit), Fen(credit), debits, credits, Fen(closing))


def _lines(sheet: PeriodSheet, rows: Any) -> Iterator[PeriodLine]:
    for row in rows:
        number, day, at, kind, summary, amount, moved, journal_id, leg = row[_FIGURES:]
        if number is not None:  # nothing moved
            yield PeriodLine(number, day, at, kind, summary, Fen(amount), Fen(sheet.opening + moved), journal_id, leg)

"""Reading the books. The caller has scoped the account."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from apps.core.clock import Moment
from apps.core.db import uuid_array
from apps.core.money import Fen

from ..choices import GlKind, HoldKind
from ..contracts import CNY, ENTRIES_A_PAGE, EntryLine, HoldFacts, LineCredit
from ..models import Account, Entry, Hold, HotDelta, Journal

HOUSE = "bank"
HOUSE_ID = UUID(int=0)

_WAITING = (
    HotDelta.objects.filter(account_id=OuterRef("pk")).order_by().values("account_id").annotate(fen=Sum("amount"))
)
EXACT = F("balance") + Coalesce(Subquery(_WAITING.values("fen")), 0)  # a hot account's balance lags behind


def balance(account_id: UUID) -> Fen:
    """An account's balance in 分, exact at this moment also on a hot account. Raises Account.DoesNotExist."""
    return Fen(Account.objects.values_list(EXACT, flat=True).get(pk=account_id))


def balances(account_ids: Sequence[UUID]) -> dict[UUID, Fen]:
    """The balances in 分 of many accounts, in one query."""
    return {pk: Fen(fen) for pk, fen in Account.objects.filter(pk__in=account_ids).values_list("pk", EXACT)}


def available(account_id: UUID, *, now: Moment) -> Fen:
    """What may be spent: the balance over its floor less what holds hold; those that have run out hold nothing (AC-8).

    Raises Account.DoesNotExist. For an account with a floor; a freeze that caught is a hold like any other.
    """
    over = Hold.objects.filter(account_id=OuterRef("pk"), is_open=True, expires_at__lte=now.business_at)
    run_out = over.order_by().values("account_id").annotate(fen=Sum("held")).values("fen")
    free = F("balance") - F("floor") - F("held") + Coalesce(Subquery(run_out), 0)
    return Fen(Account.objects.values_list(free, flat=True).get(pk=account_id))


def hold_facts(hold_id: UUID) -> HoldFacts | None:
    """How a hold stands; None for an unknown one."""
    return next(iter(_holds(Hold.objects.filter(pk=hold_id))), None)


def holds_short(wanted: Mapping[UUID, int]) -> frozenset[UUID]:
    """Of the holds (hold → 分 wanted of it), those that have ended or hold less. One query; mostly none is given."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT w.id FROM unnest(%s::uuid[], %s::bigint[]) w(id, fen)
                 LEFT JOIN ledger_hold h ON h.id = w.id AND h.is_open WHERE (h.held >= w.fen) IS NOT TRUE""",
            [uuid_array(wanted), list(wanted.values())],
        )
        return frozenset(hold_id for (hold_id,) in cursor.fetchall())


def holds_of(account_id: UUID) -> tuple[HoldFacts, ...]:
    """The open holds of an account, in the order in which freezes catch."""
    return _holds(Hold.objects.filter(account_id=account_id, is_open=True))


def _holds(rows: QuerySet[Hold]) -> tuple[HoldFacts, ...]:
    return tuple(
        HoldFacts(
            h.pk, h.account_id, HoldKind(h.kind), Fen(h.wanted), Fen(h.held), Fen(h.taken), h.is_open, h.subject_kind,
            h.subject_id, h.placed_at, h.expires_at,
        )
        for h in rows.order_by("number")
    )  # fmt: skip


def balance_on(account_id: UUID, day: date) -> Fen:
    """The balance in 分 at the end of a business date (日终余额), from that day's or an earlier snapshot."""
    return _balance("SELECT ledger_balance_on(%s, %s)", account_id, day)


def balance_by_value_date(account_id: UUID, day: date) -> Fen:
    """The balance in 分 that bore interest at the end of a day (起息日余额), with all that is known of it today."""
    return _balance("SELECT ledger_balance_by_value(%s, %s)", account_id, day)


def interest_due(account_id: UUID, day: date) -> Fen | None:
    """What an account that closed on this open day would be paid as interest (AC-11), in 分; None while it cannot be
    told, as `close_account` explains."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_interest_due(%s, %s)", [account_id, day])
        (fen,) = cursor.fetchone()
    return None if fen is None else Fen(fen)


def _balance(sql: str, account_id: UUID, day: date) -> Fen:
    with connection.cursor() as cursor:
        cursor.execute(sql, [account_id, day])
        return Fen(cursor.fetchone()[0])


def house_account(gl_code: str) -> UUID:
    """The bank's own account under a code (clearing, income)."""
    return Account.objects.values_list("pk", flat=True).get(
        owner_kind=HOUSE, owner_id=HOUSE_ID, gl_code=gl_code, asset=CNY
    )


def journal_of(key: str) -> UUID:
    """The journal that was posted under a key. Raises LookupError where there is none."""
    found = Journal.objects.filter(idempotency_key=key).values_list("pk", flat=True).first()
    if found is None:
        raise LookupError(f"no journal was posted under {key}")
    return found


def posted_since(gl_code: str, reference: str, day: date) -> bool:
    """Whether a clearing account has moved under a reference, which stands in the journal's key, after a day."""
    rows = Entry.objects.filter(account_id=house_account(gl_code), journal__business_date__gt=day)
    said = Func(F("journal__idempotency_key"), Value(":"), Value(2), function="split_part", output_field=TextField())
    return rows.annotate(said=said).filter(said=reference).exists()


def clearing_codes(day: date) -> tuple[str, ...]:
    """The clearing accounts (3001.*) to be reconciled for a day: those whose file comes every day, and those that moved
    on it."""
    moved = Entry.objects.filter(
        journal__business_date=day,
        account__in=Account.objects.filter(owner_kind=HOUSE, gl_code__kind=GlKind.CLEARING, asset=CNY),
    )
    return tuple(sorted({*settings.CLEARING_ACCOUNTS, *moved.values_list("account__gl_code_id", flat=True).distinct()}))


def line_credits(batch_id: UUID, account_ids: Sequence[UUID]) -> tuple[LineCredit, ...]:
    """What the lines of a caller's batch brought to these accounts; reversals are none. One query."""
    rows = Entry.objects.filter(
        journal__batch_id=batch_id, journal__reverses=None, account__in=account_ids, amount__gt=0, line_id__isnull=False
    )
    found = rows.order_by("line_id").values_list("account_id", "line_id", "amount", "journal_id", "leg")
    return tuple(
        LineCredit(account, line, Fen(fen), journal, leg) for account, line, fen, journal, leg in found if line
    )


def entries_of(account_id: UUID, *, page: int = 1) -> tuple[EntryLine, ...]:
    """A page of an account's entries, newest first."""
    start = (max(page, 1) - 1) * ENTRIES_A_PAGE
    rows = _entries(account_id).order_by("-version", "-journal__created_at")
    return tuple(map(entry_line, rows[start : start + ENTRIES_A_PAGE]))


def entry_of(account_id: UUID, journal_id: UUID, leg: int) -> EntryLine | None:
    """One entry of an account; None when it is another's."""
    found = _entries(account_id).filter(journal_id=journal_id, leg=leg).first()
    return entry_line(found) if found else None


def entry_count(account_id: UUID) -> int:
    """How many entries an account has."""
    return Entry.objects.filter(account_id=account_id).count()


def _entries(account_id: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(account_id=account_id).select_related("journal")


def entry_line(entry: Entry) -> EntryLine:
    journal = entry.journal
    return EntryLine(
        journal.created_at,
        journal.business_date,
        journal.summary,
        journal.kind,
        Fen(entry.amount),
        None if entry.balance_after is None else Fen(entry.balance_after),
        journal.pk,
        entry.leg,
    )

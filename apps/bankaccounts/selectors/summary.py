"""What a holder looks for in an account: entries that fit a question, and a month by kinds."""

from datetime import date
from uuid import UUID

from apps.core.actors import Actor
from apps.core.money import Fen
from apps.ledger import api as ledger
from apps.ledger.contracts import ENTRIES_A_PAGE, EntryFilter

from ..choices import ENTRY_KINDS, OTHER_KIND
from ..contracts import EntryPage, KindLine, MonthSummary
from ..models import BankAccount
from .accounts import brief


def entries_for_member(
    actor: Actor, account_id: UUID, *, kind: str, side: str, first: date | None, last: date | None, text: str, page: int
) -> EntryPage | None:
    """A page of the entries of one of the actor's own accounts that fit; None for anybody else's account.

    `kind` is a key of ENTRY_KINDS, `side` in or out; "" asks for all. Beyond the last page the last one."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if row is None:
        return None
    prefixes = ENTRY_KINDS[kind].prefixes if kind else ()
    others = tuple(prefix for one in ENTRY_KINDS.values() for prefix in one.prefixes) if kind == OTHER_KIND else ()
    asked = EntryFilter(side=side, first=first, last=last, text=text, kinds=prefixes, other_than=others)
    total, lines = ledger.entries_found(row.ledger_account_id, asked, page=page)
    pages = max(1, -(-total // ENTRIES_A_PAGE))
    return EntryPage(brief(row), lines, min(page, pages), pages, total)


def month_for_member(actor: Actor, account_id: UUID, *, first: date, last: date) -> MonthSummary | None:
    """A month of one of the actor's own accounts by kinds, the busiest first; None for anybody else's."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if row is None:
        return None
    sums: dict[str, list[int]] = {}
    for moved in ledger.turnover_by_kind(row.ledger_account_id, first=first, last=last):
        found = sums.setdefault(_kind_of(moved.kind), [0, 0, 0])
        for place, fen in enumerate((moved.came, moved.went, moved.count)):
            found[place] += fen
    lines = [KindLine(key, ENTRY_KINDS[key].label, Fen(a), Fen(b), n) for key, (a, b, n) in sums.items()]
    lines.sort(key=lambda line: (-(line.came + line.went), line.kind))
    came, went = sum(line.came for line in lines), sum(line.went for line in lines)
    return MonthSummary(brief(row), first, last, Fen(came), Fen(went), tuple(lines))


def _kind_of(journal_kind: str) -> str:
    for key, one in ENTRY_KINDS.items():
        if journal_kind.startswith(one.prefixes):
            return key
    return OTHER_KIND

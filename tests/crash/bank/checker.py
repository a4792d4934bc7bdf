"""What must be true of the books after the bank test, seen from what its clients have written down."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tests.ledger.books import faults, rows

from .notes import Story


class Kind(StrEnum):
    OPEN = "a transfer whose end nobody knows"
    LOST = "acknowledged, and not in the books"
    TWICE = "in the books more than once"
    REFUSED_YET_THERE = "refused, and in the books"
    ANSWERS_DIFFER = "one key, answered in two ways"
    OTHER_LEGS = "in the books otherwise than it was sent"
    NOBODYS = "in the books, and sent by nobody"
    TOTAL = "the balances do not sum to zero"
    NOT_ITS_ENTRIES = "a balance is not the sum of its entries"
    NOT_THE_CLIENTS = "a balance is not what the clients' acknowledged transfers make"
    VERSIONS = "the versions of an account have a gap or come twice"
    INVARIANT = "verify_money finds a fault"


@dataclass(frozen=True, slots=True)
class Violation:
    kind: Kind
    what: str


def check(name: str, stories: Mapping[UUID, Story], opening: Mapping[UUID, int]) -> Iterator[Violation]:
    """What the run of this name has broken in the books. `opening`: what each account held before its first transfer;
    `stories`: all that its clients have written down."""
    yield from _transfers(name, stories)
    yield from _accounts(stories, opening)
    yield from (Violation(Kind.INVARIANT, sentence) for sentence in faults())


def _transfers(name: str, stories: Mapping[UUID, Story]) -> Iterator[Violation]:
    """Every key acknowledged as committed is there exactly once, with its legs; what was refused is not there."""
    journals, legs = defaultdict(set), defaultdict(set)
    for journal, line, account, fen in rows(
        "SELECT e.journal_id, e.line_id, e.account_id, e.amount FROM ledger_entry e"
        " JOIN ledger_journal j ON j.id = e.journal_id WHERE j.kind = %s", name,
    ):  # fmt: skip
        legs[journal].add((account, fen))
        if line:
            journals[line].add(journal)
    for id in journals.keys() - stories.keys():
        yield Violation(Kind.NOBODYS, f"{id}: {journals[id]}")
    for id, story in stories.items():
        there, transfer = journals.get(id, set()), story.transfer
        if story.is_open:
            yield Violation(Kind.OPEN, f"{story}")
        if story.journals and not there:
            yield Violation(Kind.LOST, f"{story}")
        if len(there) > 1:
            yield Violation(Kind.TWICE, f"{story}: {there}")
        if there and not story.journals:
            yield Violation(Kind.REFUSED_YET_THERE, f"{story}: {there}")
        if story.journals and (set(story.journals) != there or story.refusals):
            yield Violation(Kind.ANSWERS_DIFFER, f"{story}: {there}")
        sent = {(transfer.payer, -transfer.fen), (transfer.payee, transfer.fen)}
        if any(legs[journal] != sent for journal in there):
            yield Violation(Kind.OTHER_LEGS, f"{story}: {there}")


def _accounts(stories: Mapping[UUID, Story], opening: Mapping[UUID, int]) -> Iterator[Violation]:
    """Balances follow the entries and the clients' notes; versions are 1, 2, 3 …; all together is zero."""
    said, entries, versions = Counter(opening), Counter[UUID](), defaultdict(list)
    for story in stories.values():
        if story.journals:
            said[story.transfer.payer] -= story.transfer.fen
            said[story.transfer.payee] += story.transfer.fen
    for account, fen, version in rows("SELECT account_id, amount, version FROM ledger_entry"):
        entries[account] += fen
        versions[account] += [version] if version is not None else []
    accounts = rows(
        "SELECT a.id, a.version, a.balance + coalesce(sum(d.amount), 0)::bigint FROM ledger_account a"
        " LEFT JOIN ledger_hotdelta d ON d.account_id = a.id GROUP BY a.id"
    )
    if total := sum(balance for _, _, balance in accounts):
        yield Violation(Kind.TOTAL, f"{total}")
    for account, version, balance in accounts:
        if balance != entries[account]:
            yield Violation(Kind.NOT_ITS_ENTRIES, f"{account}: {balance}, entries {entries[account]}")
        if balance != said[account]:
            yield Violation(Kind.NOT_THE_CLIENTS, f"{account}: {balance}, notes {said[account]}")
        if sorted(versions[account]) != list(range(1, version + 1)):
            yield Violation(Kind.VERSIONS, f"{account}: {len(versions[account])} entries, version {version}")

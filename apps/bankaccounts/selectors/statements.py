"""Statements of an account (对账单): what a period held, and those that were issued."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from uuid import UUID

from apps.core.actors import Actor
from apps.core.errors import Conflict, InvalidInput
from apps.core.money import Fen
from apps.core.proof_codes import with_spaces
from apps.ledger import api as ledger
from apps.ledger.contracts import LINES_A_PAGE

from ..contracts import AccountBrief, PeriodPage, PrintedStatement, StatementProof, StatementView
from ..models import BankAccount, Statement
from ..rules import period_check
from .accounts import brief

PDF_LINES = 10_000  # of a statement that is printed: a second of one processor, and two hundred pages
STATEMENTS_SHOWN = 5
OUTDATED = "出具后期间内又有业务入账,这份对账单与现在的账务不一致,请重新出具。"


def period_for_holder(
    actor: Actor, account_id: UUID, *, first: date, last: date, today: date, page: int = 1
) -> PeriodPage | None:
    """A page of what moved from `first` to `last` on an account of the actor's own, or of the enterprise that he acts
    for; None for others. Beyond the last page the last one. Raises InvalidInput, PeriodTooFull."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if row is None:
        return None
    period_check(first, last, today=today)
    number = max(page, 1)
    sheet, lines = ledger.period_page(row.ledger_account_id, first=first, last=last, page=number)
    pages = max(1, -(-sheet.count // LINES_A_PAGE))
    if number > pages:
        number = pages
        sheet, lines = ledger.period_page(row.ledger_account_id, first=first, last=last, page=number)
    return PeriodPage(brief(row), sheet, lines, number, pages)


@contextmanager
def period_streamed(
    actor: Actor, account_id: UUID, *, first: date, last: date, today: date, most: int
) -> Iterator[tuple[AccountBrief, ledger.PeriodSheet, Iterator[ledger.PeriodLine]] | None]:
    """The same with all its lines, `most` of them, of which a few are in memory at a time."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if row is None:
        yield None
        return
    period_check(first, last, today=today)
    with ledger.period_stream(row.ledger_account_id, first=first, last=last) as (sheet, lines):
        lines_check(sheet, most)
        yield brief(row), sheet, lines


def lines_check(sheet: ledger.PeriodSheet, most: int) -> None:
    """Raises InvalidInput for a period that has more lines than a file of its kind takes."""
    if sheet.count > most:
        raise InvalidInput(
            "STATEMENT_LINES",
            f"这一期间共 {sheet.count:,} 笔,这种文件一次最多 {most:,} 笔,请缩短期间,或改用 CSV 导出。",
        )


def statement_digest(account_id: UUID, sheet: ledger.PeriodSheet, lines: Iterable[ledger.PeriodLine]) -> str:
    """The hex of a SHA-256 over all that a statement says of the books: every change of any line changes it."""
    digest = sha256(f"1|{account_id}|{sheet.first}|{sheet.last}|{sheet.opening}|{sheet.closing}\n".encode())
    for line in lines:
        said = f"{line.business_date}|{line.journal_id}|{line.leg}|{line.amount}|{line.balance}|{line.summary}\n"
        digest.update(said.encode())
    return digest.hexdigest()


def statements_for_holder(actor: Actor, account_id: UUID) -> tuple[StatementView, ...]:
    """The newest statements that were issued of an account within the actor's reach."""
    rows = Statement.objects.scoped(actor).filter(account_id=account_id).order_by("-issued_at", "-pk")
    return tuple(map(_view, rows[:STATEMENTS_SHOWN]))


def statement_for_holder(
    actor: Actor, account_id: UUID, statement_id: UUID
) -> tuple[AccountBrief, StatementView, bool] | None:
    """An issued statement of an account of the actor's own, or of the enterprise that he acts for, and whether the
    books still say so; None for others."""
    row = _found(actor, account_id, statement_id)
    return (brief(row.account), _view(row), _printed(row) is not None) if row else None


def statement_printed(actor: Actor, account_id: UUID, statement_id: UUID) -> PrintedStatement | None:
    """An issued statement with its lines, to be printed; None where `statement_for_holder` gives none.

    Raises Conflict STATEMENT_OUTDATED when the books say something else by now.
    """
    row = _found(actor, account_id, statement_id)
    if row is None:
        return None
    printed = _printed(row)
    if printed is None:
        raise Conflict("STATEMENT_OUTDATED", OUTDATED)
    return printed


def statement_proved(code: str) -> StatementProof | None:
    """What a statement's code proves to a stranger; None when no statement has it. At most PDF_LINES are read."""
    rows = Statement.objects.system("the code is 80 random bits, given to the holder").select_related("account")
    row = rows.filter(code=code).first()
    return None if row is None else StatementProof(_view(row), _printed(row) is not None)


def _found(actor: Actor, account_id: UUID, statement_id: UUID) -> Statement | None:
    rows = Statement.objects.scoped(actor).select_related("account")
    return rows.filter(pk=statement_id, account_id=account_id).first()


def _printed(row: Statement) -> PrintedStatement | None:
    """The statement as the books have it now; None when that is not what was issued."""
    account_id = row.account.ledger_account_id
    try:
        with ledger.period_stream(account_id, first=row.first, last=row.last) as (sheet, streamed):
            if (sheet.opening, sheet.closing, sheet.count) != (row.opening, row.closing, row.lines):
                return None
            lines = tuple(streamed)
    except ledger.PeriodTooFull:
        return None
    if statement_digest(account_id, sheet, lines) != row.digest:
        return None
    return PrintedStatement(brief(row.account), _view(row), sheet, lines)


def _view(row: Statement) -> StatementView:
    return StatementView(
        row.pk, row.first, row.last, Fen(row.opening), Fen(row.closing), row.lines, row.digest,
        with_spaces(row.code), row.prints, row.issued_at,
    )  # fmt: skip

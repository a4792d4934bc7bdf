"""The whole books, as the bank's accountants read them: trial balance, codes, accounts, journals. Head office's."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, Sum

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.errors import Forbidden, NotFound
from apps.core.money import Fen

from ..choices import GL_KIND_LABELS, GlKind
from ..contracts import CNY, AccountLine, GlLine, JournalLeg, JournalSheet, TrialBalance
from ..models import Account, Entry, GlAccount, Journal
from .accounts import EXACT, HOUSE

ACCOUNTS_A_PAGE = LEGS_A_PAGE = 50

# Closing of a day: what is there now less what came after it; the days after the asked one are few.
_TRIAL = """
    WITH now_ AS (
        SELECT gl_code, sum(balance) AS fen FROM (
            SELECT gl_code, balance FROM ledger_account WHERE asset = %(asset)s UNION ALL
            SELECT a.gl_code, d.amount FROM ledger_hotdelta d JOIN ledger_account a ON a.id = d.account_id
             WHERE a.asset = %(asset)s) b GROUP BY gl_code
    ), moved AS (
        SELECT a.gl_code,
               sum(e.amount) FILTER (WHERE j.business_date > %(day)s) AS later,
               -sum(e.amount) FILTER (WHERE j.business_date = %(day)s AND e.amount < 0) AS debit,
               sum(e.amount) FILTER (WHERE j.business_date = %(day)s AND e.amount > 0) AS credit
          FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id JOIN ledger_account a ON a.id = e.account_id
         WHERE j.business_date >= %(day)s AND j.asset = %(asset)s GROUP BY a.gl_code
    )
    SELECT g.code, g.name, g.kind, coalesce(m.debit, 0), coalesce(m.credit, 0),
           coalesce(n.fen, 0) - coalesce(m.later, 0)
      FROM ledger_glaccount g LEFT JOIN now_ n ON n.gl_code = g.code LEFT JOIN moved m ON m.gl_code = g.code
     WHERE n.gl_code IS NOT NULL OR m.gl_code IS NOT NULL ORDER BY g.code
"""


def trial_balance(actor: Actor, *, day: date, asset: str = CNY) -> TrialBalance:
    """试算平衡表 of a business date in one asset: each code's opening, debits, credits and closing, and their sums.

    Exact on the open day too. Raises Forbidden outside head office.
    """
    require_head_office(actor)
    with connection.cursor() as cursor:
        cursor.execute(_TRIAL, {"day": day, "asset": asset})
        rows = cursor.fetchall()
    lines = tuple(
        GlLine(code, name, GL_KIND_LABELS[GlKind(kind)], Fen(int(end + debit - credit)), Fen(int(debit)),
               Fen(int(credit)), Fen(int(end)))
        for code, name, kind, debit, credit, end in rows
    )  # fmt: skip
    sums = [Fen(sum(column)) for column in zip(*map(_figures, lines), strict=True)] or [Fen(0)] * 4
    return TrialBalance(day, asset, lines, GlLine("", "合计", "", *sums))


def _figures(line: GlLine) -> tuple[int, ...]:
    return line.opening, line.debit, line.credit, line.closing


def assets_kept() -> tuple[str, ...]:
    """The assets in which accounts are kept, CNY first."""
    kept = set(Account.objects.values_list("asset", flat=True).distinct()) | {CNY}
    return tuple(sorted(kept, key=lambda asset: (asset != CNY, asset)))


def accounts_under(actor: Actor, code: str, *, asset: str, page: int) -> tuple[str, tuple[AccountLine, ...], int]:
    """A page of the accounts under a code, the largest balance first, with the code's name and their number.

    Raises NotFound for an unknown code, Forbidden outside head office.
    """
    require_head_office(actor)
    name = GlAccount.objects.filter(pk=code).values_list("name", flat=True).first()
    if name is None:
        raise NotFound("没有这个会计科目。")
    accounts = Account.objects.filter(gl_code=code, asset=asset)
    start = (page - 1) * ACCOUNTS_A_PAGE
    rows = accounts.annotate(exact=EXACT).order_by(F("exact").desc(), "pk")[start : start + ACCOUNTS_A_PAGE]
    lines = tuple(
        AccountLine(a.pk, _owner_label(a.owner_kind), Fen(a.exact), Fen(a.held), a.is_hot, a.closed_on) for a in rows
    )
    return name, lines, accounts.count()


def account_line(actor: Actor, account_id: UUID) -> tuple[str, str, AccountLine]:
    """One account with its code and the code's name. Raises NotFound, Forbidden outside head office."""
    require_head_office(actor)
    found = Account.objects.annotate(exact=EXACT).select_related("gl_code").filter(pk=account_id).first()
    if found is None:
        raise NotFound("没有找到这个账户。")
    line = AccountLine(
        found.pk, _owner_label(found.owner_kind), Fen(found.exact), Fen(found.held), found.is_hot, found.closed_on
    )
    return found.gl_code_id, found.gl_code.name, line


def journal_sheet(actor: Actor, journal_id: UUID, *, page: int) -> JournalSheet:
    """记账凭证: a journal with a page of its legs. Raises NotFound, Forbidden outside head office."""
    require_head_office(actor)
    journal = Journal.objects.filter(pk=journal_id).first()
    if journal is None:
        raise NotFound("没有找到这张凭证。")
    legs = Entry.objects.filter(journal_id=journal_id)
    figures = legs.aggregate(count=Count("leg"), total=Sum("amount", filter=Q(amount__gt=0)))
    start = (page - 1) * LEGS_A_PAGE
    shown = legs.select_related("account__gl_code").order_by("leg")[start : start + LEGS_A_PAGE]
    return JournalSheet(
        id=journal.pk,
        kind=journal.kind,
        summary=journal.summary,
        asset=journal.asset,
        business_date=journal.business_date,
        value_date=journal.value_date,
        posted_at=journal.created_at,
        reverses=journal.reverses_id,
        reversed_by=tuple(Journal.objects.filter(reverses_id=journal_id).values_list("pk", flat=True)),
        total=Fen(int(figures["total"] or 0)),
        leg_count=int(figures["count"]),
        legs=tuple(
            JournalLeg(
                e.leg,
                e.account_id,
                e.account.gl_code_id,
                e.account.gl_code.name,
                Fen(-e.amount) if e.amount < 0 else None,
                Fen(e.amount) if e.amount > 0 else None,
            )
            for e in shown
        ),
    )


def _owner_label(kind: str) -> str:
    """What kind of owner an account has, in words; the owner stays unnamed."""
    return "本行" if kind == HOUSE else str(audit.words("AUDIT_SUBJECTS").get(kind, "其他"))


def require_head_office(actor: Actor) -> None:
    """Raises Forbidden for whoever is of a branch."""
    if not approvals.is_of_head_office(actor):
        raise Forbidden("全行账簿由总行查看。", "HEAD_OFFICE")

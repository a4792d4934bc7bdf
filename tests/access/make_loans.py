"""What of 同心宝 the stage needs: issues in some states, a paper, a payout, a quote that waits."""

from base64 import b64encode
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from apps.approvals import api as approvals
from apps.bankaccounts.models import BankAccount
from apps.core.actors import Actor, Role
from apps.core.clock import SHANGHAI, Moment
from apps.core.ids import new_id
from apps.tongxinbao.choices import EXIT_SUBJECT, QUOTE_SUBJECT, Disclosure
from apps.tongxinbao.models import Due, Holding, Issue, IssuePaper, LprQuote, Order, Payout, PayoutLine
from apps.tongxinbao.services.lpr_propose import quote_digest

DUE = date(2026, 8, 31)


def issue(enterprise_id: UUID, title: str, now: Moment, *, state: str = "BANK_REVIEW") -> Issue:
    """An issue without a gap, as listed; a DRAFT, one before the bank, one that is raised or lent."""
    key = new_id()
    account = BankAccount.objects.system("the stage").filter(holder_id=enterprise_id).earliest("pk")
    at = datetime.combine(now.business_date, now.business_at.timetz())
    return Issue.objects.create(
        id=key, reference=f"ST{key.hex[-16:]}", enterprise_id=enterprise_id, state=state, title=title,
        scale_fen=100_000_00, rate=Decimal("5.40"), open_at=at - timedelta(days=1), close_at=at + timedelta(days=3),
        maturity_date=DUE, due_on=DUE, proceeds="MATERIALS", net_assets_fen=50_000_000_00,
        disclosures={one.value: "以演示数据填写。" for one in Disclosure}, content_hash="0" * 64,
        account_id=account.pk, account_ledger_id=account.ledger_account_id, account_masked="8010 **** 0001",
        min_order_fen=1_000_00, step_fen=1_000_00, person_max_fen=20_000_00, min_ratio=Decimal(80), lpr=Decimal("3.00"),
        listed_on=now.business_date, value_date=now.business_date, transit_ledger_id=new_id(),
        maker_person_id=new_id(), maker_display="林*", created_at=now.wall, submitted_at=at.astimezone(SHANGHAI),
    )  # fmt: skip


def paper(of: Issue, now: Moment) -> IssuePaper:
    """A resolution, as uploaded."""
    content = b"%PDF-1.4 demo"
    return IssuePaper.objects.create(
        issue=of, kind="RESOLUTION", title="决议", file_name="决议.pdf", content_type="application/pdf",
        content=b64encode(content).decode(), size=len(content), sha256="0" * 64, person_id=new_id(), display="林*",
        at=now.wall,
    )  # fmt: skip


def loan(of: Issue, person_id: UUID, now: Moment, *, number: int = 1) -> Holding:
    """What one person has lent in an issue, with its schedule."""
    fen = 1_000_00
    place = {"account_id": new_id(), "account_ledger_id": new_id(), "account_masked": "6217 **** 0001"}
    order = Order.objects.create(
        issue=of, number=number, person_id=person_id, member_id=new_id(), state="SETTLED", amount_fen=fen,
        allotted_fen=fen, placed_at=now.wall, **place,
    )  # fmt: skip
    held = Holding.objects.create(
        issue=of, order=order, number=number, person_id=person_id, principal_fen=fen, left_fen=fen,
        contract_number=f"{of.reference}-{number:04d}", contract_hash="0" * 64, opened_on=now.business_date, **place,
    )  # fmt: skip
    Due.objects.create(holding=held, number=1, due_on=DUE, days=182, principal_fen=fen, interest_fen=26_93)
    return held


def payout(held: Holding, now: Moment, *, number: int = 1) -> Payout:
    """Interest that was paid on it."""
    made = Payout.objects.create(
        issue=held.issue, number=number, kind="INTEREST", paid_on=now.business_date, gross_fen=26_93, tax_fen=5_39,
        net_fen=21_54, line_count=1,
    )  # fmt: skip
    PayoutLine.objects.create(
        payout=made, holding=held, person_id=held.person_id, paid_on=now.business_date, principal_fen=0,
        interest_fen=26_93, tax_fen=5_39, net_fen=21_54,
    )  # fmt: skip
    return made


def exit_request(held: Holding, enterprise_id: UUID, now: Moment) -> UUID:
    """Its lender has asked for the money back; gives the id of the loan."""
    lender = Actor(person_id=held.person_id, display="李*")
    approvals.request(
        kind=EXIT_SUBJECT, subject_id=held.pk, digest="0" * 64, summary={"提前收回": held.contract_number},
        steps=(Role.CHECKER, Role.AUTHORISER), actor=lender, enterprise_id=enterprise_id, now=now,
    )  # fmt: skip
    return held.pk


def quote(maker: Actor, now: Moment) -> LprQuote:
    """A quote of the LPR that waits for an approver of head office."""
    row = LprQuote.objects.create(
        published_on=date(2020, 4, 20), rate=Decimal("3.85"), display="韩**", created_at=now.wall
    )  # fmt: skip
    approvals.request(
        kind=QUOTE_SUBJECT, subject_id=row.pk, digest=quote_digest(row), summary={"一年期 LPR": "3.85%"},
        steps=(Role.APPROVER,), actor=maker, unit_path="/head/", now=now,
    )  # fmt: skip
    return row

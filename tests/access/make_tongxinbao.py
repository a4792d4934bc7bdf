"""What of 同心宝 the stage needs: an issue that takes orders, and somebody who has lent before."""

from base64 import b64encode
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from apps.bankaccounts.models import BankAccount
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.tongxinbao.choices import Disclosure
from apps.tongxinbao.models import (
    Due,
    EntrustedAnswer,
    EntrustedLine,
    EntrustedList,
    Holding,
    Issue,
    IssuePaper,
    LoanMandate,
    Order,
)


def issue(
    enterprise_id: UUID, account: BankAccount, reference: str, now: Moment, *, state: str = "SUBSCRIBING"
) -> Issue:
    lent = {"value_date": now.business_date, "due_on": date(2026, 8, 31), "transit_ledger_id": new_id()}
    return Issue.objects.create(
        reference=reference, enterprise_id=enterprise_id, state=state, title=f"{reference}的借款",
        scale_fen=100_000_00, rate=Decimal("5.40"), open_at=now.business_at - timedelta(days=1),
        close_at=now.business_at + timedelta(days=9), maturity_date=date(2026, 8, 31), proceeds="MATERIALS",
        disclosures={one.value: "以演示数据填写。" for one in Disclosure}, net_assets_fen=50_000_000_00,
        account_id=account.pk, account_ledger_id=account.ledger_account_id, account_masked="6217 **** 0001",
        content_hash="0" * 64, min_order_fen=1_000_00, step_fen=1_000_00, person_max_fen=20_000_00,
        min_ratio=Decimal(80), lpr=Decimal("3.00"), listed_on=now.business_date, maker_person_id=new_id(),
        maker_display="林*", created_at=now.wall, **(lent if state == "ACTIVE" else {}),
    )  # fmt: skip


def paper(of: Issue, now: Moment) -> IssuePaper:
    content = b64encode(b"%PDF-1.4").decode()
    return IssuePaper.objects.create(
        issue=of, kind="RESOLUTION", title="股东会或董事会决议", file_name="决议.pdf", content=content, size=8,
        content_type="application/pdf", sha256="0" * 64, person_id=new_id(), display="林*", at=now.wall,
    )  # fmt: skip


def order(of: Issue, account: BankAccount, number: int, now: Moment, *, state: str = "UNALLOTTED") -> Order:
    """One that holds no money any more."""
    return Order.objects.create(
        issue=of, number=number, person_id=account.holder_id, member_id=new_id(), state=state, amount_fen=1_000_00,
        account_id=account.pk, account_ledger_id=account.ledger_account_id, account_masked="6217 **** 0002",
        placed_at=now.wall,
    )  # fmt: skip


def holding(of: Issue, account: BankAccount, now: Moment) -> Holding:
    made = Holding.objects.create(
        issue=of, order=order(of, account, 1, now, state="SETTLED"), number=1, person_id=account.holder_id,
        principal_fen=1_000_00, left_fen=1_000_00, account_id=account.pk,
        account_ledger_id=account.ledger_account_id, account_masked="6217 **** 0002",
        contract_number=f"{of.reference}-0001", contract_hash="0" * 64, opened_on=now.business_date,
    )  # fmt: skip
    Due.objects.create(
        holding=made, number=1, due_on=date(2026, 8, 31), days=182, principal_fen=1_000_00, interest_fen=26_93
    )
    return made


def let_exit(holding_id: UUID, now: Moment) -> None:
    """Its lender may have the money back before the day, since somebody else lends to the same issue."""
    lent = Holding.objects.system("stage").select_related("issue").get(pk=holding_id)
    Issue.objects.system("stage").filter(pk=lent.issue_id).update(may_exit=True)
    account = BankAccount.objects.system("stage").get(pk=lent.account_id)
    other = order(lent.issue, account, 2, now, state="SETTLED")
    lent.pk, lent.order_id, lent.number, lent.contract_number = new_id(), other.pk, 2, f"{lent.contract_number}-2"
    lent.person_id = new_id()
    lent.save(force_insert=True)


def mandate(of: Issue, account: BankAccount, mandate_id: UUID, now: Moment) -> LoanMandate:
    """What its person has signed with the mandate `mandate_id` of agreements."""
    return LoanMandate.objects.create(
        issue=of, person_id=account.holder_id, mandate_id=mandate_id, max_fen=5_000_00,
        valid_until=now.business_date, account_id=account.pk, account_ledger_id=account.ledger_account_id,
        account_masked="6217 **** 0002", signed_at=now.wall,
    )  # fmt: skip


def entrusted(of: Issue, now: Moment) -> EntrustedList:
    """A list with one line that waits for the checker."""
    made = EntrustedList.objects.create(
        issue=of, state="SUBMITTED", file_name="名单.xlsx", file_sha256="0" * 64, digest="1" * 64, line_count=1,
        total_fen=1_000_00, maker_person_id=new_id(), maker_display="林*", at=now.business_at,
    )  # fmt: skip
    EntrustedLine.objects.create(
        list=made, number=2, emp_no="0001", name="某人", amount_text="1000", amount_fen=1_000_00, person_id=new_id()
    )
    return made


def placed(of: Issue, now: Moment) -> EntrustedList:
    """A list that was carried out, its one line without a mandate."""
    made = EntrustedList.objects.create(
        issue=of, state="PLACED", file_name="名单.xlsx", file_sha256="0" * 64, digest="2" * 64, line_count=1,
        total_fen=1_000_00, maker_person_id=new_id(), maker_display="林*", checker_person_id=new_id(),
        checker_display="周*", at=now.business_at, released_at=now.business_at, ended_at=now.business_at,
    )  # fmt: skip
    line = EntrustedLine.objects.create(
        list=made, number=2, emp_no="0001", name="某人", amount_text="1000", amount_fen=1_000_00, person_id=new_id()
    )
    EntrustedAnswer.objects.create(line=line, person_id=line.person_id, outcome="NO_MANDATE", at=now.business_at)
    return made

"""What of the payroll the stage needs beside batches, lines and payslips."""

import json
from base64 import b64encode
from uuid import UUID

from apps.bankaccounts.models import BankAccount
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.daifutong.models import (
    Batch,
    Contract,
    FeeStatement,
    Opening,
    OpeningInvitee,
    Payslip,
    Reclaim,
    Row,
    Upload,
    UploadPiece,
    WageCard,
)
from apps.daifutong.selectors.contracts import TERMS
from apps.daifutong.services.contract_request import contract_reference

from .make import CARD


def reclaim(of: Row, now: Moment) -> Reclaim:
    """A paid line that its employee is asked to give back."""
    return Reclaim.objects.create(
        row=of,
        enterprise_id=of.batch.enterprise_id,
        person_id=of.person_id,
        amount_fen=100,
        reason="重复计算",
        state="WAITS",
        digest="0" * 64,
        maker_person_id=new_id(),
        maker_display="林*",
        checker_person_id=new_id(),
        asked_at=now.wall,
        lapses_on=now.business_date,
    )


def unread(of: Batch) -> Batch:
    """A batch whose file is kept: which column is which is asked."""
    columns = [["A", "甲", ["李晓雯"], "name"], ["B", "乙", ["***0012"], "account"], ["C", "丙", ["5000.00"], ""]]
    upload = Upload.objects.create(
        batch=of, size=99, phase="ASKED", code="F_HEADER", message="没有找到表头", question=json.dumps(columns)
    )
    content = b64encode(b"x,y,z").decode()
    UploadPiece.objects.create(upload=upload, number=0, content=content)
    return of


def opening(enterprise_id: UUID, person_id: UUID, now: Moment) -> Opening:
    """A request to open an account for one person, before the bank has said anything."""
    made = Opening.objects.create(
        enterprise_id=enterprise_id, count=1, maker_person_id=new_id(), maker_display="孙*", asked_at=now.wall
    )
    OpeningInvitee.objects.create(opening=made, person_id=person_id, name="李晓雯", emp_no="A001")
    return made


def wagecard(enterprise_id: UUID, person_id: UUID, now: Moment) -> WageCard:
    """One that waits for the employer's word; the story's own where it has one."""
    made, _ = WageCard.objects.system("the stage").get_or_create(
        enterprise_id=enterprise_id,
        person_id=person_id,
        state="SUBMITTED",
        defaults={
            "name": "李晓雯",
            "emp_no": "A001",
            "number": CARD,
            "tail": CARD[-4:],
            "label": f"本行I类户 尾号 {CARD[-4:]}",
            "account_id": new_id(),
            "account_since": now.business_date,
            "submitted_at": now.business_at,
        },
    )
    return made


def contract(enterprise_id: UUID, now: Moment) -> Contract:
    """A request to sign other terms than those that hold; the story's own where it has one."""
    contracts = Contract.objects.system("the stage")
    held = contracts.get(enterprise_id=enterprise_id, state="ACTIVE")
    terms = {name: getattr(held, name) for name in TERMS if not name.startswith("fee_")}
    made, _ = contracts.get_or_create(
        enterprise_id=enterprise_id,
        state="REQUESTED",
        defaults=terms
        | {
            "reference": contract_reference(now.business_date),
            "payer_name": held.payer_name,
            "payer_masked": held.payer_masked,
            "requester_person_id": new_id(),
            "requester_display": "某某",
            "requested_at": now.wall,
        },
    )
    return made


def fee(enterprise_id: UUID, account: BankAccount, now: Moment) -> FeeStatement:
    """What two lines of a month cost that nothing else is in."""
    return FeeStatement.objects.create(
        enterprise_id=enterprise_id, month="2024-01", own_count=2, other_count=0, fen=100, vat_fen=6,
        payer_account_id=account.pk, payer_ledger_id=account.ledger_account_id, payer_masked="1", made_at=now.wall,
    )  # fmt: skip


def payslip(of: Row, *, dispute: str = "") -> Payslip:
    """A new payslip, or one in dispute."""
    said = {"state": "DISPUTED", "viewed_at": of.paid_at, "answered_at": of.paid_at, "dispute_text": dispute}
    return Payslip.objects.create(
        row=of,
        person_id=of.person_id,
        published_at=of.paid_at,
        items=[["岗位工资", 5_000_00]],
        **(said if dispute else {}),
    )

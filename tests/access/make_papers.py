"""Papers of the payroll and of the roster, for the stage."""

from base64 import b64encode
from uuid import UUID

from apps.core.clock import SHANGHAI, Moment
from apps.core.ids import new_id
from apps.core.proof_codes import new_code
from apps.daifutong.models import PayReceipt, Payslip, Row, WageProof
from apps.members.models import InsuranceRecord


def pay_receipt(of: Row, now: Moment) -> PayReceipt:
    """The employee's copy of the receipt of a paid line."""
    return PayReceipt.objects.create(
        batch_id=of.batch_id, row=of, person_id=of.person_id, code=new_code(), prints=1, issued_at=now.wall
    )


def wage_proof(of: Payslip, now: Moment) -> WageProof:
    """What its person has had the bank say of it."""
    batch, paid_on = of.row.batch, of.published_at.astimezone(SHANGHAI).date()  # a wage that still stands
    return WageProof.objects.create(
        kind="INCOME", person_id=of.person_id, enterprise_id=batch.enterprise_id, name=of.row.name,
        purpose="LOAN", recipient="某银行", first="2026-02", last="2026-02", months=1, total_fen=5_000_00,
        average_fen=5_000_00, lines=[[batch.pay_period, batch.kind, f"{paid_on}", of.row.payable_fen]], digest="0" * 64,
        code=new_code(), issued_at=now.wall, issued_on=now.business_date, expires_on=now.business_date,
    )  # fmt: skip


def withdrawn(of: Row) -> Payslip:
    """A payslip that its enterprise has taken back."""
    return Payslip.objects.create(
        row=of, person_id=of.person_id, published_at=of.paid_at, state="WITHDRAWN", withdraw_reason="少了一天"
    )


def insurance(enterprise_id: UUID, name: str, now: Moment) -> InsuranceRecord:
    """What an enterprise has said of its people's social insurance, with a paper."""
    return InsuranceRecord.objects.create(
        enterprise_id=enterprise_id, content=b64encode(b"%PDF-1.4").decode(), content_type="application/pdf", size=8,
        sha256="0" * 64, list_name=name, insured_count=1, ended_count=0, person_id=new_id(), display="林*",
        at=now.wall,
    )  # fmt: skip

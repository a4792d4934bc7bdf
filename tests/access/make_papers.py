"""Papers of the payroll, for the stage."""

from apps.core.clock import Moment
from apps.core.proof_codes import new_code
from apps.daifutong.models import PayReceipt, Row


def pay_receipt(of: Row, now: Moment) -> PayReceipt:
    """The employee's copy of the receipt of a paid line."""
    return PayReceipt.objects.create(
        batch_id=of.batch_id, row=of, person_id=of.person_id, code=new_code(), prints=1, issued_at=now.wall
    )

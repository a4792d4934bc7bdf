"""Receipts (电子回单) of what was paid, and what a stranger may learn of one (PY-12)."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.masking import mask_account, mask_name
from apps.core.money import in_words
from apps.core.parts import Pair
from apps.core.proof_codes import Proved, with_spaces
from apps.core.templatetags.ui import month

from ..choices import KIND_LABELS, BatchKind, RowState
from ..contracts import ReceiptsIssued, ReceiptView
from ..models import Batch, PayReceipt, Row
from .batches import batch_for, line_of
from .payslips import visible

RECEIPTS_A_FILE = 500  # 12 MB and some four seconds of one processor


def receipts_issued(actor: Actor, batch_id: UUID, row_ids: Iterable[UUID]) -> ReceiptsIssued:
    """What the enterprise has printed of a batch, of these lines among others. Raises NotFound."""
    batch = batch_for(actor, batch_id)
    rows = PayReceipt.objects.system("of a batch that has been scoped").filter(batch=batch, person_id=None)
    prints: dict[UUID | None, int] = dict(
        rows.filter(Q(row_id__in=row_ids) | Q(row=None)).values_list("row_id", "prints")
    )
    paid = paid_rows(batch).count()
    lines = {row: count for row, count in prints.items() if row}
    return ReceiptsIssued(line_of(batch), prints.get(None, 0), lines, paid, parts_of(paid))


def parts_of(lines: int) -> int:
    """In how many files the receipts of so many lines come."""
    return -(-lines // RECEIPTS_A_FILE)


def own_receipt(actor: Actor, payslip_id: UUID, now: Moment) -> ReceiptView | None:
    """The employee's copy of what one payslip paid, once it was issued."""
    slip = visible(actor, now).filter(pk=payslip_id).first()
    if slip is None:
        return None
    receipts = PayReceipt.objects.scoped(actor).select_related("batch", "row")
    found = receipts.filter(row=slip.row, row__bounced_at=None).first()
    return view_of(found) if found else None


def paid_rows(batch: Batch) -> QuerySet[Row]:
    rows = Row.objects.system("lines of a batch that has been scoped")
    return rows.filter(batch=batch, state=RowState.PAID)


def view_of(receipt: PayReceipt) -> ReceiptView:
    """Of a receipt with its batch and its line."""
    batch, row = receipt.batch, receipt.row
    is_employees = receipt.person_id is not None
    purpose = f"{month(batch.pay_period)}{KIND_LABELS[BatchKind(batch.kind)]}"
    if row is None:
        sums = paid_rows(batch).aggregate(count=Count("pk"), fen=Sum("amount_fen", default=0), last=Max("paid_at"))
        count, fen, paid_at = sums["count"], sums["fen"], sums["last"]
    else:
        count, fen, paid_at = 0, row.payable_fen, row.paid_at
        purpose += f" {row.remark}" if row.remark else ""
    if paid_at is None:
        raise ValueError(f"{batch.reference} has a receipt and nothing paid")
    return ReceiptView(
        number=f"{batch.reference}-{row.number:06d}" if row else batch.reference,
        code=with_spaces(receipt.code),
        is_employees=is_employees,
        payer_name=batch.payer_name,
        payer_account=batch.payer_masked,
        payee_name=(mask_name(row.name) if is_employees else row.name) if row else "",
        payee_account=mask_account(row.account.clear()) if row else "",
        count=count,
        amount_fen=fen,
        purpose=purpose,
        paid_on=paid_at.astimezone(SHANGHAI).date(),
        prints=receipt.prints,
        issued_at=receipt.issued_at,
    )


def receipt_proved(code: str) -> Proved | None:
    """What the code of a receipt proves (settings.PROOFS): what was paid, the payee's name masked, no account."""
    rows = PayReceipt.objects.system("the code is 80 random bits, given to the holder")
    found = rows.select_related("batch", "row").filter(code=code).first()
    if found is None:
        return None
    if found.row is None and not paid_rows(found.batch).exists():
        return Proved("已退票", "这张代发回单由本行出具,所列款项其后均被收款银行退回。", "failed", ())
    view = view_of(found)
    payee = Pair("收款人", mask_name(found.row.name)) if found.row else Pair("收款笔数", f"{view.count:,} 笔")
    pairs = (
        Pair("回单编号", view.number),
        Pair("付款人", view.payer_name),
        payee,
        Pair("大写", f"人民币{in_words(view.amount_fen)}"),
        Pair("付款日期", f"{view.paid_on}"),
        Pair("用途", f"{month(found.batch.pay_period)}{KIND_LABELS[BatchKind(found.batch.kind)]}"),
    )
    if found.row and found.row.bounced_at:
        text = f"这张代发回单由本行出具,款项其后被收款银行退回({found.row.bounced_at.astimezone(SHANGHAI):%Y-%m-%d})。"
        return Proved("已退票", text, "failed", pairs, view.amount_fen)
    return Proved("真实", "这张代发回单由本行出具,款项已经发放。请与出示的回单逐项核对。", "ok", pairs, view.amount_fen)

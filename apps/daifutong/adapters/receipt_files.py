"""Receipts (电子回单) as PDF, one or many (PY-12)."""

import tempfile
import zipfile
from decimal import Decimal
from typing import IO

from django.http import FileResponse, HttpResponse

from apps.core.clock import SHANGHAI
from apps.core.files.pdf import Document, write_pdf
from apps.core.files.writer import OutCell, save_csv
from apps.core.http.files import PDF, ZIP, file_response
from apps.core.money import format_yuan, in_words, plain_yuan

from ..contracts import ReceiptBundle, ReceiptView

LIST_COLUMNS = ("回单编号", "验证码", "收款人", "收款账号", "金额(元)", "付款日期")


def receipt_document(view: ReceiptView) -> Document:
    """What is printed of one receipt."""
    payee = (("收款人", "见明细回单"), ("收款笔数", f"{view.count:,} 笔")) if view.count else (
        ("收款人", view.payee_name), ("收款账号", view.payee_account),
    )  # fmt: skip
    return Document(
        title="代发业务电子回单",
        facts=(
            ("回单编号", view.number), ("验证码", view.code),
            ("付款人", view.payer_name), ("付款账号", view.payer_account),
            *payee, ("付款日期", f"{view.paid_on}"), ("币种", "人民币"),
            ("金额", f"{format_yuan(view.amount_fen)} 元"), ("大写", f"人民币{in_words(view.amount_fen)}"),
            ("用途", view.purpose), ("联次", "收款人回单" if view.is_employees else "付款人回单"),
            ("打印", prints_of(view.prints)),
            ("出具时间", f"{view.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        ),
        foot=f"验证码 {view.code}",
        seal="电子回单专用章",
        notes=(
            "持验证码可在本行「凭证查验」页面核对真伪,无需登录。重复打印的回单请勿重复入账。",
            *(("本回单为批次合计,只含发放成功的明细;失败并退回的款项不在其中。",) if view.count else ()),
        ),
    )  # fmt: skip


def receipt_pdf(view: ReceiptView) -> bytes:
    """Raises Unavailable."""
    return write_pdf(receipt_document(view))


def receipt_response(view: ReceiptView) -> HttpResponse:
    """One receipt to download. Raises Unavailable."""
    return file_response(receipt_pdf(view), f"receipt-{view.number}.pdf", PDF)


def bundle_response(bundle: ReceiptBundle) -> FileResponse:
    """A zip of the receipts and a list of them, written into a file before the first byte goes out: memory holds one
    PDF at a time, and a slow reader no transaction. Raises Unavailable."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with zipfile.ZipFile(out, "w") as pack:  # a PDF is compressed already
        for view in bundle.receipts:
            pack.writestr(f"{view.number}.pdf", receipt_pdf(view))
        with pack.open("回单清单.csv", "w") as listed:
            save_csv(listed, LIST_COLUMNS, map(_listed, bundle.receipts))
    out.seek(0)
    name = f"receipts-{bundle.reference}-{bundle.number}of{bundle.parts}.zip"
    return FileResponse(out, as_attachment=True, filename=name, content_type=ZIP)


def prints_of(count: int) -> str:
    return "第 1 次" if count <= 1 else f"第 {count} 次(补打)"


def _listed(view: ReceiptView) -> tuple[OutCell, ...]:
    return (
        view.number, view.code, view.payee_name, view.payee_account, Decimal(plain_yuan(view.amount_fen)),
        f"{view.paid_on}",
    )  # fmt: skip

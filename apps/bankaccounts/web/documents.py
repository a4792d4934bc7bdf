"""Receipts (电子回单) and statements (对账单) as files to hand on."""

from datetime import datetime

from django.http import HttpResponse

from apps.core.clock import SHANGHAI
from apps.core.errors import NotFound
from apps.core.files.pdf import Column, Document, write_pdf
from apps.core.masking import mask_name
from apps.core.money import format_yuan, in_words

from ..contracts import EntryDetail, PrintedStatement, ReceiptView

COLUMNS = (
    Column("序号", 34), Column("记账日期", 58), Column("摘要", 181), Column("支出(元)", 80, True),
    Column("收入(元)", 80, True), Column("余额(元)", 82, True),
)  # fmt: skip


def receipt_json(found: EntryDetail) -> HttpResponse:
    """What a program can check without us. Raises NotFound while no receipt is issued."""
    receipt = _receipt_of(found)
    return _file(receipt.text.encode(), "application/json", f"receipt-{_solid(receipt.code)}.json")


def receipt_pdf(found: EntryDetail, *, is_masked: bool) -> HttpResponse:
    """PY-12: `is_masked` on the copy of a person. Raises NotFound while no receipt is issued, Unavailable."""
    receipt, line = _receipt_of(found), found.line
    holder = mask_name(found.account.holder_name) if is_masked else found.account.holder_name
    document = Document(
        title="电子回单",
        facts=(
            ("验证码", receipt.code), ("记账日期", f"{line.business_date}"),
            ("收款人" if line.amount > 0 else "付款人", holder), ("账号", found.account.masked_number),
            ("收支", "收入" if line.amount > 0 else "支出"), ("金额", f"人民币 {format_yuan(abs(line.amount))} 元"),
            ("大写", f"人民币{in_words(abs(line.amount))}"), ("摘要", line.summary),
            ("凭证号", f"{line.journal_id}-{line.leg}"), ("入账时间", _time(line.at)),
            ("打印", _prints(receipt.prints)), ("出具时间", _time(receipt.issued_at)),
        ),
        foot=f"验证码 {receipt.code}",
        seal="电子回单专用章",
        notes=("持验证码可在本行「凭证查验」页面核对真伪,无需登录。重复打印的回单请勿重复入账。",),
    )  # fmt: skip
    return _file(write_pdf(document), "application/pdf", f"receipt-{_solid(receipt.code)}.pdf")


def statement_pdf(printed: PrintedStatement) -> HttpResponse:
    """The statement with all its lines. Raises Unavailable."""
    view, sheet, account = printed.view, printed.sheet, printed.account
    issued = _time(view.issued_at)
    period = f"{view.first} 至 {view.last}"
    document = Document(
        title="账户对账单",
        facts=(
            ("户名", account.holder_name), ("账号", account.masked_number),
            ("账户类型", account.class_label), ("币种", "人民币"),
            ("对账期间", period), ("出具时间", issued),
            ("期初余额", f"{format_yuan(sheet.opening)} 元"), ("期末余额", f"{format_yuan(sheet.closing)} 元"),
            ("支出合计", f"{sheet.debits:,} 笔,{format_yuan(sheet.debit)} 元"),
            ("收入合计", f"{sheet.credits:,} 笔,{format_yuan(sheet.credit)} 元"),
            ("验证码", view.code), ("打印", _prints(view.prints)), ("内容摘要值", view.digest),
        ),
        foot=f"验证码 {view.code}",
        seal="对账单专用章",
        subject=f"{account.masked_number} · {period}",
        columns=COLUMNS,
        rows=tuple(
            (
                str(line.number), f"{line.business_date}", line.summary,
                format_yuan(line.taken) if line.amount < 0 else "",
                format_yuan(line.amount) if line.amount > 0 else "", format_yuan(line.balance),
            )
            for line in printed.lines
        ),
        totals=(
            "合计", "", f"支出 {sheet.debits:,} 笔,收入 {sheet.credits:,} 笔", format_yuan(sheet.debit),
            format_yuan(sheet.credit), format_yuan(sheet.closing),
        ),
        notes=(
            "持验证码可在本行「凭证查验」页面核对期间、期末余额和内容摘要值,无需登录。",
            f"本对账单为 {issued} 的账务;期间含未日终的营业日时,其后入账的业务不在其中,查验时会如实提示。",
        ),
    )  # fmt: skip
    return _file(write_pdf(document), "application/pdf", f"statement-{_solid(view.code)}.pdf")


def _receipt_of(found: EntryDetail) -> ReceiptView:
    if found.receipt is None:
        raise NotFound("这笔业务还没有开具回单。")
    return found.receipt


def _time(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _prints(count: int) -> str:
    return "第 1 次" if count <= 1 else f"第 {count} 次(补打)"


def _solid(code: str) -> str:
    return code.replace(" ", "")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})

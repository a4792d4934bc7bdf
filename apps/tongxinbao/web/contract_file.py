"""The loan contract of one lender, as a file to keep and to show (TX-12)."""

from apps.agreements.contracts import AgreementPage
from apps.core.files.pdf import Column, Document, Passage, write_pdf
from apps.core.money import format_yuan

from ..choices import BANNER
from ..contracts import LoanPage

COLUMNS = (
    Column("应付日期", 130),
    Column("天数", 65, True),
    Column("本金(元)", 160, True),
    Column("利息(元)", 160, True),
)


def contract_pdf(found: LoanPage, lender: str, words: AgreementPage) -> bytes:
    """Between the employee and the enterprise: its facts, its words, its schedule. Raises Unavailable."""
    number = found.line.contract_number
    document = Document(
        title="企业借款合同",
        facts=(
            ("出借人", lender),
            ("借款人", found.line.enterprise_name),
            *found.contract,
            ("合同摘要值", found.contract_hash),
        ),
        foot=f"合同编号 {number}",
        seal="电子签署专用章",
        subject=f"{found.line.title} · {number}",
        passages=[Passage(line.text, line.is_heading) for line in words.paragraphs],
        columns=COLUMNS,
        rows=[
            (f"{due.due_on}", f"{due.days}", format_yuan(due.principal_fen), format_yuan(due.interest_fen))
            for due in found.dues
        ],
        notes=(f"{BANNER}。", "合同摘要值为合同各项约定的 SHA-256。利息为税前金额,由借款人代扣 20% 个人所得税。"),
    )
    return write_pdf(document)

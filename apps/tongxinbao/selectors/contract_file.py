"""The loan contract of one lender, as a file to keep and to show (TX-12)."""

from uuid import UUID

from apps.agreements import api as agreements
from apps.agreements.contracts import AgreementPage
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.files.pdf import Column, Document, Passage, write_pdf
from apps.core.money import format_yuan
from apps.identity import api as identity

from ..choices import BANNER
from ..contracts import ContractFile, LoanPage
from ..models import Due, Holding
from .own import loan_page

WHY = "the schedule of a loan within the actor's reach"
TERMS = "loan_terms"
COLUMNS = (
    Column("应付日期", 130),
    Column("天数", 65, True),
    Column("本金(元)", 160, True),
    Column("利息(元)", 160, True),
)


def contract_file(actor: Actor, holding_id: UUID, now: Moment) -> ContractFile:
    """The contract of a loan within the actor's reach as PDF: one's own, or one to the actor's enterprise, which is its
    other party. Raises NotFound, Unavailable."""
    rows = Holding.objects.scoped(actor).select_related("issue__enterprise", "order")
    row = rows.filter(pk=holding_id).first()
    if row is None:
        raise NotFound()
    dues = Due.objects.system(WHY).filter(holding=row).order_by("number")
    found = loan_page(row, dues, (), (), now.business_date)
    words = agreements.words_signed(TERMS, found.signed_id, row.opened_on)
    content = contract_pdf(found, identity.person_brief(row.person_id).name, words)
    return ContractFile(f"loan-{row.contract_number}.pdf", content)


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

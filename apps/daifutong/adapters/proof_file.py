"""收入证明 and 工资流水 as PDF (PY-12)."""

from django.http import HttpResponse

from apps.core.clock import SHANGHAI
from apps.core.files.pdf import Column, Document, write_pdf
from apps.core.http.files import PDF, file_response
from apps.core.money import format_yuan, in_words
from apps.core.templatetags.ui import month

from ..choices import ProofKind
from ..contracts import ProofView

COLUMNS = (Column("所属月份", 120), Column("类型", 120), Column("发放日期", 135), Column("金额(元)", 140, True))


def proof_document(view: ProofView) -> Document:
    """What is printed: of 收入证明 the average and no single wage, of 工资流水 each payment."""
    line = view.line
    is_income = line.kind == ProofKind.INCOME
    words = (("月平均收入", f"{format_yuan(view.average_fen)} 元"), ("大写", f"人民币{in_words(view.average_fen)}"))
    sums = (("笔数", f"{len(view.lines)} 笔"), ("合计", f"{format_yuan(view.total_fen)} 元"))
    return Document(
        title=line.kind_label,
        facts=(
            ("姓名", view.name), ("发薪单位", line.enterprise_name),
            ("期间", f"{month(line.first)}至{month(line.last)}"), ("月数", f"{view.months} 个月"),
            *(words if is_income else sums), ("出具给", line.recipient), ("用途", line.purpose_label),
            ("验证码", view.code), ("有效期至", f"{line.expires_on}"),
            ("出具时间", f"{view.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"), ("内容摘要值", view.digest),
        ),
        foot=f"验证码 {view.code}",
        seal="收入证明专用章" if is_income else "工资流水专用章",
        subject=f"{line.first} 至 {line.last}",
        columns=() if is_income else COLUMNS,
        rows=() if is_income else tuple((period, kind, day, format_yuan(fen)) for period, kind, day, fen in view.lines),
        totals=() if is_income else ("合计", "", f"{len(view.lines)} 笔", format_yuan(view.total_fen)),
        notes=(
            "本行仅证明上述单位通过本行代发的工资、奖金和补发,不含报销和离职结算,不代表本人全部收入。",
            *(("月平均收入 = 期间内发放合计 ÷ 期间月数,没有发放的月份计入月数。",) if is_income else ()),
            "持验证码可在本行「凭证查验」页面核对真伪和是否仍然有效,无需登录。",
        ),
    )  # fmt: skip


def proof_response(view: ProofView) -> HttpResponse:
    """The proof to download. Raises Unavailable."""
    name = f"{view.line.kind.lower()}-{view.code.replace(' ', '')}.pdf"
    return file_response(write_pdf(proof_document(view)), name, PDF)

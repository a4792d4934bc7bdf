"""收入证明 and 工资流水 on the phone: amounts after step-up alone, for whoever they are about (PY-13)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI
from apps.core.errors import InvalidInput
from apps.core.files.pdf import Column, Document, write_pdf
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.money import format_yuan, in_words
from apps.core.templatetags.ui import month

from ..choices import PROOF_LABELS, PROOF_PURPOSES, RECIPIENT_LENGTH, ProofKind
from ..contracts import Employer, ProofView
from ..selectors.wage_proofs import employers_of, proof_line, proof_view, proofs_for_member
from ..services.proof_issue import proof_issue as issue
from ..services.proof_open import proof_open as open_proof
from ..services.proof_revoke import proof_revoke as revoke
from .passes import pass_check, pass_for, watermark_of
from .receipt_files import pdf_response

READ = "daifutong.payslip.read"
TEMPLATE = "mobile/daifutong/proof_list.html"
COLUMNS = (Column("所属月份", 120), Column("类型", 120), Column("发放日期", 135), Column("金额(元)", 140, True))


class ProofForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=list(PROOF_LABELS.items()))
    enterprise_id = forms.TypedChoiceField(label="发薪单位", coerce=UUID)
    months = forms.TypedChoiceField(label="期间", choices=[(6, "最近 6 个月"), (12, "最近 12 个月")], coerce=int)
    purpose = forms.ChoiceField(label="用途", choices=list(PROOF_PURPOSES.items()))
    recipient = forms.CharField(label="出具给", max_length=RECIPIENT_LENGTH)

    def __init__(self, *args: object, employers: tuple[Employer, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one.id), one.name) for one in employers]
        self.fields["enterprise_id"].choices = choices  # type: ignore[attr-defined]


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_list(request: Request) -> HttpResponse:
    """What was issued, and the form for another one."""
    return render(request, TEMPLATE, _shown(request))


@page("mobile", permission=READ, relation=Relation.SELF, step_up="出具工资证明", methods=("POST",))
def proof_issue(request: Request) -> HttpResponse:
    shown = _shown(request)
    form = shown["form"]
    if not form.is_valid():
        return answer_invalid(request, TEMPLATE, shown)
    try:
        return _opened(request, issue(**form.cleaned_data, actor=request.actor, now=clock.read()))
    except InvalidInput as error:
        return answer_invalid(request, TEMPLATE, shown, error)


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_detail(request: Request, proof_id: UUID) -> HttpResponse:
    """A proof closed: no figure is in the page."""
    line = proof_line(request.actor, proof_id, clock.read())
    return render(request, "mobile/daifutong/proof_detail.html", {"line": line})


@page("mobile", permission=READ, relation=Relation.SELF, step_up="查看工资证明", methods=("POST",))
def proof_open(request: Request, proof_id: UUID) -> HttpResponse:
    return _opened(request, open_proof(proof_id=proof_id, actor=request.actor, now=clock.read()))


@page("mobile", permission=READ, relation=Relation.SELF, methods=("POST",))
def proof_revoke(request: Request, proof_id: UUID) -> HttpResponse:
    revoke(proof_id=proof_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤销,对方再查验时会看到已失效。")
    return redirect("mobile:proof_detail", proof_id)


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_file(request: Request, proof_id: UUID) -> HttpResponse:
    view = proof_view(request.actor, proof_id, clock.read())
    pass_check(request, f"proof-{proof_id}")
    return pdf_response(write_pdf(proof_document(view)), f"{view.line.kind.lower()}-{view.code.replace(' ', '')}.pdf")


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


def _shown(request: Request) -> dict[str, Any]:
    employers = employers_of(request.actor)
    form = ProofForm(request.POST or None, employers=employers)
    return {"form": form, "proofs": proofs_for_member(request.actor, clock.read()), "employers": employers}


def _opened(request: Request, view: ProofView) -> HttpResponse:
    shown = {
        "view": view,
        "pass": pass_for(request.actor, f"proof-{view.line.id}"),
        "watermark": watermark_of(view.name, clock.read()),
    }
    return render(request, "mobile/daifutong/proof_view.html", shown)

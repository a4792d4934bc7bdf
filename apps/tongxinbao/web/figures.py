"""What the issuer owes and has paid: its lenders, its payouts, the register of the tax withheld."""

import io
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import Conflict, InvalidInput
from apps.core.files.writer import OutCell, save_csv
from apps.core.http.files import PDF, file_response
from apps.core.http.request import Request
from apps.core.parts import Link

from ..contracts import Register
from ..selectors.contract_file import contract_file
from ..selectors.dashboard import holdings_of, register_of
from ..selectors.dashboard import payout_detail as payout_detail_of
from ..services.register_export import register_export as export
from . import screens

REGISTER = "office/tongxinbao/register_export.html"
READ, OWN = "tongxinbao.issue.read", Relation.ENTERPRISE
COLUMNS = (
    "付款日期", "类型", "姓名", "工号", "证件号码", "合同编号", "所得项目",
    "本金", "利息", "逾期利息", "税率", "代扣税额", "增值税", "实付",
)  # fmt: skip


@page("office", permission=READ, relation=OWN)
def holding_list(request: Request, issue_id: UUID) -> HttpResponse:
    line, holdings = holdings_of(request.actor, issue_id)
    shown = screens.page_of(
        line=line,
        holdings=holdings,
        total=sum(one.principal_fen for one in holdings),
        left=sum(one.left_fen for one in holdings),
        crumbs=screens.issue_crumbs("office", line, Link("出借明细", "")),
    )
    return render(request, "office/tongxinbao/holding_list.html", shown)


@page("office", permission=READ, relation=OWN)
def holding_contract(request: Request, holding_id: UUID) -> HttpResponse:
    """The enterprise's copy of a contract, with its number and its hash."""
    file = contract_file(request.actor, holding_id, clock.read())
    return file_response(file.content, file.name, PDF)


@page("office", permission=READ, relation=OWN)
def payout_detail(request: Request, payout_id: UUID) -> HttpResponse:
    detail = payout_detail_of(request.actor, payout_id)
    here = Link(f"第 {detail.payout.number} 次还款", "")
    shown = screens.page_of(detail=detail, crumbs=screens.issue_crumbs("office", detail.issue, here))
    return render(request, "office/tongxinbao/payout_detail.html", shown)


@page("office", permission=READ, relation=OWN)
def tax_register(request: Request, issue_id: UUID) -> FileResponse:
    """The withholding register of an issue as CSV; id numbers are masked (TX-23)."""
    line, register = register_of(request.actor, issue_id)
    return _csv_answer(register, f"tax-{line.reference}.csv")


@page(
    "office", permission="tongxinbao.register.export", relation=OWN, step_up="导出代扣税登记明文",
    methods=("GET", "POST"),
)  # fmt: skip
def register_export(request: Request, issue_id: UUID) -> HttpResponse | FileResponse:
    """The register as the tax office asks for it: id numbers in clear, for a reason that stays in the trail."""
    line, register = register_of(request.actor, issue_id)
    shown = screens.page_of(
        line=line, register=register, crumbs=screens.issue_crumbs("office", line, Link("代扣税登记", ""))
    )
    if request.method != "POST":
        return render(request, REGISTER, shown)
    try:
        clear = export(issue_id=issue_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return render(request, REGISTER, shown | {"error": error}, status=error.status)
    return _csv_answer(clear, f"tax-{line.reference}-full.csv")


def _csv_answer(register: Register, name: str) -> FileResponse:
    out = io.BytesIO()
    save_csv(out, COLUMNS, _rows(register))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _rows(register: Register) -> Iterator[tuple[OutCell, ...]]:
    for one in register.lines:
        yield (
            f"{one.paid_on}", one.kind_label, one.name, one.emp_no, one.id_number, one.contract_number,
            "利息、股息、红利所得", _yuan(one.principal_fen), _yuan(one.interest_fen), _yuan(one.overdue_fen), "20%",
            _yuan(one.tax_fen), _yuan(one.vat_fen), _yuan(one.net_fen),
        )  # fmt: skip
    sums = register.sums
    yield (
        "合计", None, None, None, None, None, None, _yuan(sums["principal_fen"]), _yuan(sums["interest_fen"]),
        _yuan(sums["overdue_fen"]), None, _yuan(sums["tax_fen"]), _yuan(sums["vat_fen"]), _yuan(sums["net_fen"]),
    )  # fmt: skip


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100

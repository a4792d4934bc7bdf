"""The pay specialist's payslips in the office: look, withdraw, correct, and how they shall look (PY-13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.money import MoneyError, parse_yuan, plain_yuan
from apps.core.parts import Link, pages_of

from ..choices import NOTE_LENGTH, REASON_LENGTH
from ..rules.payroll_items import ITEMS, LABEL_LENGTH
from ..rules.payslip_layout import GROUP_LABELS, laid_out
from ..selectors.payslip_desk import slip_for_enterprise, slips_for_enterprise, template_for_enterprise
from ..services.payslip_correct import payslip_correct as correct
from ..services.payslip_withdraw import payslip_withdraw as withdraw
from ..services.template_save import check_template
from ..services.template_save import template_save as save_template
from .forms import RowFilter

MANAGE = "daifutong.payslip.manage"
OWN = Relation.ENTERPRISE
AMOUNT_LENGTH = 40  # characters of an amount as typed
EMPTY_ITEMS = 5  # lines to add some
SAMPLE = 1_000_00  # a figure of the preview: nobody's


@page("office", permission=MANAGE, relation=OWN)
def slip_list(request: Request) -> HttpResponse:
    wanted = RowFilter(request.GET)
    wanted.is_valid()
    find = str(wanted.cleaned_data.get("find") or "").strip()
    found = slips_for_enterprise(request.actor, page_number(request), find)
    pager = pages_of(found, reverse("office:slip_list"), find=find)
    return render(request, "office/daifutong/slip_list.html", {"found": found, "find": find, "pager": pager})


@page("office", permission=MANAGE, relation=OWN)
def slip_detail(request: Request, payslip_id: UUID) -> HttpResponse:
    return _slip_page(request, payslip_id)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def payslip_withdraw(request: Request, payslip_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        withdraw(payslip_id=payslip_id, reason=reason, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _slip_page(request, payslip_id, error)
    messages.success(request, "已撤回,并已通知员工。可以在下面发布更正后的工资条。")
    return redirect("office:slip_detail", payslip_id)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def payslip_correct(request: Request, payslip_id: UUID) -> HttpResponse:
    try:
        items = _items(request.POST)
        correct(payslip_id=payslip_id, items=items, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _slip_page(request, payslip_id, error, _typed(request.POST))
    messages.success(request, "已发布更正后的工资条,并已通知员工。")
    return redirect("office:slip_detail", payslip_id)


@page("office", permission=MANAGE, relation=OWN)
def payslip_template(request: Request) -> HttpResponse:
    found = template_for_enterprise(request.actor)
    return _template_page(request, [(column.label, column.group) for column in found.columns], found.note)


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def template_save(request: Request) -> HttpResponse:
    """预览 draws the template with a made-up figure and saves nothing."""
    columns, note = _columns(request.POST), request.POST.get("note", "")
    try:
        if "preview" in request.POST:
            check_template(columns, note.strip())
            return _template_page(request, columns, note)
        save_template(columns=columns, note=note, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _template_page(request, columns, note, error)
    messages.success(request, "已保存,从下一个发放的批次起使用。")
    return redirect("office:payslip_template")


def _template_page(
    request: Request, columns: list[tuple[str, str]], note: str, error: InvalidInput | None = None
) -> HttpResponse:
    found = template_for_enterprise(request.actor)
    new = {column.label for column in found.columns if column.is_new}
    shown = {
        "found": found,
        "columns": [(label, group, label in new) for label, group in columns],
        "groups": GROUP_LABELS,
        "note": note,
        "length": NOTE_LENGTH,
        "error": error,
        "preview": () if error else laid_out([(label, SAMPLE) for label, _ in columns], columns),
        "crumbs": _crumbs("工资条模板"),
    }
    return render(request, "office/daifutong/payslip_template.html", shown, status=error.status if error else 200)


def _slip_page(
    request: Request, payslip_id: UUID, error: InvalidInput | None = None, typed: list[tuple[str, str]] | None = None
) -> HttpResponse:
    view = slip_for_enterprise(request.actor, payslip_id)
    last = view.withdrawals[0].items if view.withdrawals else ()
    lines = typed or [(label, plain_yuan(fen)) for label, fen in last]
    shown = {
        "view": view,
        "error": error,
        "reason": request.POST.get("reason", ""),
        "reason_length": REASON_LENGTH,
        "label_length": LABEL_LENGTH,
        "lines": [*lines, *[("", "")] * EMPTY_ITEMS][:ITEMS],
        "crumbs": _crumbs(view.slip.name),
    }
    return render(request, "office/daifutong/slip_detail.html", shown, status=error.status if error else 200)


def _crumbs(title: str) -> tuple[Link, ...]:
    return (Link("工资条", reverse("office:slip_list")), Link(title, ""))


def _columns(sent: QueryDict) -> list[tuple[str, str]]:
    """What the form says of each column, by its number in the order: what is no number comes last."""
    said = zip(sent.getlist("label"), sent.getlist("group"), sent.getlist("order"), strict=False)

    def place(line: tuple[str, str, str]) -> int:
        return int(line[2]) if line[2].isascii() and line[2].isdecimal() and len(line[2]) <= 3 else 1000

    return [(label, group) for label, group, _ in sorted(said, key=place)]


def _typed(sent: QueryDict) -> list[tuple[str, str]]:
    said = zip(sent.getlist("label"), sent.getlist("amount"), strict=False)
    return [(label.strip(), amount.strip()) for label, amount in said if label.strip() or amount.strip()]


def _items(sent: QueryDict) -> list[tuple[str, int]]:
    """The lines of the form, what is taken off with a minus before it. Raises InvalidInput ITEMS."""
    items = []
    for label, amount in _typed(sent):
        sign, text = (-1, amount[1:]) if amount[:1] in "-－−" and amount else (1, amount)
        try:
            if len(text) > AMOUNT_LENGTH:
                raise MoneyError("E_AMOUNT", "金额过大")
            items.append((label, sign * parse_yuan(text)))
        except MoneyError as error:
            message = f"“{label or '未填名称'}”的金额:{error.message}。"
            raise InvalidInput("ITEMS", message, fields={"lines": message}) from None
    return items

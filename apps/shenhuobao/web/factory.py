"""The product factory in the console: one person proposes, another decides; a product is stopped and let go on."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.money import plain_yuan
from apps.core.parts import Link, Pair

from ..contracts import ProductDesk
from ..selectors.factory import may_propose, product_for_desk, product_of_terms, products_for_desk, said_before
from ..services.product_propose import product_propose as propose_product
from ..services.product_resume import product_resume as resume
from ..services.product_suspend import product_suspend as suspend
from ..services.terms_decide import terms_decide as decide
from ..services.terms_propose import terms_propose as propose_terms
from .factory_forms import SUMS, ProductForm, TermsForm

UNIT, WATCH, PROPOSE = Relation.UNIT, "shenhuobao.product.watch", "shenhuobao.product.propose"
FORM, DETAIL = "console/shenhuobao/terms_propose.html", "console/shenhuobao/product_detail.html"
WAITS = "已提交,等待另一人复核。"


@page("console", permission=WATCH, relation=UNIT)
def product_list(request: Request) -> HttpResponse:
    shown = {"products": products_for_desk(), "may_propose": may_propose(request.actor)}
    return render(request, "console/shenhuobao/product_list.html", shown)


@page("console", permission=WATCH, relation=UNIT)
def product_detail(request: Request, product_id: UUID) -> HttpResponse:
    return render(request, DETAIL, _shown(request, product_id))


def _shown(request: Request, product_id: UUID) -> dict[str, Any]:
    desk = product_for_desk(request.actor, product_id)
    return {"desk": desk, "pairs": _pairs(desk), "crumbs": _crumbs(desk.line.name)}


def _crumbs(here: str) -> tuple[Link, ...]:
    return Link("理财产品", reverse("console:product_list")), Link(here, "")


def _pairs(desk: ProductDesk) -> tuple[Pair, ...]:
    line = desk.line
    quota = f"{plain_yuan(line.sold_fen)} / {plain_yuan(line.quota_fen)} 元" if line.quota_fen else "不限"
    return (
        Pair("产品代码", line.code),
        Pair("登记编码", desk.registration),
        Pair("产品类型", line.kind_label),
        Pair("发行机构", line.issuer),
        Pair("登记机构代码", desk.agent),
        Pair("适用风险等级", line.rating_label),
        Pair("已售 / 额度", quota),
    )


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def product_propose(request: Request) -> HttpResponse:
    shown = {"heading": "新理财产品", "back": reverse("console:product_list"), "crumbs": _crumbs("新产品")}
    if request.method != "POST":
        return render(request, FORM, shown | {"form": ProductForm()})
    form = ProductForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown | {"form": form})
    key, actor = form.cleaned_data["idempotency_key"], request.actor
    try:
        made = propose_product(new=form.product(), said=form.said(), key=key, actor=actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, FORM, shown | {"form": form}, error)
    messages.success(request, WAITS)
    return redirect("console:product_detail", made)


@page("console", permission=PROPOSE, relation=UNIT, methods=("GET", "POST"))
def terms_propose(request: Request, product_id: UUID) -> HttpResponse:
    before = said_before(product_id)
    back = reverse("console:product_detail", args=[product_id])
    shown = {"heading": f"新版本:{before.name}", "back": back, "crumbs": _crumbs("新版本")}
    if request.method != "POST":
        sums = {name: plain_yuan(getattr(before, name)) for name in SUMS}
        return render(request, FORM, shown | {"form": TermsForm(initial=asdict(before) | sums)})
    form = TermsForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, FORM, shown | {"form": form})
    key, actor = form.cleaned_data["idempotency_key"], request.actor
    try:
        propose_terms(product_id=product_id, said=form.said(), key=key, actor=actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, FORM, shown | {"form": form}, error)
    messages.success(request, WAITS)
    return redirect(back)


@page("console", permission="shenhuobao.product.decide", relation=UNIT, step_up="复核理财产品参数", methods=("POST",))
def terms_decide(request: Request, terms_id: UUID) -> HttpResponse:
    product_id = product_of_terms(terms_id)
    said = verdict_said(request)
    try:
        decide(terms_id=terms_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _again(request, product_id, error, "reason")
    messages.success(request, "已办理。")
    return redirect("console:product_detail", product_id)


def _again(request: Request, product_id: UUID, error: AppError, field: str) -> HttpResponse:
    """The page once more with what is wrong; `field` is how the page calls the input of this deed."""
    if error.fields:
        error.fields = {field: error.message}
    return render(request, DETAIL, _shown(request, product_id) | {"error": error}, status=error.status)


def _said(request: Request) -> dict[str, Any]:
    return {
        "reason": request.POST.get("reason", ""),
        "key": request.POST.get("idempotency_key", ""),
        "actor": request.actor,
    }


@page("console", permission="shenhuobao.product.suspend", relation=UNIT, methods=("POST",))
def product_suspend(request: Request, product_id: UUID) -> HttpResponse:
    try:
        suspend(product_id=product_id, **_said(request), now=clock.read())
    except InvalidInput as error:
        return _again(request, product_id, error, "suspended")
    messages.success(request, "已暂停,不再接受申购和赎回。")
    return redirect("console:product_detail", product_id)


@page("console", permission="shenhuobao.product.resume", relation=UNIT, methods=("POST",))
def product_resume(request: Request, product_id: UUID) -> HttpResponse:
    try:
        resume(product_id=product_id, **_said(request), now=clock.read())
    except InvalidInput as error:
        return _again(request, product_id, error, "resumed")
    messages.success(request, "已恢复交易。")
    return redirect("console:product_detail", product_id)

"""代付通签约 in the office: what holds, what is asked for, what is to be signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import ROLE_LABELS, Relation
from apps.core.errors import AppError, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.members import api as members

from ..choices import BatchKind, ContractState
from ..contracts import ContractDetail
from ..selectors.batches import enterprise_accounts
from ..selectors.contracts import bank_bounds, contract_desk, contract_of
from ..services.contract_end import contract_end as end
from ..services.contract_request import contract_request as request_terms
from ..services.contract_sign import AGREEMENT
from ..services.contract_sign import contract_sign as sign
from ..services.contract_withdraw import contract_withdraw as withdraw
from . import screens
from .forms import ContractForm

READ, MANAGE, OWN = "daifutong.contract.read", "daifutong.contract.manage", Relation.ENTERPRISE
PAGE, NEW = "office/daifutong/contract.html", "office/daifutong/contract_request.html"


@page("office", permission=READ, relation=OWN)
def payroll_contract(request: Request) -> HttpResponse:
    return render(request, PAGE, _desk(request))


def _desk(request: Request) -> dict[str, Any]:
    desk, now = contract_desk(request.actor), clock.read()
    is_suspended = desk.active is not None and desk.active.line.state == ContractState.SUSPENDED
    to_sign = desk.open is not None and "sign" in desk.open.may and not is_suspended
    return {
        "desk": desk,
        "asked": screens.contract_pairs(desk.open, desk.active) if desk.open else (),
        "held": screens.contract_pairs(desk.active) if desk.active else (),
        "words": agreements.words_in_force(AGREEMENT, now) if to_sign else None,
        "is_suspended": is_suspended,
        "may_request": desk.open is None and not is_suspended and allows(request.actor, MANAGE),
        "steps": screens.contract_steps(desk),
        "crumbs": screens.crumbs("office", "代付通签约"),
    }


@page("office", permission=MANAGE, relation=OWN, methods=("GET", "POST"))
def contract_request(request: Request) -> HttpResponse:
    """The terms to ask for: those that hold already, or the bank's own to begin with."""
    form = _form(request)
    shown = {"form": form, "crumbs": screens.crumbs("office", "代付通签约")}
    if request.method == "GET":
        return render(request, NEW, shown)
    if not form.is_valid():
        return answer_invalid(request, NEW, shown)
    sent = dict(form.cleaned_data)
    payer, named = UUID(sent.pop("payer_account_id")), map(UUID, sent.pop("confidential_person_ids"))
    try:
        request_terms(
            payer_account_id=payer,
            confidential_person_ids=tuple(named),
            key=sent.pop("idempotency_key"),
            **sent,
            actor=request.actor,
            now=clock.read(),
        )
    except AppError as error:
        return answer_invalid(request, NEW, shown, error)
    messages.success(request, "申请已提交,银行审批后请回到这里签署。")
    return redirect("office:payroll_contract")


def _form(request: Request) -> ContractForm:
    accounts = tuple((str(a.id), f"{a.holder_name} {a.masked_number}") for a in enterprise_accounts(request.actor))
    operators = tuple(
        (str(one.person_id), f"{one.name}({'、'.join(ROLE_LABELS[role] for role in sorted(one.roles))})")
        for one in members.operators(request.actor.enterprise)
    )
    return ContractForm(
        request.POST or None,
        accounts=accounts,
        operators=operators,
        initial=_initial(contract_of(request.actor)),
    )


def _initial(held: ContractDetail | None) -> dict[str, Any]:
    if held is None:
        most = bank_bounds(clock.read())
        return {
            "kinds": list(BatchKind),
            "pay_day": 10,
            "tier_one_fen": screens.yuan(most.tier_one),
            "tier_two_fen": screens.yuan(most.tier_two),
            "batch_limit_fen": screens.yuan(most.batch),
            "day_limit_fen": screens.yuan(most.day),
        }
    return {
        "payer_account_id": str(held.payer_account_id),
        "kinds": list(held.kinds),
        "pay_day": held.pay_day,
        "tier_one_fen": screens.yuan(held.tier_one_fen),
        "tier_two_fen": screens.yuan(held.tier_two_fen),
        "batch_limit_fen": screens.yuan(held.batch_limit_fen),
        "day_limit_fen": screens.yuan(held.day_limit_fen),
        "confidential_person_ids": [str(one) for one in held.confidential_person_ids],
    }


@page("office", permission=MANAGE, relation=OWN, step_up="签署代付通签约", methods=("POST",))
def contract_sign(request: Request, contract_id: UUID) -> HttpResponse:
    sent, shown = request.POST, _desk(request)
    if shown["words"] and not sent.get("is_agreed"):
        message = "请阅读业务协议和条款后勾选同意。"
        error = InvalidInput("AGREE", message, fields={"is_agreed": message})
        return render(request, PAGE, shown | {"error": error}, status=error.status)
    sign(
        contract_id=contract_id,
        digest=sent.get("digest", ""),
        text_hash=sent.get("text_hash", ""),
        key=sent.get("idempotency_key", ""),
        actor=request.actor,
        now=clock.read(),
    )
    messages.success(request, "签约已生效,可以发起代发。")
    return redirect("office:payroll_contract")


@page("office", permission=MANAGE, relation=OWN, methods=("POST",))
def contract_withdraw(request: Request, contract_id: UUID) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    withdraw(contract_id=contract_id, key=key, actor=request.actor, now=clock.read())
    messages.success(request, "已撤回,可以重新申请。")
    return redirect("office:payroll_contract")


@page("office", permission=MANAGE, relation=OWN, step_up="解除代付通签约", methods=("POST",))
def contract_end(request: Request, contract_id: UUID) -> HttpResponse:
    key = request.POST.get("idempotency_key", "")
    end(contract_id=contract_id, key=key, actor=request.actor, now=clock.read())
    messages.success(request, "已解约,不能再发起新的代发批次。")
    return redirect("office:payroll_contract")

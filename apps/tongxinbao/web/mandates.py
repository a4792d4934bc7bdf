"""委托企业代为认购 on the phone: a mandate for one issue is signed, looked at, taken back (TX-11)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import AppError, NotFound, StepUpRequired
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Pair
from apps.identity import api as identity

from ..choices import MANDATE
from ..contracts import LendingIssue, MandatePage, MandateSigning
from ..selectors.lending import issue_for_lender
from ..selectors.mandates import mandate_for_member
from ..services.mandate_revoke import mandate_revoke as revoke
from ..services.mandate_sign import mandate_sign as sign
from ..services.order_place import RISK, TERMS
from . import lending_screens as screens
from .lending_forms import MandateForm
from .mobile import ALWAYS

SIGN, OWN, SELF = "tongxinbao.mandate.sign", "tongxinbao.mandate.own", Relation.SELF
PAGE = "mobile/tongxinbao/mandate_sign.html"


@page("mobile", permission=SIGN, relation=SELF, step_up="授权企业代为认购", methods=("GET", "POST"), is_hidden=True)
def mandate_sign(request: Request, issue_id: UUID) -> HttpResponse:
    """The risk notice and the mandate, which have to stay open for a while, the contract, and how much at most."""
    now = clock.read()
    found = issue_for_lender(request.actor, issue_id, now, is_whole=False)
    shown = _to_sign(request, found, now)
    form: MandateForm = shown["form"]  # type: ignore[assignment]
    if request.method != "POST":
        return render(request, PAGE, shown)
    if not form.is_valid():
        return answer_invalid(request, PAGE, shown)
    sent = form.cleaned_data
    try:
        opened = agreements.opened_at(request.actor, sent["opened"], sent["risk_hash"])
        sign(
            issue_id=issue_id, account_id=sent["account_id"], max_fen=sent["amount"],
            valid_until=sent["valid_until"], is_own_money=sent["is_own_money"],
            signing=MandateSigning(sent["risk_hash"], sent["terms_hash"], sent["mandate_hash"], opened),
            key=sent["idempotency_key"], actor=request.actor, now=now,
        )  # fmt: skip
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, PAGE, shown, error)
    messages.success(request, "已授权。企业每次代您认购都会通知您。")
    return redirect("mobile:loan_mandate", issue_id)


def _to_sign(request: Request, found: LendingIssue, now: Moment) -> dict[str, object]:
    risk, mandate, terms = agreements.words_of((RISK, MANDATE, TERMS), now)
    accounts = [one for one in bankaccounts.accounts_for_member(request.actor) if one.status == AccountStatus.NORMAL]
    last = found.line.close_at.astimezone(SHANGHAI)
    initial = {
        "risk_hash": risk.text_hash,
        "terms_hash": terms.text_hash,
        "mandate_hash": mandate.text_hash,
        "opened": agreements.opened_mark(request.actor, now.wall, risk.text_hash),
        "valid_until": last.date(),
    }
    return ALWAYS | {
        "found": found,
        "form": MandateForm(request.POST or None, accounts=accounts, initial=initial),
        "words": (risk, mandate, terms),
        "facts": screens.limits_of(found),
        "is_ready": now.business_at < last and found.is_eligible and bool(accounts),
        "has_account": bool(accounts),
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }


@page("mobile", permission=OWN, relation=SELF, is_hidden=True)
def loan_mandate(request: Request, issue_id: UUID) -> HttpResponse:
    """How it stands, every order that was placed under it, and the way back with what it brings about."""
    found = mandate_for_member(request.actor, issue_id, clock.read())
    shown = ALWAYS | {"found": found, "facts": _facts(found)}
    return render(request, "mobile/tongxinbao/loan_mandate.html", shown)


def _facts(found: MandatePage) -> tuple[Pair, ...]:
    return (
        Pair("发行编号", found.reference),
        Pair("金额上限", screens.yuan(found.max_fen)),
        Pair("企业已代为认购", screens.yuan(found.used_fen)),
        Pair("付款账户", found.account),
        Pair("有效期至", f"{found.valid_until:%Y-%m-%d}"),
        Pair("签署时间", f"{found.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
        *((Pair("认购截止", f"{found.close_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),) if found.close_at else ()),
    )


@page("mobile", permission=OWN, relation=SELF, methods=("POST",), is_hidden=True)
def mandate_revoke(request: Request, issue_id: UUID) -> HttpResponse:
    """Taking back is as easy as giving: no step-up stands before it. Once for each mandate."""
    now = clock.read()
    found = mandate_for_member(request.actor, issue_id, now)
    key = f"revoke:{issue_id}:{found.signed_at.timestamp()}"
    done = revoke(issue_id=issue_id, key=key, actor=request.actor, now=now)
    told = f"企业代您提交的 {done.withdrawn} 笔认购一并撤回,款项已解除冻结。" if done.withdrawn else ""
    messages.success(request, f"已撤销授权,企业不能再代您提交。{told}")
    return redirect("mobile:loan_mandate", issue_id)

"""企业借款(非存款) on the phone: there for whom the employer's issues exist, and for nobody else (TX-3, TX-4)."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import Moment
from apps.core.errors import AppError, Conflict, InvalidInput, NotFound, StepUpRequired
from apps.core.http.files import PDF, file_response
from apps.core.http.forms import answer_invalid
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request
from apps.identity import api as identity

from ..choices import BANNER, ENTRY
from ..contracts import LendingIssue, Signing
from ..rules.interest import ScheduleFault
from ..selectors.contract_file import contract_file
from ..selectors.evidence import evidence_for_member
from ..selectors.exits import exit_offer
from ..selectors.lending import issue_for_lender, issues_for_lender, paper_for_lender
from ..selectors.mandates import mandate_entry
from ..selectors.own import holding_for_member, loans_for_member, order_for_member, orders_for_member
from ..services.exit_ask import exit_ask as ask
from ..services.order_place import RISK, TERMS
from ..services.order_place import order_place as place
from ..services.order_withdraw import order_withdraw as withdraw
from . import lending_screens as screens
from .evidence_file import evidence_answer, evidence_zip
from .lending_forms import CalculatorForm, ExitForm, OrderForm

LEND, ORDERS, LOANS = "tongxinbao.issue.lend", "tongxinbao.order.own", "tongxinbao.holding.own"
SELF = Relation.SELF
ALWAYS = {"banner": BANNER, "entry": ENTRY}  # on every page of them (TX-8)
ISSUE, PLACE = "mobile/tongxinbao/issue.html", "mobile/tongxinbao/order_place.html"
EXIT = "mobile/tongxinbao/exit_ask.html"


@page("mobile", permission=LEND, relation=SELF, is_hidden=True)
def issue_list(request: Request) -> HttpResponse:
    shown = ALWAYS | {"issues": issues_for_lender(request.actor)}
    return render(request, "mobile/tongxinbao/issue_list.html", shown)


@page("mobile", permission=LEND, relation=SELF, is_hidden=True)
def issue(request: Request, issue_id: UUID) -> HttpResponse:
    """Every term, what the enterprise says of itself, its papers, and below them a calculator: pure arithmetic."""
    found = issue_for_lender(request.actor, issue_id, clock.read())
    form = CalculatorForm(request.GET if "amount" in request.GET else None)
    has_mandate = mandate_entry(request.actor, issue_id)
    shown = ALWAYS | {
        "found": found,
        "form": form,
        "facts": screens.facts_of(found),
        "terms": screens.pairs(found.terms),
        "has_mandate": has_mandate,
        "mandate_url": screens.mandate_url(found, has_mandate),
    }
    if not form.is_bound:
        return render(request, ISSUE, shown)
    if not form.is_valid():
        return answer_invalid(request, ISSUE, shown)
    try:
        return render(request, ISSUE, shown | {"quote": screens.quote(found, form.cleaned_data["amount"])})
    except ScheduleFault as fault:
        form.add_error("amount", fault.message)
        return answer_invalid(request, ISSUE, shown)


@page("mobile", permission=LOANS, relation=SELF, is_hidden=True)
def issue_paper(request: Request, issue_id: UUID, paper_id: UUID) -> HttpResponse:
    """A paper as it was uploaded."""
    return paper_answer(*paper_for_lender(request.actor, issue_id, paper_id))


@page("mobile", permission=LEND, relation=SELF, step_up="确认出借", methods=("GET", "POST"), is_hidden=True)
def order_place(request: Request, issue_id: UUID) -> HttpResponse:
    """The risk notice, which has to stay open for a while, the contract's words, and the order itself."""
    now = clock.read()
    found = issue_for_lender(request.actor, issue_id, now, is_whole=False)
    shown = _to_place(request, found, now)
    form: OrderForm = shown["form"]  # type: ignore[assignment]
    if request.method != "POST":
        return render(request, PLACE, shown)
    if not form.is_valid():
        return answer_invalid(request, PLACE, shown)
    sent = form.cleaned_data
    try:
        opened = agreements.opened_at(request.actor, sent["opened"], sent["risk_hash"])
        answer = place(
            issue_id=issue_id, account_id=sent["account_id"], fen=sent["amount"], is_own_money=sent["is_own_money"],
            signing=Signing(sent["risk_hash"], sent["terms_hash"], opened), key=sent["idempotency_key"],
            actor=request.actor, now=now,
        )  # fmt: skip
    except (StepUpRequired, NotFound):
        raise
    except AppError as error:
        return answer_invalid(request, PLACE, shown, error)
    return redirect("mobile:order", answer.order_id)


def _to_place(request: Request, found: LendingIssue, now: Moment) -> dict[str, object]:
    risk, terms = agreements.words_of((RISK, TERMS), now)
    accounts = [one for one in bankaccounts.accounts_for_member(request.actor) if one.status == AccountStatus.NORMAL]
    initial = {
        "risk_hash": risk.text_hash,
        "terms_hash": terms.text_hash,
        "opened": agreements.opened_mark(request.actor, now.wall, risk.text_hash),
    }
    return ALWAYS | {
        "found": found,
        "form": OrderForm(request.POST or None, accounts=accounts, initial=initial),
        "risk": risk,
        "contract": terms,
        "facts": screens.limits_of(found),
        "is_ready": found.is_open and found.is_eligible and bool(accounts),
        "has_account": bool(accounts),
        "hold": identity.money_refusal(actor=request.actor, now=now),
    }


@page("mobile", permission=ORDERS, relation=SELF, is_hidden=True)
def order_list(request: Request) -> HttpResponse:
    shown = ALWAYS | {"orders": orders_for_member(request.actor, clock.read())}
    return render(request, "mobile/tongxinbao/order_list.html", shown)


@page("mobile", permission=ORDERS, relation=SELF, is_hidden=True)
def order(request: Request, order_id: UUID) -> HttpResponse:
    """How it stands, and until the close the way back."""
    found = order_for_member(request.actor, order_id, clock.read())
    shown = ALWAYS | {"order": found, "result": screens.result_of(found)}
    return render(request, "mobile/tongxinbao/order.html", shown)


@page("mobile", permission=ORDERS, relation=SELF, methods=("POST",), is_hidden=True)
def order_withdraw(request: Request, order_id: UUID) -> HttpResponse:
    """Taking back is as easy as giving: no step-up stands before it. Once for each order."""
    now = clock.read()
    order_for_member(request.actor, order_id, now)  # what is not there is said in the same words everywhere
    withdraw(order_id=order_id, key=f"withdraw:{order_id}", actor=request.actor, now=now)
    messages.success(request, "已撤回,冻结的款项已经解除。")
    return redirect("mobile:order", order_id)


@page("mobile", permission=LOANS, relation=SELF, is_hidden=True)
def holding_list(request: Request) -> HttpResponse:
    """What is lent, and what each year has brought."""
    return render(request, "mobile/tongxinbao/holding_list.html", ALWAYS | {"loans": loans_for_member(request.actor)})


@page("mobile", permission=LOANS, relation=SELF, is_hidden=True)
def holding(request: Request, holding_id: UUID) -> HttpResponse:
    """A loan: its contract, its calendar, everything that was paid with the tax withheld of it."""
    found = holding_for_member(request.actor, holding_id, clock.read())
    contract = screens.pairs((*found.contract, ("合同摘要值", found.contract_hash[:16])))
    shown = ALWAYS | {"found": found, "contract": contract}
    return render(request, "mobile/tongxinbao/holding.html", shown)


@page("mobile", permission="tongxinbao.exit.ask", relation=SELF, methods=("GET", "POST"), is_hidden=True)
def exit_ask(request: Request, holding_id: UUID) -> HttpResponse:
    """What it would bring today, and the asking; the enterprise has to agree."""
    offer = exit_offer(request.actor, holding_id, clock.read())
    form = ExitForm(request.POST or None)
    shown = ALWAYS | {"offer": offer, "form": form, "pairs": screens.exit_pairs(offer)}
    if request.method != "POST":
        return render(request, EXIT, shown)
    if not form.is_valid():
        return answer_invalid(request, EXIT, shown)
    sent = form.cleaned_data
    try:
        ask(
            holding_id=holding_id, reason=sent["reason"], key=sent["idempotency_key"], actor=request.actor,
            now=clock.read(),
        )  # fmt: skip
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, EXIT, shown, error)
    messages.success(request, "已申请,企业同意后本金和利息划到您的账户。")
    return redirect("mobile:holding", holding_id)


@page("mobile", permission=LOANS, relation=SELF, is_hidden=True)
def holding_contract(request: Request, holding_id: UUID) -> HttpResponse:
    """The contract as PDF, with its number and its hash."""
    file = contract_file(request.actor, holding_id, clock.read())
    return file_response(file.content, file.name, PDF)


@page("mobile", permission=LOANS, relation=SELF, is_hidden=True)
def holding_evidence(request: Request, holding_id: UUID) -> FileResponse:
    """The own contract, its schedule, what was paid, and everything the enterprise said, in one file with hashes."""
    evidence = evidence_for_member(request.actor, holding_id, clock.read())
    file, _ = evidence_zip(evidence)
    return evidence_answer(evidence, file)

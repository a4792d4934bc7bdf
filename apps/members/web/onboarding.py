"""An enterprise's way to membership: a task list that can be left and resumed (ID-8)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.access import PUBLIC, allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.limits import limit
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request
from apps.core.parts import Link
from apps.identity import api as identity

from ..choices import Section
from ..selectors.applications import ApplicationFacts, application_for_enterprise, paper_for, units_for_register
from ..services.application_edit import company_save, nominees_save, papers_put
from ..services.application_open import application_open, application_withdraw
from ..services.application_proof import proof_confirm, proof_start
from ..services.application_submit import application_submit
from ..services.enterprise_register import enterprise_register
from . import onboarding_screens as screens
from .onboarding_forms import AccountForm, AmountForm, CompanyForm, OperatorsForm, PapersForm, RegisterForm

VIEW, EDIT = "members.application.view", "members.application.edit"
OWN = Relation.ENTERPRISE
REGISTRATIONS = 5  # a minute from one address
TEMPLATES = "office/members/onboarding"


def _facts(request: Request) -> ApplicationFacts:
    facts = application_for_enterprise(request.actor, clock.read())
    if facts is None:
        raise NotFound("企业还没有认证申请。")
    return facts


def _sent(request: Request) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def _crumbs(here: str) -> tuple[Link, ...]:
    return (Link("企业认证", reverse("office:onboarding")), Link(here, ""))


@page("office", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def register(request: Request) -> HttpResponse:
    """A new enterprise begins here; who registers it signs in with the number given, and goes on with the task list."""
    units = [(str(unit.id), unit.name) for unit in units_for_register()]
    form = RegisterForm(units, _sent(request))
    shown = {"form": form}
    if request.method != "POST":
        return render(request, "office/members/register.html", shown)
    if not form.is_valid():
        return answer_invalid(request, "office/members/register.html", shown)
    limit(f"members.register:{identity.client_of(request)[1]}", REGISTRATIONS, "注册过于频繁,请稍后再试。")
    try:
        enterprise_register(registration=form.registration(), actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, "office/members/register.html", shown, error)
    messages.success(request, "已登记,请用刚才填写的手机号登录,继续完成企业认证。")
    return redirect("office:sign_in")


@page("office", permission=VIEW, relation=OWN)
def onboarding(request: Request) -> HttpResponse:
    return render(request, f"{TEMPLATES}/tasks.html", _tasks(request))


def _tasks(request: Request, error: AppError | None = None) -> dict[str, object]:
    facts = application_for_enterprise(request.actor, clock.read())
    missing = agreements.unsigned_codes(request.actor, screens.AGREEMENTS, clock.read())
    may_edit = allows(request.actor, EDIT)
    return {
        "facts": facts,
        "tasks": screens.tasks_of(facts, not missing) if facts else (),
        "steps": screens.steps_of(facts) if facts else (),
        "may_submit": facts is not None and may_edit and screens.may_submit(facts, not missing),
        "may_change": may_edit and screens.may_change(facts),
        "may_withdraw": facts is not None and may_edit and screens.may_withdraw(facts),
        "roster_url": reverse("office:roster_new") if allows(request.actor, "members.roster.import") else "",
        "error": error,
    }


@page("office", permission=EDIT, relation=OWN, methods=("GET", "POST"))
def onboarding_company(request: Request) -> HttpResponse:
    facts = _facts(request)
    form = CompanyForm(_sent(request), initial=screens.company_initial(facts))
    section = Section.COMPANY, _shown(facts, Section.COMPANY, form, owner_rows=form.owner_rows())
    if not form.is_valid():
        return _section(request, *section)
    try:
        company_save(company=form.company(), actor=request.actor, now=clock.read())
    except AppError as error:
        return _section(request, *section, error)
    return _saved(request)


@page("office", permission=EDIT, relation=OWN, methods=("GET", "POST"))
def onboarding_papers(request: Request) -> HttpResponse:
    form = PapersForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    section = Section.PAPERS, _shown(_facts(request), Section.PAPERS, form)
    if not form.is_valid():
        return _section(request, *section)
    try:
        papers_put(files=form.papers(), actor=request.actor, now=clock.read())
    except AppError as error:
        return _section(request, *section, error)
    return _saved(request)


@page("office", permission=EDIT, relation=OWN, methods=("GET", "POST"))
def onboarding_account(request: Request) -> HttpResponse:
    """Sends the small payment; the amount that arrived is told on the same page."""
    form = AccountForm(_sent(request))
    shown = _shown(_facts(request), Section.ACCOUNT, form, account_form=form, amount_form=AmountForm())
    if not form.is_valid():
        return _section(request, Section.ACCOUNT, shown)
    try:
        proof_start(**form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        return _section(request, Section.ACCOUNT, shown, error)
    messages.success(request, "验证款已发出,请查看账户到账金额后填写。")
    return redirect("office:onboarding_account")


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def onboarding_amount(request: Request) -> HttpResponse:
    form = AmountForm(request.POST)
    if not form.is_valid():
        return _section(request, Section.ACCOUNT, _amount_page(request, form))
    try:
        is_right = proof_confirm(amount=form.cleaned_data["amount"], actor=request.actor, now=clock.read())
    except AppError as error:
        return _section(request, Section.ACCOUNT, _amount_page(request, form), error)
    if not is_right:
        form.add_error("amount", "金额不一致,请核对账户的到账明细后重新填写。")
        return _section(request, Section.ACCOUNT, _amount_page(request, form))
    messages.success(request, "结算账户验证通过。")
    return redirect("office:onboarding")


def _amount_page(request: Request, form: AmountForm) -> dict[str, object]:
    return _shown(_facts(request), Section.ACCOUNT, form, account_form=AccountForm(), amount_form=form)


@page("office", permission=EDIT, relation=OWN, methods=("GET", "POST"))
def onboarding_operators(request: Request) -> HttpResponse:
    facts = _facts(request)
    form = OperatorsForm(_sent(request), initial=screens.operators_initial(facts))
    section = Section.OPERATORS, _shown(facts, Section.OPERATORS, form, role_rows=form.role_rows())
    if not form.is_valid():
        return _section(request, *section)
    try:
        nominees_save(people=form.people(), actor=request.actor, now=clock.read())
    except AppError as error:
        return _section(request, *section, error)
    return _saved(request)


def _shown(facts: ApplicationFacts, section: Section, form: forms.Form, **more: object) -> dict[str, object]:
    here = _crumbs(screens.LABELS[section])
    return {"facts": facts, "form": form, "is_open": facts.is_open(section), "crumbs": here, **more}


def _section(
    request: Request, section: Section, shown: dict[str, object], error: AppError | None = None
) -> HttpResponse:
    """A section as it is looked at, or again with what is wrong."""
    template = f"{TEMPLATES}/{section}.html"
    if request.method != "POST":
        return render(request, template, shown)
    return answer_invalid(request, template, shown, error)


def _saved(request: Request) -> HttpResponse:
    """Back to the task list, where the next one waits."""
    messages.success(request, "已保存。")
    return redirect("office:onboarding")


@page("office", permission=VIEW, relation=OWN)
def onboarding_paper(request: Request, paper_id: UUID) -> HttpResponse:
    found = paper_for(request.actor, paper_id)
    if found is None:
        raise NotFound("没有找到这份资料。")
    return paper_answer(found[0], found[1])


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def onboarding_submit(request: Request) -> HttpResponse:
    try:
        application_submit(actor=request.actor, now=clock.read())
    except AppError as error:
        if error.status != 422:
            raise
        return render(request, f"{TEMPLATES}/tasks.html", _tasks(request, error), status=422)
    messages.success(request, "已提交,银行一般在两个工作日内完成审核,结果会发短信告诉您。")
    return redirect("office:onboarding")


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def onboarding_change(request: Request) -> HttpResponse:
    """Opens an application for what has changed, beginning with what holds."""
    application_open(actor=request.actor, now=clock.read())
    messages.success(request, "请修改有变化的部分,再提交银行审核;审核通过前,现有资料继续有效。")
    return redirect("office:onboarding")


@page("office", permission=EDIT, relation=OWN, methods=("POST",))
def onboarding_withdraw(request: Request) -> HttpResponse:
    application_withdraw(actor=request.actor, now=clock.read())
    messages.success(request, "变更申请已撤销,现有资料不变。")
    return redirect("office:onboarding")

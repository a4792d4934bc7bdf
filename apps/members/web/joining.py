"""新员工认领: a person whom an enterprise has invited confirms the membership in three steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.agreements import api as agreements
from apps.core import clock, masking
from apps.core.access import PUBLIC, page
from apps.core.actors import Relation
from apps.core.errors import AppError, Conflict, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Pair
from apps.identity import api as identity

from ..selectors.claims import claim_for_member, first_unclaimed
from ..services.member_claim import AGREEMENTS, CONSENT, PURPOSE, member_claim, member_claim_begin
from . import screens
from .forms import ClaimForm, CodeForm, JoinForm

UNDER_WAY = "join"  # in the encrypted session
ASK, CODE, CONFIRM = (f"mobile/members/join{part}.html" for part in ("", "_code", "_confirm"))
CODE_WRONG = "验证码不正确或已失效,请核对,或返回上一步重新获取。"


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def join(request: Request) -> HttpResponse:
    """Asks for ID number and phone; the answer is the same for everybody."""
    form = JoinForm(request.POST or None)
    shown = {"form": form, "steps": screens.join_steps(0)}
    if request.method != "POST":
        return render(request, ASK, shown)
    if not form.is_valid():
        return answer_invalid(request, ASK, shown)
    sent: dict[str, Any] = form.cleaned_data
    _, ip = identity.client_of(request)
    try:
        code_id = member_claim_begin(**sent, ip=ip, now=clock.read())
    except AppError as error:
        return answer_invalid(request, ASK, shown, error)
    request.session[UNDER_WAY] = {"mobile": sent["mobile"], "code": str(code_id)}
    return redirect("mobile:join_code")


@page("mobile", permission=PUBLIC, relation=Relation.PUBLIC, methods=("GET", "POST"))
def join_code(request: Request) -> HttpResponse:
    """Takes the code, which signs the person in."""
    under_way = request.session.get(UNDER_WAY)
    if under_way is None:
        return redirect("mobile:join")
    form = CodeForm(request.POST or None)
    shown = {"form": form, "steps": screens.join_steps(1), "mobile": masking.mask_mobile(under_way["mobile"])}
    if request.method != "POST":
        return render(request, CODE, shown)
    if not form.is_valid():
        return answer_invalid(request, CODE, shown)
    code_id = UUID(under_way["code"])
    if not identity.sign_in_by_code(request, code_id=code_id, code=form.cleaned_data["code"], purpose=PURPOSE):
        form.add_error("code", CODE_WRONG)
        return answer_invalid(request, CODE, shown)
    request.session.pop(UNDER_WAY, None)
    return redirect("mobile:join_next")


@page("mobile", permission="members.certification.own", relation=Relation.SELF)
def join_next(request: Request) -> HttpResponse:
    """The first employer to confirm; without one, where one stands."""
    member_id = first_unclaimed(request.actor)
    return redirect("mobile:join_confirm", member_id) if member_id else redirect("mobile:certification")


@page("mobile", permission="members.certification.own", relation=Relation.SELF, methods=("GET", "POST"))
def join_confirm(request: Request, member_id: UUID) -> HttpResponse:
    """Employer and data, the agreements, the consent in a box of its own."""
    shown = _confirm_page(request, member_id)
    form: ClaimForm = shown["form"]
    if request.method != "POST":
        return render(request, CONFIRM, shown)
    if not form.is_valid():
        return answer_invalid(request, CONFIRM, shown)
    try:
        member_claim(member_id=member_id, read=form.read, actor=request.actor, now=clock.read())
    except Conflict as error:
        if error.code != "PROOF_OLD":
            return answer_invalid(request, CONFIRM, shown, error)
        messages.warning(request, error.message)
        return redirect("mobile:join")
    messages.success(request, "已确认。企业人事核对后提交银行审核,结果会发短信告诉您。")
    return redirect("mobile:certification")


def _confirm_page(request: Request, member_id: UUID) -> dict[str, Any]:
    now = clock.read()
    claim = claim_for_member(request.actor, member_id)
    if claim is None:
        raise NotFound("没有找到等待您确认的企业。")
    texts = [agreements.words_in_force(code, now) for code in AGREEMENTS]
    consent = next(line for line in agreements.consents_for_member(request.actor, now) if line.purpose == CONSENT)
    hashes = {text.code: text.text_hash for text in texts} | {CONSENT: consent.text_hash}
    pairs = (
        Pair("企业", claim.enterprise),
        Pair("统一社会信用代码", claim.uscc),
        Pair("姓名", claim.masked_name),
        Pair("身份证号", claim.masked_id_number),
        Pair("手机号", claim.masked_mobile),
        Pair("工号", claim.emp_no),
        Pair("部门", claim.department),
        Pair("合同类型", claim.contract_label),
        Pair("入职日期", claim.hired_on.isoformat()),
    )
    return {
        "steps": screens.join_steps(2),
        "pairs": pairs,
        "texts": texts,
        "consent": consent,
        "form": ClaimForm(request.POST or None, initial={f"read_{code}": text for code, text in hashes.items()}),
    }

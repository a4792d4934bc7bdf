"""The employee's own certification."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError, NotFound
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..choices import MENDED_BY_PERSON, REJECT_FIELDS
from ..selectors.certifications import certifications_for_member
from ..selectors.claims import mend_for_member
from ..selectors.rosters import employments_of
from ..services.employer_choose import NOT_THERE, employer_choose
from ..services.field_mend import field_mend
from . import screens
from .forms import MendForm

OWN = "members.certification.own"


@page("mobile", permission=OWN, relation=Relation.SELF)
def certification(request: Request) -> HttpResponse:
    """Where one stands, employer by employer."""
    known = certifications_for_member(request.actor)
    employments = [
        (employment, known.get(employment.member_id), screens.own_steps(employment, known.get(employment.member_id)))
        for employment in employments_of(request.actor.person)
    ]
    mends = {REJECT_FIELDS[field]: field for field in MENDED_BY_PERSON}
    return render(request, "mobile/members/certification.html", {"employments": employments, "mends": mends})


@page("mobile", permission=OWN, relation=Relation.SELF, methods=("GET", "POST"))
def certification_mend(request: Request, member_id: UUID) -> HttpResponse:
    """The one field that the bank sent back."""
    mend = mend_for_member(request.actor, member_id)
    if mend is None:
        raise NotFound("这里没有需要您更正的内容。")
    form = MendForm(request.POST or None, field=mend.field)
    shown = {"mend": mend, "form": form}
    template = "mobile/members/mend.html"
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return answer_invalid(request, template, shown)
    try:
        field_mend(member_id=member_id, value=form.cleaned_data["value"], actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, template, shown, error)
    messages.success(request, "已更正,企业人事将重新提交银行审核。")
    return redirect("mobile:certification")


@page("mobile", permission="members.certification.own", relation=Relation.SELF, methods=("POST",))
def employer_switch(request: Request) -> HttpResponse:
    """Whose name stands on the pages from now on, on every device, for somebody who works for several."""
    try:
        asked = UUID(request.POST.get("employer", ""))
    except ValueError:
        raise NotFound(NOT_THERE) from None
    employer_choose(enterprise_id=asked, actor=request.actor, now=clock.read())
    return redirect("mobile:me")

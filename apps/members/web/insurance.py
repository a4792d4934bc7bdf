"""社保登记: the 社保 column of a roster with its paper in the office, and the paper as the bank opens it (TX-3)."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import AppError
from apps.core.files import empty_sheet
from apps.core.http.forms import answer_invalid
from apps.core.http.papers import paper_answer
from apps.core.http.request import Request

from ..rules.insurance import NO, TITLES, YES
from ..selectors.insurance import insurance_for_enterprise, insurance_paper
from ..services.insurance_record import insurance_record as record
from ..services.insurance_view import insurance_view as view
from . import screens
from .forms import InsuranceForm

IMPORT, OWN = "members.roster.import", Relation.ENTERPRISE
PAGE = "office/members/insurance.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("office", permission=IMPORT, relation=OWN, methods=("GET", "POST"))
def insurance_record(request: Request) -> HttpResponse:
    form = InsuranceForm(request.POST or None, request.FILES or None)
    shown = {
        "form": form,
        "found": insurance_for_enterprise(request.actor),
        "crumbs": screens.member_crumbs("社保登记"),
    }
    if request.method != "POST":
        return render(request, PAGE, shown)
    if not form.is_valid():
        return answer_invalid(request, PAGE, shown)
    file, evidence = form.cleaned_data["file"], form.cleaned_data["evidence"]
    try:
        done = record(
            data=file.read(), file_name=file.name, evidence=evidence.read(), actor=request.actor, now=clock.read()
        )
    except AppError as error:
        return answer_invalid(request, PAGE, shown, error)
    messages.success(request, f"已登记:参保 {done.insured} 人,停保 {done.ended} 人。")
    return redirect("office:insurance_record")


@page("office", permission=IMPORT, relation=OWN)
def insurance_template(request: Request) -> HttpResponse:
    response = HttpResponse(empty_sheet("社保登记", TITLES, {TITLES[2]: (YES[0], NO[0])}), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('社保登记模板.xlsx')}"
    return response


@page("office", permission=IMPORT, relation=OWN)
def insurance_evidence(request: Request, record_id: UUID) -> HttpResponse:
    """A paper as it was uploaded."""
    paper = insurance_paper(request.actor, record_id)
    return paper_answer(paper.content_type, paper.data)


@page("console", permission="members.insurance.view", relation=Relation.UNIT, methods=("POST",))
def insurance_view(request: Request, record_id: UUID) -> HttpResponse:
    """Opening a paper leaves a row in the trail."""
    content_type, data = view(record_id=record_id, actor=request.actor, now=clock.read())
    return paper_answer(content_type, data)

"""收入证明 and 工资流水 on the phone: amounts after step-up alone, for whoever they are about (PY-13)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..adapters.proof_file import proof_response
from ..choices import PROOF_LABELS, PROOF_PURPOSES, RECIPIENT_LENGTH
from ..contracts import Employer, ProofView
from ..selectors.wage_proofs import employers_of, proof_line, proof_view, proofs_for_member
from ..services.proof_issue import proof_issue as issue
from ..services.proof_open import proof_open as open_proof
from ..services.proof_revoke import proof_revoke as revoke
from .passes import pass_check, pass_for, watermark_of

READ = "daifutong.payslip.read"
TEMPLATE = "mobile/daifutong/proof_list.html"


class ProofForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=list(PROOF_LABELS.items()))
    enterprise_id = forms.TypedChoiceField(label="发薪单位", coerce=UUID)
    months = forms.TypedChoiceField(label="期间", choices=[(6, "最近 6 个月"), (12, "最近 12 个月")], coerce=int)
    purpose = forms.ChoiceField(label="用途", choices=list(PROOF_PURPOSES.items()))
    recipient = forms.CharField(label="出具给", max_length=RECIPIENT_LENGTH)

    def __init__(self, *args: object, employers: tuple[Employer, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one.id), one.name) for one in employers]
        self.fields["enterprise_id"].choices = choices  # type: ignore[attr-defined]


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_list(request: Request) -> HttpResponse:
    """What was issued, and the form for another one."""
    return render(request, TEMPLATE, _shown(request))


@page("mobile", permission=READ, relation=Relation.SELF, step_up="出具工资证明", methods=("POST",))
def proof_issue(request: Request) -> HttpResponse:
    shown = _shown(request)
    form = shown["form"]
    if not form.is_valid():
        return answer_invalid(request, TEMPLATE, shown)
    try:
        return _opened(request, issue(**form.cleaned_data, actor=request.actor, now=clock.read()))
    except InvalidInput as error:
        return answer_invalid(request, TEMPLATE, shown, error)


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_detail(request: Request, proof_id: UUID) -> HttpResponse:
    """A proof closed: no figure is in the page."""
    line = proof_line(request.actor, proof_id, clock.read())
    return render(request, "mobile/daifutong/proof_detail.html", {"line": line})


@page("mobile", permission=READ, relation=Relation.SELF, step_up="查看工资证明", methods=("POST",))
def proof_open(request: Request, proof_id: UUID) -> HttpResponse:
    return _opened(request, open_proof(proof_id=proof_id, actor=request.actor, now=clock.read()))


@page("mobile", permission=READ, relation=Relation.SELF, methods=("POST",))
def proof_revoke(request: Request, proof_id: UUID) -> HttpResponse:
    revoke(proof_id=proof_id, actor=request.actor, now=clock.read())
    messages.success(request, "已撤销,对方再查验时会看到已失效。")
    return redirect("mobile:proof_detail", proof_id)


@page("mobile", permission=READ, relation=Relation.SELF)
def proof_file(request: Request, proof_id: UUID) -> HttpResponse:
    view = proof_view(request.actor, proof_id, clock.read())
    pass_check(request, f"proof-{proof_id}")
    return proof_response(view)


def _shown(request: Request) -> dict[str, Any]:
    employers = employers_of(request.actor)
    form = ProofForm(request.POST or None, employers=employers)
    return {"form": form, "proofs": proofs_for_member(request.actor, clock.read()), "employers": employers}


def _opened(request: Request, view: ProofView) -> HttpResponse:
    shown = {
        "view": view,
        "pass": pass_for(request.actor, f"proof-{view.line.id}"),
        "watermark": watermark_of(view.name, clock.read()),
    }
    return render(request, "mobile/daifutong/proof_view.html", shown)

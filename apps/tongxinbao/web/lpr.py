"""The quotes of the LPR in the console: one person loads them, another agrees (TX-6)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Actor, Relation
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request

from ..selectors.drafts import caps_now
from ..selectors.quotes import may_propose, quotes_for
from ..services.lpr_decide import lpr_decide as decide
from ..services.lpr_propose import lpr_propose as propose
from .forms import QuoteForm

UNIT = Relation.UNIT
LIST = "console/tongxinbao/lpr_list.html"


@page("console", permission="tongxinbao.issue.watch", relation=UNIT)
def lpr_list(request: Request) -> HttpResponse:
    return render(request, LIST, _shown(request.actor))


def _shown(actor: Actor, form: QuoteForm | None = None) -> dict[str, Any]:
    now = clock.read()
    return {
        "quotes": quotes_for(actor),
        "caps": caps_now(now),
        "form": form or QuoteForm(initial={"published_on": now.business_date}),
        "may_propose": may_propose(actor),
    }


@page("console", permission="tongxinbao.lpr.propose", relation=UNIT, methods=("POST",))
def lpr_propose(request: Request) -> HttpResponse:
    form = QuoteForm(request.POST)
    shown = _shown(request.actor, form)
    if not form.is_valid():
        return answer_invalid(request, LIST, shown)
    sent = form.values()
    key = form.cleaned_data["idempotency_key"]
    try:
        propose(**sent, key=key, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        return answer_invalid(request, LIST, shown, error)
    messages.success(request, "已提交,等待另一人复核。")
    return redirect("console:lpr_list")


@page("console", permission="tongxinbao.lpr.decide", relation=UNIT, step_up="复核 LPR 报价", methods=("POST",))
def lpr_decide(request: Request, quote_id: UUID) -> HttpResponse:
    said = verdict_said(request)
    try:
        decide(quote_id=quote_id, **said, actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _again(request, quote_id, error)
    messages.success(request, "已办理。")
    return redirect("console:lpr_list")


def _again(request: Request, quote_id: UUID, error: AppError) -> HttpResponse:
    error.fields = {f"{name}-{quote_id}": fault for name, fault in error.fields.items()}  # ids in the list
    return render(request, LIST, _shown(request.actor) | {"error": error}, status=error.status)

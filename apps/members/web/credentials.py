"""The keys of an enterprise's own programs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import Conflict
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request

from ..selectors.credentials import credentials_for_enterprise
from ..services.api_credential_issue import own_api_credential_issue
from ..services.api_credential_revoke import api_credential_revoke
from .forms import CredentialForm, RevokeForm

OWN = Relation.ENTERPRISE
ISSUE, REVOKE = "members.credential.issue", "members.credential.revoke"
CREDENTIALS = "office/members/credential_list.html"


@page("office", permission="members.credential.view", relation=OWN)
def credential_list(request: Request) -> HttpResponse:
    """The keys of the enterprise's programs: which one is used, and which one nobody needs any more."""
    return render(request, CREDENTIALS, _credential_page(request, CredentialForm()))


def _credential_page(request: Request, form: CredentialForm) -> dict[str, object]:
    return {
        "form": form,
        "credentials": credentials_for_enterprise(request.actor),
        "may_issue": allows(request.actor, ISSUE),
    }


@page("office", permission=ISSUE, relation=OWN, step_up="签发接口凭证", methods=("POST",))
def credential_new(request: Request) -> HttpResponse:
    """The list with the new key and its secret, this once."""
    form = CredentialForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, CREDENTIALS, _credential_page(request, form))
    try:
        issued = own_api_credential_issue(name=form.cleaned_data["name"], actor=request.actor, now=clock.read())
    except Conflict as error:
        return answer_invalid(request, CREDENTIALS, _credential_page(request, form), error)
    return render(request, CREDENTIALS, _credential_page(request, CredentialForm()) | {"issued": issued})


@page("office", permission=REVOKE, relation=OWN, step_up="停用接口凭证", methods=("POST",))
def credential_end(request: Request, credential_id: UUID) -> HttpResponse:
    form = RevokeForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    api_credential_revoke(credential_id=credential_id, reason=reason, actor=request.actor, now=clock.read())
    messages.success(request, "接口凭证已停用,使用它的程序不能再调用接口。")
    return redirect("office:credential_list")

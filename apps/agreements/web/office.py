"""What an enterprise has signed."""

from uuid import UUID

from django.http import HttpResponse

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request

from . import signing

VIEW, SIGN = "agreements.enterprise.view", "agreements.enterprise.sign"
OWN = Relation.ENTERPRISE


@page("office", permission=VIEW, relation=OWN)
def agreement_list(request: Request) -> HttpResponse:
    return signing.list_page(request, "office")


@page("office", permission=VIEW, relation=OWN)
def agreement(request: Request, code: str) -> HttpResponse:
    return signing.read_page(request, "office", code, SIGN)


@page("office", permission=SIGN, relation=OWN, step_up="签署协议", methods=("POST",))
def agreement_sign(request: Request, code: str) -> HttpResponse:
    return signing.sign_page(request, "office", code, SIGN)


@page("office", permission=VIEW, relation=OWN)
def agreement_copy(request: Request, signature_id: UUID) -> HttpResponse:
    return signing.copy_page(request, "office", signature_id)


@page("office", permission=VIEW, relation=OWN)
def agreement_file(request: Request, signature_id: UUID) -> HttpResponse:
    return signing.copy_file(request, signature_id, request.actor.organisation)

"""The door of enterprises and their people."""

from dataclasses import replace

from apps.core import clock
from apps.core.actors import Actor, Surface
from apps.core.http.caller import SIGNATURE_HEADERS
from apps.core.http.errors import surface_of
from apps.core.http.request import Request
from apps.identity import api as identity

from .contracts import SignedRequest
from .selectors.actors import actor_for, anonymous
from .selectors.colleagues import (
    colleague,
    colleague_of,
    colleagues,
    colleagues_in,
    department_counts,
    departments_of,
)
from .selectors.departments import places_of as departments
from .selectors.enterprises import (
    certified_below,
    enterprise_brief,
    enterprise_by_uscc,
    operators,
    require_certified,
    roster,
    units_below,
)
from .selectors.finding import find_applications, find_certifications, find_enterprises, find_members
from .selectors.insurance import insurance_records
from .selectors.people import engagements, people_on
from .selectors.reviews import review_counts
from .selectors.rosters import employments_of, roster_counts
from .selectors.staff import staff_at
from .services.api_credential_issue import api_credential_issue as issue_credential
from .services.api_credential_verify import api_credential_verify as actor_for_signature
from .services.move_record import move_record
from .services.operator_grant import operator_grant, operator_revoke

__all__ = [
    "actor_for_program",
    "actor_for_signature",
    "actor_for_user",
    "certified_below",
    "colleague",
    "colleague_of",
    "colleagues",
    "colleagues_in",
    "department_counts",
    "departments",
    "departments_of",
    "employments_of",
    "engagements",
    "enterprise_brief",
    "enterprise_by_uscc",
    "find_applications",
    "find_certifications",
    "find_enterprises",
    "find_members",
    "insurance_records",
    "issue_credential",
    "move_record",
    "operator_grant",
    "operator_revoke",
    "operators",
    "people_on",
    "require_certified",
    "review_counts",
    "roster",
    "roster_counts",
    "staff_at",
    "units_below",
]


def actor_for_user(request: Request) -> Actor:
    """Who acts in this request (settings.ACTOR_LOADER): one query beside the one for the login itself."""
    signed_in = identity.signed_in(request)
    if signed_in is None:
        return anonymous(Surface(surface_of(request)), request.id)
    return actor_for(signed_in)


def actor_for_program(request: Request) -> Actor:
    """Whose program signed this request (settings.PROGRAM_LOADER). Raises SignInRequired, Unavailable."""
    headers = {name: request.headers.get(header, "") for name, header in SIGNATURE_HEADERS.items()}
    query = request.META.get("QUERY_STRING", "")
    signed = SignedRequest(
        **headers,
        method=str(request.method),
        path=f"{request.path}?{query}" if query else request.path,
        body=request.body,
    )
    actor = actor_for_signature(request=signed, now=clock.read())
    device, ip = identity.client_of(request)
    return replace(actor, request_id=request.id, device=device, ip=ip)

"""The door of enterprises and their people."""

from uuid import UUID

from django.http import HttpRequest

from apps.core.actors import Actor, Surface
from apps.core.http.errors import surface_of
from apps.identity import api as identity

from .selectors.actors import actor_for, anonymous
from .selectors.certifications import certification_counts
from .selectors.enterprises import enterprise_brief, enterprise_by_uscc, operators, roster, units_below
from .selectors.rosters import employments_of, roster_counts
from .services.api_credential_issue import api_credential_issue as issue_credential
from .services.api_credential_verify import api_credential_verify as actor_for_signature
from .services.operator_grant import operator_grant, operator_revoke
from .services.staff_grant import staff_grant, staff_revoke

CHOSEN_ENTERPRISE = "chosen_enterprise"  # in the session, for those who belong to several

__all__ = [
    "actor_for_signature",
    "actor_for_user",
    "certification_counts",
    "employments_of",
    "enterprise_brief",
    "enterprise_by_uscc",
    "issue_credential",
    "operator_grant",
    "operator_revoke",
    "operators",
    "roster",
    "roster_counts",
    "staff_grant",
    "staff_revoke",
    "units_below",
]


def actor_for_user(request: HttpRequest) -> Actor:
    """Who acts in this request (settings.ACTOR_LOADER): one query beside the one for the login itself."""
    signed_in = identity.signed_in(request)
    if signed_in is None:
        return anonymous(Surface(surface_of(request)), request.id)
    chosen = request.session.get(CHOSEN_ENTERPRISE)
    return actor_for(signed_in, UUID(chosen) if chosen else None)

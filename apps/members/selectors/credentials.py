"""The keys of an enterprise's programs."""

from django.db.models import F

from apps.core.actors import Actor
from apps.identity import api as identity

from ..contracts import CredentialLine
from ..models import ApiCredential

SHOWN = 50


def credentials_for_enterprise(actor: Actor) -> tuple[CredentialLine, ...]:
    """Those that work first, then the revoked ones, each the newest first."""
    rows = ApiCredential.objects.scoped(actor).order_by(F("revoked_at").desc(nulls_first=True), "-created_at")[:SHOWN]
    names = identity.person_briefs({row.issuer_person_id for row in rows})
    return tuple(
        CredentialLine(
            id=row.pk,
            name=row.name,
            key_id=row.key_id,
            issuer=names[row.issuer_person_id].masked_name,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )

"""Keys for an enterprise's own programs."""

import secrets

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.ids import new_id

from ..contracts import IssuedCredential
from ..models import ApiCredential, Enterprise


@use_case
def api_credential_issue(*, actor: Actor, now: Moment) -> IssuedCredential:
    """A new key for the actor's enterprise; the secret is told this once and kept encrypted.

    What the program makes counts as made by the actor, so that another person approves it. Raises NotFound.
    """
    enterprise = Enterprise.objects.scoped(actor).select_related("unit").first()
    if enterprise is None:
        raise NotFound("没有找到这家企业。")
    issued = IssuedCredential(key_id=f"ek_{secrets.token_hex(12)}", secret=secrets.token_hex(32))
    row = ApiCredential(
        id=new_id(),
        enterprise=enterprise,
        key_id=issued.key_id,
        secret=issued.secret,
        issuer_person_id=actor.person,
        created_at=now.wall,
    )
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        action="members.credential.issued",
        subject_kind="members.api_credential",
        subject_id=row.pk,
        detail={"key_id": issued.key_id},
        unit_path=enterprise.unit.path,
        now=now,
    )
    return issued

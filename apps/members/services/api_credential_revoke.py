"""Taking a program's key back."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.identity import api as identity

from ..models import ApiCredential
from .api_credential_issue import KIND


@use_case
def api_credential_revoke(*, credential_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Ends a key of the actor's enterprise for good: the next request that it signs gets 401. Locks the key.

    A suspended enterprise may do this as well. Raises InvalidInput (REASON), NotFound, Conflict (REVOKED),
    StepUpRequired bound to the key and the reason.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput("REASON", "请填写停用原因。", fields={"reason": "请填写停用原因"})
    rows = lock_rows(ApiCredential.objects.scoped(actor).filter(pk=credential_id).select_related("enterprise__unit"))
    if not rows:
        raise NotFound("没有找到这个接口凭证。")
    (row,) = rows
    if row.revoked_at is not None:
        raise Conflict("REVOKED", "这个接口凭证已经停用。")
    digest = body_hash({"revoke": row.pk, "reason": reason})
    identity.require_step_up(
        actor=actor, digest=digest, shown={"停用接口凭证": f"{row.name} {row.key_id}", "停用原因": reason}, now=now
    )
    row.revoked_at = now.wall
    row.save(update_fields=["revoked_at"])
    audit.record(
        actor=actor,
        action="members.credential.revoked",
        subject_kind=KIND,
        subject_id=row.pk,
        detail={"key_id": row.key_id, "reason": reason},
        unit_path=row.enterprise.unit.path,
        now=now,
    )

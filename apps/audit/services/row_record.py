"""Writing the audit trail."""

from typing import Any
from uuid import UUID

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

from apps.core import clock
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..models import AuditRow

log = structlog.get_logger("audit")

DENIAL_SECONDS = 60  # one row per person and permission in this time


def row_record(
    *,
    actor: Actor,
    action: str,
    now: Moment,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    from_state: str = "",
    to_state: str = "",
    detail: dict[str, Any] | None = None,
    enterprise_id: UUID | None = None,
    unit_path: str = "",
) -> None:
    """One row in the caller's transaction. `detail` holds ids, counts and masked texts only."""
    require_transaction()
    _write(
        actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        from_state=from_state,
        to_state=to_state,
        detail=detail or {},
        enterprise_id=enterprise_id or actor.enterprise_id,
        unit_path=unit_path or actor.unit_path or "",
        business_date=now.business_date,
        at=now.wall,
    )


def denial_record(actor: Actor, permission: str) -> None:
    """One row for a signed-in person who lacked a right, at most one a minute for the same right."""
    try:
        first = cache.add(f"denial:{actor.user_id}:{permission}", 1, timeout=DENIAL_SECONDS)
    except (RedisError, OSError):
        first = True  # better a row too many than none
    log.warning("access.denied", permission=permission, user_id=str(actor.user_id))
    if first:
        _write(
            actor,
            action="access.denied",
            detail={"permission": permission},
            enterprise_id=actor.enterprise_id,
            unit_path=actor.unit_path or "",
            at=clock.wall(),
        )


def _write(actor: Actor, **fields: Any) -> None:
    AuditRow.objects.create(
        surface=actor.surface,
        roles=",".join(sorted(actor.roles)),
        person_id=actor.person_id,
        user_id=actor.user_id,
        display=actor.reason or actor.display,
        request_id=actor.request_id,
        device=actor.device,
        ip=actor.ip,
        **fields,
    )

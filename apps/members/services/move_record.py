"""The audit row of a move that a thing of an enterprise made."""

from typing import Any, Protocol
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.moves import Living

from ..selectors.enterprises import enterprise_brief


class OfEnterprise(Living, Protocol):
    enterprise_id: UUID


def move_record(
    thing: OfEnterprise,
    kind: str,
    action: str,
    *,
    source: str,
    detail: dict[str, Any],
    actor: Actor,
    now: Moment,
    unit_path: str | None = None,
) -> None:
    """The audit row of what brought a thing of an enterprise from `source` to where it is.

    `unit_path` is of the bank's unit that has the enterprise; asked for where the caller does not know it.
    """
    audit.record(
        actor=actor,
        action=action,
        subject_kind=kind,
        subject_id=thing.pk,
        from_state=source,
        to_state=thing.state,
        detail=detail,
        enterprise_id=thing.enterprise_id,
        unit_path=enterprise_brief(thing.enterprise_id).unit_path if unit_path is None else unit_path,
        now=now,
    )

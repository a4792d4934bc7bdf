"""A person's copy of what the platform holds of them (PIPL-5)."""

from apps.audit import api as audit
from apps.core import person_copy
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import body_hash
from apps.identity import api as identity


@use_case
def own_data_copy(*, actor: Actor, now: Moment) -> tuple[person_copy.Sheet, ...]:
    """Everything the apps hold of the actor, numbers masked. Needs a step-up; leaves a row in the trail."""
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"own_data": actor.person_id, "on": now.business_date}),
        shown={"内容": "本人在平台的个人信息副本", "证件号、卡号": "以掩码提供"},
        now=now,
    )
    sheets = person_copy.sheets_of(actor.person)
    audit.record(
        actor=actor,
        action="agreements.data.copied",
        subject_kind="agreements.person",
        subject_id=actor.person,
        detail={"rows": sum(len(sheet.rows) for sheet in sheets)},
        now=now,
    )
    return sheets

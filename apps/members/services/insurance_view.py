"""Looking at a paper of the social insurance as the bank: it names people, so that this is put on record (§1.2)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..selectors.enterprises import enterprise_brief
from ..selectors.insurance import insurance_paper


@use_case
def insurance_view(*, record_id: UUID, actor: Actor, now: Moment) -> tuple[str, bytes]:
    """The media type and the bytes of a paper of the actor's units; leaves a row in the trail. Raises NotFound."""
    paper = insurance_paper(actor, record_id)
    audit.record(
        actor=actor,
        action="members.insurance.viewed",
        subject_kind="members.insurance",
        subject_id=record_id,
        enterprise_id=paper.enterprise_id,
        unit_path=enterprise_brief(paper.enterprise_id).unit_path,
        now=now,
    )
    return paper.content_type, paper.data

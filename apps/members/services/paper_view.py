"""Looking at an uploaded paper as the bank: it shows personal data in clear, so that it is put on record (§1.2)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound

from ..selectors.applications import paper_for
from .application_edit import application_record


@use_case
def paper_view(*, paper_id: UUID, actor: Actor, now: Moment) -> tuple[str, bytes]:
    """The media type and the bytes of a paper of the actor's units; leaves a row in the trail. Raises NotFound."""
    found = paper_for(actor, paper_id)
    if found is None:
        raise NotFound("没有找到这份资料。")
    content_type, data, application = found
    application_record(application, "paper_viewed", actor, now, detail={"paper": str(paper_id)})
    return content_type, data

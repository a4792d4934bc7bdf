"""A bank operator accepts a request to open accounts for people of an enterprise."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import body_hash
from apps.members import api as members

from ..choices import OPENING_SUBJECT
from ..models import OpeningInvitee
from ..rules.opening import OPENING
from .opening_moves import opening_locked, opening_move, said


@use_case
def opening_accept(*, opening_id: UUID, place: str, actor: Actor, now: Moment) -> None:
    """A bank operator says when and where the people are seen, and asks an approver. Locks the request.

    Raises NotFound, IllegalMove, InvalidInput PLACE.
    """
    place = said(place, "place", "请填写办理时间和地点,员工会看到。")
    opening = opening_locked(actor, opening_id)
    OPENING.check(opening.state, "accept")
    people = OpeningInvitee.objects.system("of the locked request").filter(opening=opening)
    named = sorted(map(str, people.values_list("person_id", flat=True)))
    digest = body_hash({"opening": opening.pk, "people": named, "place": place})
    firm = members.enterprise_brief(opening.enterprise_id)
    approvals.request(
        kind=OPENING_SUBJECT,
        subject_id=opening.pk,
        digest=digest,
        summary={"企业": firm.name, "人数": f"{opening.count} 人", "办理": place},
        steps=(Role.APPROVER,),
        actor=actor,
        unit_path=firm.unit_path,
        now=now,
    )
    changes = {"place": place, "digest": digest, "operator_person_id": actor.person}
    opening_move(opening, "accept", "accepted", actor=actor, now=now, **changes)

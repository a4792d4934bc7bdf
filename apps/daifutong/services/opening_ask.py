"""The pay specialist asks the bank to open accounts for people of the roster."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.idempotency import once
from apps.core.ids import new_id
from apps.members import api as members

from ..choices import OPENING_PEOPLE, REASON_LENGTH
from ..models import Opening, OpeningInvitee
from ..rules.opening import OPENING
from ..selectors.openings import candidates
from .opening_moves import opening_record

ROUTE = "daifutong.opening_ask"


@use_case
def opening_ask(
    *, person_ids: Sequence[UUID], wish: str, have_agreed: bool, key: str, actor: Actor, now: Moment
) -> UUID:
    """Asks for all of the people without an account that takes wages, or for those named; gives the request's id.
    `have_agreed`: the enterprise says that each of them wants it, without which nothing is asked.

    Key: (enterprise, person, key). Raises InvalidInput AGREED, WISH, PEOPLE (nobody, too many, or somebody who is no
    candidate), Conflict ENTERPRISE_SUSPENDED, KeyReused, Busy.
    """
    if not have_agreed:
        message = "请先征得员工本人同意,再勾选提交。"
        raise InvalidInput("AGREED", message, fields={"have_agreed": message})
    if len(wish.strip()) > REASON_LENGTH:
        raise InvalidInput("WISH", "办理意愿过长。", fields={"wish": f"请在 {REASON_LENGTH} 字以内填写"})

    def effect() -> dict[str, str]:
        return {"opening_id": str(_ask(person_ids, wish.strip(), actor, now))}

    body = {"people": sorted(map(str, person_ids)), "wish": wish}
    answer, _ = once(actor=actor, route=ROUTE, key=key, body=body, effect=effect)
    return UUID(answer["opening_id"])


def _ask(person_ids: Sequence[UUID], wish: str, actor: Actor, now: Moment) -> UUID:
    members.require_certified(actor.enterprise)
    known = {one.person_id: one for one in candidates(actor.enterprise)}
    wanted = set(person_ids) or set(known)
    if not 1 <= len(wanted) <= OPENING_PEOPLE or not wanted <= known.keys():
        message = f"请选择 1 至 {OPENING_PEOPLE} 名还没有本行工资账户的在职员工。"
        raise InvalidInput("PEOPLE", message, fields={"people": message})
    opening = Opening(
        id=new_id(),
        enterprise_id=actor.enterprise,
        wish=wish,
        count=len(wanted),
        maker_person_id=actor.person,
        maker_display=actor.display,
        asked_at=now.business_at,
    )
    opening.state = OPENING.check("", "ask").target
    opening.save(force_insert=True)
    OpeningInvitee.objects.bulk_create(
        OpeningInvitee(opening=opening, person_id=one, name=known[one].name, emp_no=known[one].emp_no)
        for one in sorted(wanted)
    )
    opening_record(opening, "asked", source="", actor=actor, now=now)
    return opening.pk

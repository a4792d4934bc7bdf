"""Somebody of the bank puts a written agreement on record; another person has to agree (WM-2)."""

from datetime import date
from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.identity import api as identity

from ..choices.accord import ACCORD_SUBJECT, NUMBER_LENGTH, AccordState
from ..models import Accord, RiskAssessment
from ..rules.lives import ACCORD
from ..rules.suitability import HIGH_RISK


@use_case
def accord_propose(*, id_number: str, number: str, signed_on: date, key: str, actor: Actor, now: Moment) -> UUID:
    """Records the paper that a person has signed at the branch; it counts once an approver has agreed.

    The person is named by the ID number on the paper, and has been assessed in the actor's unit as somebody who may
    bear high risk. Key: (person, key). Locks the person's name. Raises InvalidInput PERSON (nobody of this unit, or
    never assessed), LEVEL, NUMBER (empty, or taken), SIGNED_ON (not past), Conflict ACCORD_EXISTS, KeyReused, Busy.
    """
    number = number.strip().upper()
    if not 0 < len(number) <= NUMBER_LENGTH:
        raise _wrong("number", "NUMBER", f"请填写书面约定的编号,不超过 {NUMBER_LENGTH} 字。")
    if signed_on > now.business_date:
        raise _wrong("signed_on", "SIGNED_ON", "签署日期不能晚于今天。")
    assessed = _assessed(actor, id_number)
    said = {"person": assessed.person_id, "number": number, "signed_on": str(signed_on)}
    digest = body_hash(said)

    def effect() -> dict[str, Any]:
        lock_name(f"shenhuobao.accord:{assessed.person_id}")
        mine = Accord.objects.system("one for a person").filter(person_id=assessed.person_id)
        if mine.filter(state__in=[AccordState.PROPOSED, AccordState.IN_FORCE]).exists():
            raise Conflict("ACCORD_EXISTS", "这位客户已有一份有效或待复核的书面约定。")
        lock_name(f"shenhuobao.accord:{number}")
        if Accord.objects.system("a number is of one paper").filter(number=number).exists():
            raise _wrong("number", "NUMBER", "这个编号已经登记过,请核对。")
        pk = new_id()
        name = identity.person_brief(assessed.person_id).masked_name
        approval_id = approvals.request(
            kind=ACCORD_SUBJECT, subject_id=pk, digest=digest,
            summary={"客户": name, "编号": number, "签署日期": f"{signed_on:%Y-%m-%d}"}, steps=(Role.APPROVER,),
            actor=actor, unit_path=actor.unit_path or "", now=now,
        )  # fmt: skip
        accord = Accord.objects.create(
            id=pk, person_id=assessed.person_id, unit_path=assessed.unit_path, number=number, signed_on=signed_on,
            state=ACCORD.check("", "propose").target, digest=digest, approval_id=approval_id, maker=actor.display,
            created_at=now.wall,
        )  # fmt: skip
        accord_record(accord, "proposed", source="", actor=actor, now=now)
        return {"accord_id": str(pk)}

    answer, _ = once(actor=actor, route="shenhuobao.accord_propose", key=key, body=said, effect=effect)
    return UUID(answer["accord_id"])


def _assessed(actor: Actor, id_number: str) -> RiskAssessment:
    person_id = identity.persons_by_id_numbers([id_number]).get(id_number)
    rows = RiskAssessment.objects.scoped(actor).order_by("-created_at")
    latest = rows.filter(person_id=person_id).first() if person_id is not None else None
    if latest is None:
        raise _wrong("id_number", "PERSON", "没有找到做过风险测评的这位客户,请核对证件号。")
    if latest.level < HIGH_RISK:
        raise _wrong("id_number", "LEVEL", f"这位客户的风险承受能力为 C{latest.level},不能购买 R4 及以上的产品。")
    return latest


def _wrong(name: str, code: str, message: str) -> InvalidInput:
    return InvalidInput(code, message, fields={name: message})


def accord_record(accord: Accord, deed: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a written agreement from `source` to where it is."""
    audit.record(
        actor=actor,
        action=f"shenhuobao.accord.{deed}",
        subject_kind=ACCORD_SUBJECT,
        subject_id=accord.pk,
        from_state=source,
        to_state=accord.state,
        detail={"number": accord.number, "signed_on": str(accord.signed_on), "reason": accord.reason},
        unit_path=accord.unit_path,
        now=now,
    )

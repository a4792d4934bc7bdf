"""Compliance asks to read what was said, or to keep it from being erased, for a case."""

from datetime import date
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.idempotency import body_hash
from apps.core.ids import new_id
from apps.core.masking import mask_name
from apps.core.moves import reason_said
from apps.members import api as members

from ..choices import CASE_LENGTH, TALK_LABELS, WORDS_LENGTH, TalkKind, WarrantKind
from ..contracts.warrants import NewWarrant
from ..models import Conversation, Warrant
from ..rules.lives import WARRANTED
from .warrant_moves import warrant_ask, warrant_record

WHY = "compliance names what a case is about"


@use_case
def warrant_propose(*, warrant: NewWarrant, actor: Actor, now: Moment) -> UUID:
    """Writes it and asks another person; a hold keeps from now on, a reading opens when it is approved.

    Raises InvalidInput E_CASE, REASON, E_SCOPE (neither, both, or nobody's), E_COVERS.
    """
    said = warrant
    case_no = said.case_no.strip()
    if not 1 <= len(case_no) <= CASE_LENGTH or not case_no.isprintable():
        message = f"请填写 {CASE_LENGTH} 字以内的案件编号。"
        raise InvalidInput("E_CASE", message, fields={"case_no": message})
    why = reason_said(said.reason, "理由", WORDS_LENGTH)
    scope = _scope(said)
    days = _covers(said)
    row = Warrant(
        id=new_id(), kind=WarrantKind(said.kind), case_no=case_no, reason=why, unit_path=str(actor.unit_path),
        state=WARRANTED.check("", "propose").target, maker_person_id=actor.person, maker_display=actor.display,
        proposed_at=now.wall, **scope, **days,
    )  # fmt: skip
    row.digest = body_hash({"id": row.pk, "kind": row.kind, "case": case_no, "why": why} | scope | days)
    row.save(force_insert=True)
    warrant_ask(row, "", why, actor=actor, now=now)
    warrant_record(row, "proposed", source="", actor=actor, now=now)
    return row.pk


def _scope(said: NewWarrant) -> dict[str, object]:
    named = bool(said.uscc.strip() or said.emp_no.strip())
    if said.conversation_id is not None and not named:
        talk = Conversation.objects.system(WHY).filter(pk=said.conversation_id).first()
        if talk is not None:
            label = f"{talk.title or TALK_LABELS[TalkKind(talk.kind)]} {str(talk.pk)[:8]}"
            return {"conversation_id": talk.pk, "scope_label": label}
    elif named and said.conversation_id is None:
        firm = members.enterprise_by_uscc(said.uscc.strip())
        people = members.engagements(firm.id).values() if firm else ()
        for one in people:
            if firm and one.emp_no == said.emp_no.strip():
                return {"person_id": one.person_id, "scope_label": f"{firm.short_name} {mask_name(one.name)}"}
    message = "请填写一个会话编号,或企业统一社会信用代码和员工工号。"
    raise InvalidInput("E_SCOPE", message, fields={"conversation_id": message})


def _covers(said: NewWarrant) -> dict[str, date | None]:
    if said.kind == WarrantKind.HOLD:
        return {"covers_from": None, "covers_to": None}
    if said.covers_from is None or said.covers_to is None or said.covers_from > said.covers_to:
        message = "请填写调阅的起止日期。"
        raise InvalidInput("E_COVERS", message, fields={"covers_from": message})
    return {"covers_from": said.covers_from, "covers_to": said.covers_to}

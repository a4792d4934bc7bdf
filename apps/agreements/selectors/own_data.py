"""Consents, mandates and requests about one's own data."""

from datetime import date
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.identity import api as identity

from ..choices import (
    DATA_KIND_LABELS,
    DATA_STATE_LABELS,
    MANDATE_LABELS,
    ConsentDecision,
    DataRequestKind,
    DataRequestState,
    MandateState,
)
from ..contracts import ConsentLine, DataRequestLine, MandateLine
from ..models import Consent, DataRequest, Mandate
from ..rules import PURPOSES
from .texts import paragraphs, texts_in_force

SHOWN = 100
_TONES = {
    MandateState.ACTIVE: "ok",
    DataRequestState.OPEN: "warn",
    DataRequestState.GRANTED: "ok",
}


def _latest(person_id: UUID) -> dict[str, Consent]:
    rows = Consent.objects.system("the person's own, or asked by the house").filter(person_id=person_id)
    latest = rows.order_by("purpose", "-decided_at", "-pk").distinct("purpose")
    return {row.purpose: row for row in latest}


def consents_for_member(actor: Actor, now: Moment) -> tuple[ConsentLine, ...]:
    """Every purpose with its words of today and what the person has decided."""
    latest, texts = _latest(actor.person), texts_in_force(now.business_date, PURPOSES)
    lines = []
    for code, purpose in PURPOSES.items():
        text, last = texts[code], latest.get(code)
        granted = last is not None and last.decision == ConsentDecision.GRANTED
        lines.append(
            ConsentLine(
                purpose=code,
                label=purpose.label,
                title=text.title,
                paragraphs=paragraphs(text.body),
                version=text.version,
                text_hash=text.text_hash,
                is_granted=granted,
                is_sensitive=purpose.is_sensitive,
                is_necessary=purpose.is_necessary,
                is_outdated=granted and last is not None and last.text_hash != text.text_hash,
                decided_at=last.decided_at if last else None,
            )
        )
    return tuple(lines)


def has_consent(person_id: UUID, purpose: str) -> bool:
    """Whether the person's latest decision about a purpose is yes. KeyError for a purpose that nobody declared."""
    last = _latest(person_id).get(PURPOSES[purpose].code)
    return last is not None and last.decision == ConsentDecision.GRANTED


def persons_with_consent(person_ids: list[UUID], purpose: str) -> frozenset[UUID]:
    """Those of many persons whose latest decision about a purpose is yes, in one query."""
    rows = Consent.objects.system("who may be addressed").filter(person_id__in=person_ids, purpose=purpose)
    latest = rows.order_by("person_id", "-decided_at", "-pk").distinct("person_id")
    return frozenset(row.person_id for row in latest if row.decision == ConsentDecision.GRANTED)


def mandates_for_member(actor: Actor, now: Moment) -> tuple[MandateLine, ...]:
    """The person's mandates, those that hold first, then the newest."""
    rows = Mandate.objects.scoped(actor).select_related("signature").order_by("state", "-signed_at")[:SHOWN]
    return tuple(_mandate(row, now) for row in rows)


def mandate_for_member(actor: Actor, mandate_id: UUID, now: Moment) -> MandateLine:
    """Raises NotFound for anybody else's."""
    row = Mandate.objects.scoped(actor).select_related("signature").filter(pk=mandate_id).first()
    if row is None:
        raise NotFound("没有找到这项授权。")
    return _mandate(row, now)


def active_mandate(person_id: UUID, kind: str, subject_id: UUID, on: date) -> UUID | None:
    """The mandate that holds on a business date for a subject, or None."""
    rows = Mandate.objects.system("what may be taken").filter(
        person_id=person_id, kind=kind, subject_id=subject_id, state=MandateState.ACTIVE
    )
    found = rows.first()
    return found.pk if found and (found.expires_on is None or found.expires_on >= on) else None


def mandates_active(person_id: UUID, kind: str) -> frozenset[UUID]:
    """The person's mandates of a kind that nobody has stopped or ended, in one query."""
    rows = Mandate.objects.system("what may be taken").filter(person_id=person_id, kind=kind, state=MandateState.ACTIVE)
    return frozenset(rows.values_list("pk", flat=True))


def subjects_with_mandate(person_id: UUID, kind: str, on: date) -> frozenset[UUID]:
    """The subjects for which a mandate of the person holds on a business date, in one query."""
    rows = Mandate.objects.system("what may be taken").filter(person_id=person_id, kind=kind, state=MandateState.ACTIVE)
    return frozenset(row.subject_id for row in rows if row.expires_on is None or row.expires_on >= on)


def _mandate(row: Mandate, now: Moment) -> MandateLine:
    """One that ran out holds no more, although nobody has ended it."""
    state = MandateState(row.state)
    is_over = state == MandateState.ACTIVE and row.expires_on is not None and row.expires_on < now.business_date
    return MandateLine(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        terms=tuple((label, text) for label, text in row.terms),
        state=state,
        state_label="已到期" if is_over else MANDATE_LABELS[state],
        tone="neutral" if is_over else _TONES.get(state, "neutral"),
        signed_at=row.signed_at,
        expires_on=row.expires_on,
        closed_at=row.closed_at,
        text_hash=row.signature.text_hash,
        signature_id=row.signature_id,
    )


def data_requests_for_member(actor: Actor, now: Moment) -> tuple[DataRequestLine, ...]:
    rows = DataRequest.objects.scoped(actor).order_by("-opened_at")[:SHOWN]
    return tuple(_request(row, "", now) for row in rows)


def data_requests_for_staff(actor: Actor, now: Moment, *, is_open: bool) -> tuple[DataRequestLine, ...]:
    """The requests that wait, the most urgent first; or those that are closed, the newest first."""
    rows = DataRequest.objects.scoped(actor)
    rows = rows.filter(state=DataRequestState.OPEN) if is_open else rows.exclude(state=DataRequestState.OPEN)
    shown = (rows.order_by("due_on", "pk") if is_open else rows.order_by("-closed_at"))[:SHOWN]
    names = identity.person_briefs({row.person_id for row in shown})
    return tuple(_request(row, names[row.person_id].masked_name, now) for row in shown)


def data_request_for_staff(actor: Actor, request_id: UUID, now: Moment) -> DataRequestLine:
    """Raises NotFound."""
    row = DataRequest.objects.scoped(actor).filter(pk=request_id).first()
    if row is None:
        raise NotFound("没有找到这项请求。")
    return _request(row, identity.person_briefs({row.person_id})[row.person_id].masked_name, now)


def _request(row: DataRequest, person: str, now: Moment) -> DataRequestLine:
    state = DataRequestState(row.state)
    is_open = state == DataRequestState.OPEN
    return DataRequestLine(
        id=row.pk,
        person=person,
        kind=row.kind,
        kind_label=DATA_KIND_LABELS[DataRequestKind(row.kind)],
        text=row.text,
        state=state,
        state_label=DATA_STATE_LABELS[state],
        tone=_TONES.get(state, "neutral"),
        opened_at=row.opened_at,
        due_on=row.due_on,
        is_overdue=is_open and row.due_on < now.business_date,
        answer=row.answer,
        closed_at=row.closed_at,
    )

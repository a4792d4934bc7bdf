"""Signing a mandate and stopping it (TX-11: revocable until the debit)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import NotFound
from apps.core.outbox import publish

from ..choices import MandateState
from ..events import MandateStopped
from ..models import Mandate
from ..rules import MANDATE
from ..selectors.texts import text_in_force
from .agreement_sign import read_first, sign

KIND = "agreements.mandate"


def mandate_sign(
    *,
    kind: str,
    agreement: str,
    subject_id: UUID,
    title: str,
    terms: Sequence[tuple[str, str]],
    expires_on: date | None,
    actor: Actor,
    now: Moment,
    opened_at: datetime | None = None,
) -> UUID:
    """Signs a mandate under its agreement in the caller's transaction, whose step-up has named its terms.

    One that still holds for the subject is given back unchanged. `terms` are masked, for people; `opened_at` is when
    words that have to stay open for a while were shown. Raises InvalidInput READ_FIRST.
    """
    require_transaction()
    read_first(agreement, opened_at, now)
    known = Mandate.objects.scoped(actor).filter(kind=kind, subject_id=subject_id, state=MandateState.ACTIVE).first()
    if known:
        return known.pk
    text = text_in_force(agreement, now.business_date)
    mandate = Mandate(
        person_id=actor.person,
        kind=kind,
        subject_id=subject_id,
        title=title,
        terms=[list(term) for term in terms],
        expires_on=expires_on,
        signed_at=now.wall,
    )
    mandate.signature = sign(text=text, actor=actor, now=now, subject_id=mandate.pk)
    mandate.save(force_insert=True)
    _record(mandate, "signed", "", actor, now)
    return mandate.pk


@use_case
def mandate_stop(*, mandate_id: UUID, actor: Actor, now: Moment) -> None:
    """Stops a mandate of the person's own at once. Locks it. Raises NotFound; IllegalMove for one that has ended."""
    mandate_halt(mandate_id=mandate_id, actor=actor, now=now)


def mandate_halt(*, mandate_id: UUID, actor: Actor, now: Moment) -> None:
    """As mandate_stop, in the transaction of a caller that undoes what was done under it."""
    require_transaction()
    rows = lock_rows(Mandate.objects.scoped(actor).filter(pk=mandate_id))
    if not rows:
        raise NotFound("没有找到这项授权。")
    mandate = rows[0]
    _close(mandate, "stop", actor, now)
    publish(MandateStopped(mandate.pk, mandate.kind, mandate.subject_id))


def mandates_end(*, kind: str, subject_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends the mandates of a subject that is over, in the caller's transaction. Locks them; none is no fault."""
    require_transaction()
    over = Mandate.objects.system("what it was for is over").filter(
        kind=kind, subject_id=subject_id, state=MandateState.ACTIVE
    )
    for mandate in lock_rows(over):
        _close(mandate, "end", actor, now)


def mandate_held(*, person_id: UUID, kind: str, subject_id: UUID, now: Moment) -> bool:
    """Whether a mandate holds, under a lock until the caller's transaction ends: nobody stops it before the debit."""
    rows = lock_rows(
        Mandate.objects.system("a debit under it").filter(
            person_id=person_id, kind=kind, subject_id=subject_id, state=MandateState.ACTIVE
        )
    )
    return any(row.expires_on is None or row.expires_on >= now.business_date for row in rows)


def mandates_hold(*, kind: str, subject_id: UUID, on: date | None = None) -> frozenset[UUID]:
    """The mandates of a subject that nobody has stopped, and with `on` that have not run out by then, under a lock
    until the caller's transaction ends: nobody stops them before the debit."""
    rows = Mandate.objects.system("a debit under them").filter(
        kind=kind, subject_id=subject_id, state=MandateState.ACTIVE
    )
    held = lock_rows(rows)
    return frozenset(row.pk for row in held if on is None or row.expires_on is None or row.expires_on >= on)


_PAST = {"stop": "stopped", "end": "ended"}


def _close(mandate: Mandate, move: str, actor: Actor, now: Moment) -> None:
    source, mandate.state = mandate.state, MANDATE.check(mandate.state, move).target
    mandate.closed_at = now.wall
    mandate.save(update_fields=["state", "closed_at"])
    _record(mandate, _PAST[move], source, actor, now)


def _record(mandate: Mandate, deed: str, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"agreements.mandate.{deed}",
        subject_kind=KIND,
        subject_id=mandate.pk,
        from_state=source,
        to_state=mandate.state,
        detail={"kind": mandate.kind, "subject": str(mandate.subject_id)},
        now=now,
    )

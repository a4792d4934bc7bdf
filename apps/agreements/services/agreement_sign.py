"""Signing an agreement: who, which words, when, on what device (TX-12, Electronic Signature Law art 13)."""

from datetime import datetime
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.identity import api as identity

from ..choices import READ_SECONDS, Audience
from ..models import AgreementText, Signature
from ..rules import KINDS, listed_codes
from ..selectors.texts import audience_of, signatures_of, text_in_force

KIND = "agreements.signature"


@use_case
def agreement_sign(*, code: str, text_hash: str, opened_at: datetime, actor: Actor, now: Moment) -> None:
    """Signs the agreement in force, for oneself or, on the office's side, for the enterprise.

    `text_hash` is of what was shown, `opened_at` when it was shown. Signing it again changes nothing. Needs a step-up
    bound to the words. Raises NotFound, Conflict (AGREEMENT_CHANGED: another version holds by now), InvalidInput
    (READ_FIRST), StepUpRequired.
    """
    if code not in listed_codes(audience_of(actor)):
        raise NotFound("没有找到这份协议。")
    text = _to_sign(code, text_hash, actor, now)
    if text is None:
        return
    read_first(code, opened_at, now)
    identity.require_step_up(
        actor=actor,
        digest=signing_digest(text, actor),
        shown={"协议": text.title, "版本": f"第 {text.version} 版", "摘要": text.text_hash[:16]},
        now=now,
    )
    sign(text=text, actor=actor, now=now)


def words_sign(
    *,
    code: str,
    text_hash: str,
    actor: Actor,
    now: Moment,
    subject_id: UUID | None = None,
    opened_at: datetime | None = None,
) -> None:
    """As agreement_sign, in the transaction of a caller that has proved the person itself: by a step-up that named
    these words, or by a code just used (ID-9).

    With `subject_id` for one deed, without it as the frame agreement. `opened_at` is when a text that has to stay open
    for a while was shown. Signing again changes nothing. Raises NotFound, Conflict (AGREEMENT_CHANGED), InvalidInput
    (READ_FIRST).
    """
    require_transaction()
    text = _to_sign(code, text_hash, actor, now, subject_id)
    if text is not None:
        read_first(code, opened_at, now)
        sign(text=text, actor=actor, now=now, subject_id=subject_id)


def read_first(code: str, opened_at: datetime | None, now: Moment) -> None:
    """A text of risks has to have been open for as long as TX-12 wants. Raises InvalidInput READ_FIRST."""
    if not KINDS[code].forced:
        return
    seconds = params.get(READ_SECONDS, now.business_date)
    if opened_at is None or (now.wall - opened_at).total_seconds() < seconds:
        raise InvalidInput("READ_FIRST", f"请完整阅读后再签署,至少需要阅读 {seconds} 秒。")


def _to_sign(
    code: str, text_hash: str, actor: Actor, now: Moment, subject_id: UUID | None = None
) -> AgreementText | None:
    """The words in force, which are those that were shown; None when the actor's signature stands under them."""
    kind = KINDS.get(code)
    if kind is None or kind.audience != audience_of(actor):
        raise NotFound("没有找到这份协议。")
    text = text_in_force(code, now.business_date)
    if text.text_hash != text_hash:
        raise Conflict("AGREEMENT_CHANGED", "协议已有新版本,请重新阅读后签署。")
    lock_name(f"agreements.sign:{text.pk}:{actor.enterprise_id or actor.person_id}")
    is_signed = signatures_of(actor, subject_id).filter(text=text, person_id=actor.person).exists()
    return None if is_signed else text


def signing_digest(text: AgreementText, actor: Actor) -> str:
    """What the step-up of a signature is bound to."""
    return body_hash({"sign": text.text_hash, "version": text.version, "for": actor.enterprise_id or actor.person_id})


def sign(*, text: AgreementText, actor: Actor, now: Moment, subject_id: UUID | None = None) -> Signature:
    """Writes the signature in the caller's transaction, whose step-up has named these words.

    `subject_id` ties it to one deed; without one it is the frame agreement.
    """
    require_transaction()
    signature = Signature.objects.create(
        text=text,
        text_hash=text.text_hash,
        person_id=actor.person,
        user_id=actor.user,
        signer=actor.display,
        enterprise_id=actor.enterprise_id if audience_of(actor) == Audience.ENTERPRISE else None,
        subject_id=subject_id,
        business_date=now.business_date,
        signed_at=now.wall,
        device=actor.device[:120],
        ip=actor.ip,
    )
    audit.record(
        actor=actor,
        action="agreements.agreement.signed",
        subject_kind=KIND,
        subject_id=signature.pk,
        detail={"code": text.code, "version": text.version, "text_hash": text.text_hash},
        enterprise_id=signature.enterprise_id,
        now=now,
    )
    return signature

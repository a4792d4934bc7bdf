"""Granting a consent and taking it back, purpose by purpose, each as easily as the other (PIPL-1, PIPL-3)."""

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, require_transaction, use_case
from apps.core.errors import Conflict, NotFound

from ..choices import ConsentDecision, DataRequestKind
from ..models import Consent
from ..rules import PURPOSES, Purpose
from ..selectors.own_data import has_consent
from ..selectors.texts import text_in_force
from .data_request_move import data_request_ensure

KIND = "agreements.consent"


@use_case
def consent_grant(*, purpose: str, text_hash: str, actor: Actor, now: Moment) -> None:
    """Records that the person agrees, in the words of today. Agreeing again to the same words changes nothing.

    Raises NotFound for an unknown purpose, Conflict (AGREEMENT_CHANGED) when other words hold by now.
    """
    consent_give(purpose=purpose, text_hash=text_hash, actor=actor, now=now)


def consent_give(*, purpose: str, text_hash: str, actor: Actor, now: Moment) -> None:
    """As consent_grant, in the caller's transaction."""
    require_transaction()
    _known(purpose)
    text = text_in_force(purpose, now.business_date)
    if text.text_hash != text_hash:
        raise Conflict("AGREEMENT_CHANGED", "说明已有新版本,请重新阅读后再选择。")
    lock_name(f"agreements.consent:{actor.person_id}:{purpose}")
    last = Consent.objects.scoped(actor).filter(purpose=purpose).order_by("-decided_at", "-pk").first()
    if last and last.decision == ConsentDecision.GRANTED and last.text_hash == text_hash:
        return
    _write(purpose, ConsentDecision.GRANTED, actor, now)


@use_case
def consent_withdraw(*, purpose: str, actor: Actor, now: Moment, closing: bool = False) -> None:
    """Takes a consent back, for what comes after; asked again, it changes nothing.

    One without which the service cannot be given is taken back with `closing`: the same deed asks the bank to close
    the service, which it answers within the days of the law (PIPL-3). Raises NotFound for an unknown purpose, Conflict
    (NECESSARY_CONSENT) for such a one without `closing`.
    """
    known = _known(purpose)
    if known.is_necessary and not closing:
        raise Conflict("NECESSARY_CONSENT", "这项同意是提供账户服务所必需的,撤回时须同时申请关闭服务。")
    lock_name(f"agreements.consent:{actor.person_id}:{purpose}")
    if not has_consent(actor.person, purpose):
        return
    _write(purpose, ConsentDecision.WITHDRAWN, actor, now)
    if known.is_necessary:
        asked = f"撤回「{known.label}」的同意,申请关闭账户与会员服务。"
        data_request_ensure(kind=DataRequestKind.DELETE, text=asked, actor=actor, now=now)


def _known(purpose: str) -> Purpose:
    if purpose not in PURPOSES:
        raise NotFound("没有这项同意。")
    return PURPOSES[purpose]


def _write(purpose: str, decision: ConsentDecision, actor: Actor, now: Moment) -> None:
    text = text_in_force(purpose, now.business_date)
    consent = Consent.objects.create(
        person_id=actor.person,
        purpose=purpose,
        decision=decision,
        text=text,
        text_hash=text.text_hash,
        channel=actor.surface,
        decided_at=now.wall,
        device=actor.device[:120],
    )
    audit.record(
        actor=actor,
        action=f"agreements.consent.{decision.lower()}",
        subject_kind=KIND,
        subject_id=consent.pk,
        detail={"purpose": purpose, "version": text.version, "text_hash": text.text_hash},
        now=now,
    )

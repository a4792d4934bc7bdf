"""Binding a checked card by signing its mandate, and unbinding it."""

from datetime import timedelta
from uuid import UUID

from apps.agreements import api as agreements
from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.money import format_yuan
from apps.identity import api as identity

from ..choices import CARD_DAY, CARD_SINGLE
from ..contracts import AccountStatus, BoundCard, BoundCardState
from ..models import BankAccount
from ..models import BoundCard as Row
from ..rules import BOUND_CARD
from ..selectors.cards import card_label, card_of
from .card_check import KIND

MANDATE = "card_transfer"
CHECK_LIFE = timedelta(minutes=30)  # a check older than this proves nothing about today's holder


@use_case
def card_bind(*, card_id: UUID, single_fen: int, day_fen: int, text_hash: str, actor: Actor, now: Moment) -> None:
    """Binds a checked card, or signs the mandate of a bound one anew, on terms of 分 a payment and 分 a day.

    `text_hash` is of the words that were shown. Needs a step-up that names card and terms; the same one signs the
    mandate. Locks the card. Raises NotFound, IllegalMove, what money_require raises, Conflict (CHECK_OLD,
    MANDATE_HOLDS, AGREEMENT_CHANGED), InvalidInput CARD_TERMS, StepUpRequired.
    """
    identity.money_require(actor=actor, now=now)
    card = card_locked(card_id, actor)
    _check_terms(single_fen, day_fen, now)
    move = "bind" if card.state == BoundCardState.CHECKED else "renew"
    source, target = card.state, BOUND_CARD.check(card.state, move).target
    if move == "bind" and now.wall - card.checked_at > CHECK_LIFE:
        raise Conflict("CHECK_OLD", "核验结果已过期,请重新填写卡号核验。")
    if move == "renew" and agreements.active_mandate(actor.person, MANDATE, card.pk, now.business_date):
        raise Conflict("MANDATE_HOLDS", "转入授权仍然有效,无需重新签署。")
    words = agreements.words_in_force(MANDATE, now)
    if words.text_hash != text_hash:
        raise Conflict("AGREEMENT_CHANGED", "授权书已有新版本,请重新阅读后签署。")
    terms = {"单笔上限": f"{format_yuan(single_fen)} 元", "每日上限": f"{format_yuan(day_fen)} 元"}
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"bind": card.pk, "single": single_fen, "day": day_fen, "words": text_hash}),
        shown={"绑定": card_label(card)} | terms | {"授权书": f"{words.title} 第 {words.version} 版"},
        now=now,
    )
    card.single_fen, card.day_fen, card.state = single_fen, day_fen, target
    card.bound_at = card.bound_at or now.wall
    card.save()
    agreements.mandate_sign(
        kind=MANDATE,
        agreement=MANDATE,
        subject_id=card.pk,
        title=f"{card_label(card)} 转入授权",
        terms=list(terms.items()),
        expires_on=None,
        actor=actor,
        now=now,
    )
    _record(card, "bound" if move == "bind" else "renewed", source, {"single": single_fen, "day": day_fen}, actor, now)


@use_case
def card_unbind(*, card_id: UUID, actor: Actor, now: Moment) -> None:
    """Unbinds a card and ends its mandate at once; what was sent already goes on. Locks the card.

    Raises NotFound, IllegalMove, Conflict CARD_NEEDED for the bound account of an account that is open (AC-4).
    """
    card = card_locked(card_id, actor)
    source, card.state = card.state, BOUND_CARD.check(card.state, "unbind").target
    needing = BankAccount.objects.scoped(actor).filter(bound_card=card).exclude(status=AccountStatus.CLOSED)
    if needing.exists():
        raise Conflict("CARD_NEEDED", "有Ⅱ类账户以这张卡为绑定账户,请先更换绑定账户或销户。")
    card.unbound_at = now.wall
    card.save(update_fields=["state", "unbound_at"])
    agreements.mandates_end(kind=MANDATE, subject_id=card.pk, actor=actor, now=now)
    _record(card, "unbound", source, {}, actor, now)


def card_hold(*, card_id: UUID, actor: Actor, now: Moment) -> BoundCard:
    """The actor's own card as it stays until the caller's transaction ends. Locks it. Raises NotFound."""
    return card_of(card_locked(card_id, actor), now)


def card_locked(card_id: UUID, actor: Actor) -> Row:
    """The actor's own card under its lock. Raises NotFound for anybody else's."""
    rows = lock_rows(Row.objects.scoped(actor).filter(pk=card_id))
    if not rows:
        raise NotFound("没有找到这张卡。")
    return rows[0]


def _check_terms(single_fen: int, day_fen: int, now: Moment) -> None:
    most = params.values([CARD_SINGLE, CARD_DAY], now.business_date)
    faults = {}
    if not 0 < single_fen <= most[CARD_SINGLE]:
        faults["single"] = f"单笔上限应大于零,且不超过 {format_yuan(most[CARD_SINGLE])} 元"
    if not single_fen <= day_fen <= most[CARD_DAY]:
        faults["day"] = f"每日上限应不低于单笔上限,且不超过 {format_yuan(most[CARD_DAY])} 元"
    if faults:
        raise InvalidInput("CARD_TERMS", "请核对转入上限。", fields=faults)


def _record(card: Row, deed: str, source: str, detail: dict[str, object], actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"bankaccounts.bound_card.{deed}",
        subject_kind=KIND,
        subject_id=card.pk,
        from_state=source,
        to_state=card.state,
        detail={"tail4": card.tail4} | detail,
        now=now,
    )

"""Moving one's own money between a bound card and an account here: checked, confirmed, posted, sent."""

from uuid import UUID

from apps.agreements import api as agreements
from apps.audit import api as audit
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountFacts, AccountStatus, BoundCard, BoundCardState
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.core.money import format_yuan
from apps.identity import api as identity
from apps.identity.contracts import StepUpMethod
from apps.ledger import api as ledger

from ..choices import DIRECTION_LABELS, GL_TRANSIT, LARGE_DAY, SUBJECT, Direction
from ..models import Transfer
from ..rules import TRANSFER
from ..selectors.transfers import pulled_today, sent_today
from .transfer_limits import draw_of, limits_use, proof_needed
from .transfer_send import transfer_send

MANDATE = "card_transfer"


@use_case
def transfer_make(
    *, direction: Direction, account_id: UUID, card_id: UUID, fen: int, key: str, actor: Actor, now: Moment
) -> UUID:
    """Makes a transfer of 分 and gives its id: at once between accounts here, else sent to the card's bank.

    Key: (person, key). Needs a step-up that names amount and sides, as strong as what leaves the bank today takes: PIN,
    PIN and code, or passkey (RC-2). Locks card, mandate, accounts, limits, books. Raises NotFound, Conflict
    (NEW_DEVICE, COOLING_OFF, CARD_STATE, MANDATE_STOPPED, CARD_CREDIT, SAME_ACCOUNT, ACCOUNT_STATUS, BALANCE_SHORT,
    PASSKEY_NEEDED), InvalidInput (CARD_SINGLE, CARD_DAY), LimitExceeded, StepUpRequired, KeyReused, Busy.
    """
    body = {"direction": direction, "account": account_id, "card": card_id, "fen": fen}

    def effect() -> dict[str, object]:
        return {"transfer_id": str(_make(direction, account_id, card_id, fen, actor, now))}

    answer, _ = once(actor=actor, route="transfers.make", key=key, body=body, effect=effect)
    return UUID(answer["transfer_id"])


def _make(direction: Direction, account_id: UUID, card_id: UUID, fen: int, actor: Actor, now: Moment) -> UUID:
    is_new_device = identity.money_require(actor=actor, now=now)
    card = bankaccounts.card_hold(card_id=card_id, actor=actor, now=now)
    found = bankaccounts.account_for_member(actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    brief, facts = found
    _check_card(direction, card, account_id, fen, actor, now)
    _check_accounts(direction, brief, card, now)
    if direction == Direction.OUT or card.is_own_bank:
        _check_balance(direction, facts, card, fen, now)
    draw = draw_of(direction, card, facts, fen, actor, is_new_device, now)
    method = _confirm(direction, brief, card, fen, proof_needed(draw, now), actor, now)
    transfer = Transfer(
        id=new_id(),
        person_id=actor.person,
        unit_path=brief.unit_path,
        account_id=account_id,
        card_id=card_id,
        direction=direction,
        flow=draw.flow,
        is_own_bank=card.is_own_bank,
        amount_fen=fen,
        business_date=now.business_date,
        asked_at=now.wall,
    )
    transfer.reference = f"TF-{transfer.pk.hex}"
    transfer.state = TRANSFER.check("", "settle" if card.is_own_bank else "send").target
    limits_use(transfer, draw, method, now)
    if card.is_own_bank:
        _settle(transfer, facts, card, now)
    else:
        _send(transfer, facts, card, actor, now)
    audit.record(
        actor=actor,
        action="transfers.transfer.made",
        subject_kind=SUBJECT,
        subject_id=transfer.pk,
        to_state=transfer.state,
        detail={"direction": direction, "fen": fen, "reference": transfer.reference, "proof": method},
        unit_path=transfer.unit_path,
        now=now,
    )
    return transfer.pk


def _check_card(direction: Direction, card: BoundCard, account_id: UUID, fen: int, actor: Actor, now: Moment) -> None:
    if card.state != BoundCardState.BOUND:
        raise Conflict("CARD_STATE", "这张卡没有绑定,请先完成绑定。")
    if card.own_account_id == account_id:
        raise Conflict("SAME_ACCOUNT", "转出和转入是同一个账户,请另选一张卡。")
    if direction == Direction.OUT:
        return
    if card.is_credit:
        raise Conflict("CARD_CREDIT", "信用卡不能转入,请换一张储蓄卡。")
    if not agreements.mandate_held(person_id=actor.person, kind=MANDATE, subject_id=card.id, now=now):
        raise Conflict("MANDATE_STOPPED", "这张卡的转入授权已停止,请在「我的银行卡」中重新签署。")
    if fen > card.single_fen:
        message = f"超过您在授权书中约定的单笔上限 {format_yuan(card.single_fen)} 元。"
        raise InvalidInput("CARD_SINGLE", message, fields={"amount": message})
    left = card.day_fen - pulled_today(card.id, now.business_date)
    if fen > left:
        message = f"超过您在授权书中约定的每日上限,今日还可转入 {format_yuan(max(left, 0))} 元。"
        raise InvalidInput("CARD_DAY", message, fields={"amount": message})


def _check_accounts(direction: Direction, brief: AccountBrief, card: BoundCard, now: Moment) -> None:
    """Both accounts here keep their status until the money is posted: one pays when it is in order alone, the other
    takes what its status does not refuse."""
    sides = {brief.id} | ({card.own_account_id} if card.own_account_id else set())
    special = bankaccounts.payees_hold(sides)  # what is not given is in order
    payer, payee = (brief.id, card.own_account_id) if direction == Direction.OUT else (card.own_account_id, brief.id)
    if payer in special and (facts := special[payer]) and facts.status != AccountStatus.NORMAL:
        raise Conflict("ACCOUNT_STATUS", "付款账户目前不能转出,请在「账户管理」中查看原因和恢复办法。")
    if payee in special and (refusal := bankaccounts.inbound_refusal(special[payee])) is not None:
        raise Conflict("ACCOUNT_STATUS", f"{refusal.message},请在「账户管理」中查看恢复办法。")


def _check_balance(direction: Direction, facts: AccountFacts, card: BoundCard, fen: int, now: Moment) -> None:
    payer = facts.ledger_account_id if direction == Direction.OUT else _ledger_id(card)
    short = fen - ledger.available(payer, now=now)
    if short > 0:
        raise Conflict("BALANCE_SHORT", f"可用余额不足,还差 {format_yuan(short)} 元。")


def _confirm(
    direction: Direction,
    brief: AccountBrief,
    card: BoundCard,
    fen: int,
    least: StepUpMethod,
    actor: Actor,
    now: Moment,
) -> StepUpMethod:
    here = f"{brief.class_label} 尾号 {brief.tail4}"
    source, target = (here, card.label) if direction == Direction.OUT else (card.label, here)
    label = DIRECTION_LABELS[direction]
    reminder = _reminder(card, fen, actor, now) if direction == Direction.OUT else {}
    return identity.require_step_up(
        actor=actor,
        digest=body_hash({"transfer": direction, "account": brief.id, "card": card.id, "fen": fen}),
        shown={f"{label}金额": f"¥{format_yuan(fen)}", "从": source, "到": target, "手续费": "0.00 元"} | reminder,
        least=least,
        code_text=f"{label} {format_yuan(fen)} 元至尾号 {card.tail4 if direction == Direction.OUT else brief.tail4}",
        now=now,
    )


def _reminder(card: BoundCard, fen: int, actor: Actor, now: Moment) -> dict[str, str]:
    """Much money in a day is named before it is confirmed (AC-7); to an account here it is not counted."""
    if card.is_own_bank:
        return {}
    total = sent_today(actor.person, now.business_date) + fen
    is_large = total > params.get(LARGE_DAY, now.business_date)
    return {"大额提醒": f"今日累计转出将达 {format_yuan(total)} 元,请确认不是受人指使转账"} if is_large else {}


def _settle(transfer: Transfer, facts: AccountFacts, card: BoundCard, now: Moment) -> None:
    """Dr 2011.02 Cr 2011.02: both accounts are here."""
    sign = 1 if transfer.direction == Direction.IN else -1
    transfer.code, transfer.ended_at = "P00", now.wall
    ledger.post(
        key=f"transfers.own:{transfer.reference}",
        kind="transfers.own",
        summary="本人账户互转",
        legs=((facts.ledger_account_id, sign * transfer.amount_fen), (_ledger_id(card), -sign * transfer.amount_fen)),
        now=now,
    )
    transfer.save(force_insert=True)


def _send(transfer: Transfer, facts: AccountFacts, card: BoundCard, actor: Actor, now: Moment) -> None:
    """转出: Dr 2011.02 Cr 2241.11, then the payment; 转入: the request to the card's bank, and nothing in the books."""
    if transfer.direction == Direction.OUT:
        transfer.transit_ledger_id = ledger.open_account(
            owner_kind=SUBJECT, owner_id=transfer.pk, gl_code=GL_TRANSIT, on=now.business_date
        )
        ledger.post(
            key=f"transfers.out:{transfer.reference}",
            kind="transfers.out",
            summary=f"转出至{card.label}",
            legs=((facts.ledger_account_id, -transfer.amount_fen), (transfer.transit_ledger_id, transfer.amount_fen)),
            now=now,
        )
    transfer.save(force_insert=True)
    transfer_send(transfer, facts, card, "本人转出" if transfer.transit_ledger_id else "本人转入", actor, now)


def _ledger_id(card: BoundCard) -> UUID:
    if card.own_ledger_id is None:
        raise RuntimeError("a card of another bank has no account here")
    return card.own_ledger_id

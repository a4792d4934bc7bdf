"""An employee lends: the agreements are signed, the money is held on the own account (TX-3 to TX-12, TX-30)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief
from apps.core import jobs, params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.core.money import Fen, format_yuan
from apps.identity import api as identity
from apps.ledger import api as ledger
from apps.members import api as members

from ..choices import LENDER_CAP, ORDER_SUBJECT, DayCount, IssueState
from ..contracts import OrderAnswer, Payer, Signing
from ..models import Issue, Order
from ..rules.order import ORDER
from ..selectors.lenders import issue_exists_for, lenders_of, ordered_fen, refusals
from ..selectors.rate_caps import cap_now, rate_fault
from ..selectors.terms import terms_shown
from .order_moves import order_answer, order_move, order_record
from .room import is_full, room_of

RISK, TERMS = "loan_risk", "loan_terms"
CLOSE_JOB = "tongxinbao.close"


@use_case
def order_place(
    *,
    issue_id: UUID,
    account_id: UUID,
    fen: int,
    is_own_money: bool,
    signing: Signing,
    key: str,
    actor: Actor,
    now: Moment,
) -> OrderAnswer:
    """Places an order of 分 on the own account: HELD, or FAILED where the account does not have the money.

    Key: (person, key). Needs a step-up that names issue, amount, account and words. Locks the issue, the enterprise's
    number of lenders, the account, then its account of the books. Raises NotFound for whom the issue does not exist
    (TX-4) and for a foreign account; InvalidInput E_AMOUNT, OWN_MONEY, READ_FIRST; Conflict NOT_OPEN,
    ENTERPRISE_SUSPENDED, RATE_CAP_EXCEEDED, POLICY_CEILING, LPR_STALE, FULL, PERSON_MAX, LENDER_CAP, the codes of
    `rules.eligibility`, ACCOUNT_STATUS, AGREEMENT_CHANGED, NEW_DEVICE, COOLING_OFF; StepUpRequired, KeyReused, Busy.
    """
    said = {"issue": issue_id, "account": account_id, "fen": fen, "words": [signing.risk_hash, signing.terms_hash]}

    def effect() -> dict[str, Any]:
        identity.money_require(actor=actor, now=now)
        issue = issue_open_for(issue_id, actor.person, now)
        if not is_own_money:
            message = "请确认使用本人自有资金,不使用贷款、信用卡或向他人借来的资金。"
            raise InvalidInput("OWN_MONEY", message, fields={"is_own_money": message})
        room_check(issue, actor.person, fen, now)
        account = bankaccounts.own_payer_hold(actor, account_id)
        refuse_who_may_not(issue, actor.person, account_id, now)
        for code in (RISK, TERMS):
            agreements.read_first(code, signing.opened_at, now)
        digest = body_hash({"order": issue.content_hash} | said)
        identity.require_step_up(actor=actor, digest=digest, shown=order_shown(issue, account, fen), now=now)
        payer = Payer(account.id, account.ledger_account_id, account.masked_number)
        order = order_make(issue, actor.person, payer, fen, device=str(actor.device_id or ""), now=now)
        _sign(order, signing, actor, now)
        order_hold(order, issue, actor=actor, now=now)
        return {"order_id": str(order.pk)}

    answer, _ = once(actor=actor, route="tongxinbao.order_place", key=key, body=said, effect=effect)
    return order_answer(Order.objects.scoped(actor).get(pk=answer["order_id"]))


def issue_open_for(issue_id: UUID, person_id: UUID, now: Moment) -> Issue:
    """The issue under its lock, open at this moment, for somebody for whom it exists. Raises NotFound, Conflict."""
    rows = lock_rows(Issue.objects.system("an order asks for it; who may see it is looked at next").filter(pk=issue_id))
    if not rows or not issue_exists_for(rows[0].enterprise_id, person_id):
        raise NotFound()  # the same words for both: nobody learns that there is one (TX-4)
    issue = rows[0]
    open_check(issue, now)
    return issue


def open_check(issue: Issue, now: Moment) -> None:
    """Raises Conflict for an issue that takes no order at this moment, with the sentence for who asks."""
    members.require_certified(issue.enterprise_id)
    at = now.business_at
    is_open = issue.open_at is not None and issue.close_at is not None and issue.open_at <= at < issue.close_at
    if issue.state != IssueState.SUBSCRIBING or not is_open:
        raise Conflict("NOT_OPEN", "目前不能认购,请在页面上查看认购时间和状态。")
    if issue.rate is not None and (fault := rate_fault(issue.rate, DayCount(issue.day_count), cap_now(now))):
        raise Conflict(*fault)


def refuse_who_may_not(issue: Issue, person_id: UUID, account_id: UUID, now: Moment) -> None:
    """Raises Conflict with the code of why the person may not lend (TX-3, TX-5)."""
    for refusal in refusals(issue, {person_id: (person_id, account_id)}, now=now).values():
        raise Conflict(*refusal)


def room_check(issue: Issue, person_id: UUID, fen: int, now: Moment) -> None:
    """Whether so much fits: minimum and step, the person's maximum, the scale, the number of lenders (TX-7, TX-20).

    Needs the issue's lock; takes the one of the enterprise's lenders. Raises InvalidInput, Conflict.
    """
    amount_check(issue, fen, "amount")
    left = (issue.person_max_fen or 0) - ordered_fen(issue.pk, person_id)
    if fen > left:
        raise Conflict("PERSON_MAX", f"超过每人上限,您还可以认购 {format_yuan(Fen(max(left, 0)))} 元。")
    room = room_of(issue)
    if fen > room:
        raise Conflict("FULL", f"剩余额度 {format_yuan(Fen(room))} 元,请减少金额后重试。")
    lock_name(f"tongxinbao.lenders:{issue.enterprise_id}")
    lenders = lenders_of(issue.enterprise_id)
    if person_id not in lenders and len(lenders) >= params.get(LENDER_CAP, now.business_date):
        raise Conflict("LENDER_CAP", "出借人数已达上限,不能再接受新的出借人。")


def amount_check(issue: Issue, fen: int, field: str) -> None:
    """Raises InvalidInput E_AMOUNT for an amount below the least, or between steps."""
    least, step = issue.min_order_fen or 0, issue.step_fen or 1
    if fen < least or fen % step:
        message = f"最低 {format_yuan(Fen(least))} 元,以 {format_yuan(Fen(step))} 元递增。"
        raise InvalidInput("E_AMOUNT", message, fields={field: message})


def order_shown(issue: Issue, account: AccountBrief, fen: int) -> dict[str, str]:
    """What the person signs, label by label."""
    terms = dict(terms_shown(issue))
    kept = ("名称", "约定年利率", "逾期年利率", "到期日", "还款方式", "提前还款", "提前收回")
    return {
        "出借金额": f"¥{format_yuan(Fen(fen))}",
        "付款账户": account.masked_number,
    } | {name: terms[name] for name in kept}


def order_make(
    issue: Issue,
    person_id: UUID,
    payer: Payer,
    fen: int,
    *,
    device: str,
    now: Moment,
    mandate_id: UUID | None = None,
) -> Order:
    """An order, CREATED, with the next number of its issue, whose lock the caller holds."""
    issue.order_number += 1
    issue.save(update_fields=["order_number"])
    engaged = members.engagements(issue.enterprise_id, [person_id])[person_id]
    return Order.objects.create(
        id=new_id(),
        issue=issue,
        number=issue.order_number,
        person_id=person_id,
        member_id=engaged.member_id,
        state=ORDER.check("", "place").target,
        amount_fen=fen,
        account_id=payer.account_id,
        account_ledger_id=payer.ledger_id,
        account_masked=payer.masked,
        mandate_id=mandate_id,
        is_entrusted=mandate_id is not None,
        device=device[:64],
        placed_at=now.business_at,
    )


def _sign(order: Order, signing: Signing, actor: Actor, now: Moment) -> None:
    for code, text_hash in ((RISK, signing.risk_hash), (TERMS, signing.terms_hash)):
        agreements.sign_words(
            code=code, text_hash=text_hash, subject_id=order.pk, opened_at=signing.opened_at, actor=actor, now=now
        )


def order_hold(order: Order, issue: Issue, *, actor: Actor, now: Moment) -> None:
    """Holds the money; an account without it makes the order FAILED. The issue that is full then closes.

    Locks the account of the books. The hold has no end of its own: the issue's close or fall gives it back.
    """
    unit_path = members.enterprise_brief(issue.enterprise_id).unit_path
    order_record(order, "tongxinbao.order.placed", source="", issue=issue, unit_path=unit_path, actor=actor, now=now)
    try:
        with transaction.atomic():
            held = ledger.place_hold(
                key=f"tongxinbao.hold:{order.pk}",
                account_id=order.account_ledger_id,
                kind=ledger.HoldKind.TXB_SUBSCRIBE,
                amount=Fen(order.amount_fen),
                subject_kind=ORDER_SUBJECT,
                subject_id=order.pk,
                now=now,
            )
    except ledger.InsufficientFunds:
        order_move(
            order, "refuse", "tongxinbao.order.refused", issue=issue, unit_path=unit_path, actor=actor, now=now,
            outcome="BALANCE", ended_at=now.business_at,
        )  # fmt: skip
        return
    order_move(
        order, "hold", "tongxinbao.order.held", issue=issue, unit_path=unit_path, actor=actor, now=now,
        hold_id=held.hold_id,
    )  # fmt: skip
    issue.taken_fen += order.amount_fen
    issue.save(update_fields=["taken_fen"])
    if is_full(issue):
        jobs.add(CLOSE_JOB, f"{issue.pk}:{order.number}", {"issue_id": str(issue.pk)})

"""Proving that a bank card is one's own: three elements for a card of this bank, four for any other (ID-7)."""

from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import lock_name, use_case
from apps.core.errors import Conflict, InvalidInput, Unavailable
from apps.core.identifiers import IdentifierError, card_digits, check_card_number, check_mobile
from apps.corebank import api as corebank
from apps.corebank.contracts import CardAnswer, CardQuery, CardStatus, IdentityAnswer, IdentityElements, IdentityResult
from apps.identity import api as identity

from ..choices import CARD_COUNT, OTHER_BANK_BINS, OWN_BINS
from ..contracts import AccountStatus, BoundCardState
from ..models import BankAccount, BoundCard
from ..rules import BOUND_CARD
from .binding_watch import binding_watch

KIND = "bankaccounts.bound_card"
MISMATCH = "信息核验未通过,请核对卡号和在发卡银行预留的手机号后重试。"  # whichever element differs
OWN_BANK_FACTORS, OTHER_BANK_FACTORS = 3, 4


def card_check(*, number: str, mobile: str, actor: Actor, now: Moment) -> UUID:
    """Asks the bank, outside any transaction, whether the card is the actor's own, and keeps one that is as CHECKED.

    `mobile`: the number reserved at the card's bank; a card of this bank needs none. Each call counts as a try. Raises
    InvalidInput (E_ACCOUNT, E_LUHN, E_MOBILE, E_BANK, CARD_MISMATCH: never which element), what money_require
    raises, Conflict (CARD_BOUND, CARD_COUNT, CARD_STATUS), TooMany after five tries a day, Unavailable when the bank
    cannot tell.
    """
    identity.money_require(actor=actor, now=now)
    number, bank_code = _checked_number(number, now)
    factors = OTHER_BANK_FACTORS if bank_code or mobile else OWN_BANK_FACTORS
    mobile = _checked_mobile(mobile) if factors == OTHER_BANK_FACTORS else ""
    _refuse_bound(number, actor)
    person = identity.person_clear(actor.person)
    elements = IdentityElements(factors, person.name, person.id_number, number, mobile)
    answer = corebank.check_identity(elements=elements, now=now)
    binding_watch(id_number=person.id_number, actor=actor, now=now)
    refuse_unless_match(answer)
    (card,) = corebank.lookup_cards(cards=[CardQuery(number, person.name)])
    if card.status != CardStatus.NORMAL:
        raise Conflict("CARD_STATUS", "这张卡目前不能绑定,请向发卡银行查询卡片状态。")
    return _card_write(
        number=number, bank_code=bank_code, name=person.name, card=card, answer=answer, factors=factors, actor=actor,
        now=now,
    )  # fmt: skip


def refuse_unless_match(answer: IdentityAnswer) -> None:
    """Raises InvalidInput CARD_MISMATCH without a word about which element differs, Unavailable without an answer."""
    if answer.result == IdentityResult.MISMATCH:
        raise InvalidInput("CARD_MISMATCH", MISMATCH)
    if answer.result != IdentityResult.MATCH:
        raise Unavailable("发卡银行暂时无法核验,请稍后再试,或换一张卡。")


def _checked_number(text: str, now: Moment) -> tuple[str, str]:
    """The digits, and the 行号 of the bank whose card it is: "" for this bank, whose registry wins over Luhn (ID-4)."""
    values = params.values([OWN_BINS, OTHER_BANK_BINS], now.business_date)
    try:
        digits = card_digits(text)
        if digits.startswith(tuple(values[OWN_BINS].split(","))):
            return digits, ""
        digits = check_card_number(text)
    except IdentifierError as error:
        raise InvalidInput(error.code, error.message, fields={"number": error.message}) from error
    routes = dict(pair.split("=") for pair in values[OTHER_BANK_BINS].split(",") if pair)
    code = next((code for head, code in routes.items() if digits.startswith(head)), "")
    if not code:
        raise InvalidInput("E_BANK", "暂不支持这家银行的卡。", fields={"number": "暂不支持这家银行的卡,请换一张"})
    return digits, code


def _checked_mobile(text: str) -> str:
    try:
        return check_mobile(text)
    except IdentifierError as error:
        raise InvalidInput(error.code, error.message, fields={"mobile": error.message}) from error


def _refuse_bound(number: str, actor: Actor) -> None:
    if _of_number(number, actor).filter(state=BoundCardState.BOUND).exists():
        raise Conflict("CARD_BOUND", "这张卡已经绑定,无需重复绑定。")


def _of_number(number: str, actor: Actor) -> QuerySet[BoundCard]:
    rows = BoundCard.objects.scoped(actor).exclude(state=BoundCardState.UNBOUND)
    return rows.filter(number_index=blind_index("account_number", number))


@use_case
def _card_write(
    *,
    number: str,
    bank_code: str,
    name: str,
    card: CardAnswer,
    answer: IdentityAnswer,
    factors: int,
    actor: Actor,
    now: Moment,
) -> UUID:
    lock_name(f"bankaccounts.cards:{actor.person}")
    row = _of_number(number, actor).first()
    held = BoundCard.objects.scoped(actor).exclude(state=BoundCardState.UNBOUND).count()
    if row is None and held >= params.get(CARD_COUNT, now.business_date):
        raise Conflict("CARD_COUNT", "绑定的卡已达上限,请先解绑不再使用的卡。")
    source = row.state if row else ""
    target = BOUND_CARD.check(source, "check_again" if row else "check").target
    row = row or BoundCard(person_id=actor.person, number=number, tail4=number[-4:])
    row.holder_name, row.bank_code, row.state = name, bank_code, target
    row.card_class = card.card_class or ""
    row.own_account = None if bank_code else _own_account(number, actor)
    row.factors, row.check_reference, row.checked_at = factors, answer.reference, now.wall
    row.save()
    audit.record(
        actor=actor,
        action="bankaccounts.bound_card.checked",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=target,
        detail={"tail4": row.tail4, "factors": factors, "reference": answer.reference},
        now=now,
    )
    return row.pk


def _own_account(number: str, actor: Actor) -> BankAccount:
    """The account behind a card of this bank, which has to be the same person's."""
    rows = BankAccount.objects.scoped(actor).filter(number_index=blind_index("account_number", number))
    row = rows.exclude(status=AccountStatus.CLOSED).first()
    if row is None:
        raise InvalidInput("CARD_MISMATCH", MISMATCH)
    return row

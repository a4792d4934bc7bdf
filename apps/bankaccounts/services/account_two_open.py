"""Opening a class II account online: five elements against a bound class-I or credit card of the same person (§2)."""

from uuid import UUID

from django.conf import settings

from apps.agreements import api as agreements
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.identifiers import IdentifierError, check_id_number, check_mobile
from apps.corebank import api as corebank
from apps.corebank.contracts import IdentityElements
from apps.identity import api as identity

from ..choices import CLASS_TWO_COUNT
from ..contracts import BOUND_CLASSES, AccountClass, BoundCardState, HolderKind, NewAccount
from ..models import BankAccount, BoundCard
from ..selectors import accounts_of
from ..selectors.cards import card_label
from .account_open import account_open
from .binding_watch import binding_watch
from .card_bind import card_locked
from .card_check import refuse_unless_match
from .number_allot import number_allot

AGREEMENT = "account_two"
GROWN_UP = 18  # years, AC-5


def account_two_open(*, card_id: UUID, mobile: str, text_hash: str, key: str, actor: Actor, now: Moment) -> UUID:
    """Opens a class II account whose bound account is this card, and gives its id.

    Key: (person, key). First a step-up, which signs the agreement whose words were shown; then the bank's word on five
    elements, asked outside any transaction, which counts as a try (ID-7); then the account. Locks the card. Raises
    NotFound, what money_require raises, Conflict (CARD_STATE, CARD_CLASS, UNDER_AGE, CLASS_COUNT, AGREEMENT_CHANGED),
    InvalidInput (E_MOBILE, CARD_MISMATCH), StepUpRequired, TooMany, Unavailable, KeyReused.
    """
    try:
        mobile = check_mobile(mobile)
    except IdentifierError as error:
        raise InvalidInput(error.code, error.message, fields={"mobile": error.message}) from error
    identity.money_require(actor=actor, now=now)
    number = _two_open_confirm(card_id=card_id, text_hash=text_hash, actor=actor, now=now)
    person = identity.person_clear(actor.person)
    elements = IdentityElements(5, person.name, person.id_number, number, mobile)
    answer = corebank.check_identity(elements=elements, now=now)
    binding_watch(id_number=person.id_number, actor=actor, now=now)
    refuse_unless_match(answer)
    return _open(card_id=card_id, name=person.name, text_hash=text_hash, key=key, actor=actor, now=now)


@use_case
def _two_open_confirm(*, card_id: UUID, text_hash: str, actor: Actor, now: Moment) -> str:
    card = BoundCard.objects.scoped(actor).filter(pk=card_id).first()
    if card is None:
        raise NotFound("没有找到这张卡。")
    _check(card, actor, now)
    words = agreements.words_in_force(AGREEMENT, now)
    if words.text_hash != text_hash:
        raise Conflict("AGREEMENT_CHANGED", "协议已有新版本,请重新阅读后签署。")
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"open": AccountClass.II, "card": card_id, "words": text_hash}),
        shown={"开立": "II类户", "绑定账户": card_label(card), "协议": f"{words.title} 第 {words.version} 版"},
        now=now,
    )
    return card.number.clear()


def _check(card: BoundCard, actor: Actor, now: Moment) -> None:
    if card.state != BoundCardState.BOUND:
        raise Conflict("CARD_STATE", "请先完成这张卡的绑定。")
    if card.card_class not in BOUND_CLASSES:
        raise Conflict("CARD_CLASS", "绑定账户须为本人的Ⅰ类账户或信用卡,请换一张卡。")
    own = accounts_of(holder_kind=HolderKind.PERSON, holder_id=actor.person)
    most = params.get(CLASS_TWO_COUNT, now.business_date)
    if sum(one.account_class == AccountClass.II for one in own) >= most:
        raise Conflict("CLASS_COUNT", f"您在本行的II类户已达 {most} 个,不能再开立。")
    person = identity.person_clear(actor.person)
    born = check_id_number(person.id_number, now.business_date).birth_date
    today = now.business_date
    if today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < GROWN_UP:
        raise Conflict("UNDER_AGE", f"未满 {GROWN_UP} 周岁不能在线开户,请由监护人陪同到网点办理。")


@use_case
def _open(*, card_id: UUID, name: str, text_hash: str, key: str, actor: Actor, now: Moment) -> UUID:
    def effect() -> dict[str, object]:
        card = card_locked(card_id, actor)
        _check(card, actor, now)
        known = accounts_of(holder_kind=HolderKind.PERSON, holder_id=actor.person)
        new = NewAccount(
            holder_kind=HolderKind.PERSON,
            holder_id=actor.person,
            holder_name=name,
            account_class=AccountClass.II,
            number=number_allot(AccountClass.II, now=now),
            is_face_verified=False,
            unit_path=known[0].unit_path if known else settings.HEAD_UNIT_PATH,
        )
        account = account_open(account=new, actor=actor, now=now)
        BankAccount.objects.system("opened a line above").filter(pk=account.id).update(bound_card=card)
        agreements.sign_words(code=AGREEMENT, text_hash=text_hash, subject_id=account.id, actor=actor, now=now)
        return {"account_id": str(account.id)}

    body = {"open": AccountClass.II, "card": card_id}
    answer, _ = once(actor=actor, route="bankaccounts.account_two_open", key=key, body=body, effect=effect)
    return UUID(str(answer["account_id"]))

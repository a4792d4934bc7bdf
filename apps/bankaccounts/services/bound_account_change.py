"""Another bound account for a class II account: proved as at its opening, by five elements (AC-4)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.identifiers import IdentifierError, check_mobile
from apps.corebank import api as corebank
from apps.corebank.contracts import IdentityElements
from apps.identity import api as identity

from ..contracts import BOUND_CLASSES, AccountClass, AccountStatus, BoundCardState
from ..models import BankAccount, BoundCard
from ..selectors.cards import card_label
from .account_open import OWNER_KIND
from .binding_watch import binding_watch
from .card_bind import card_locked
from .card_check import refuse_unless_match


def bound_account_change(*, account_id: UUID, card_id: UUID, mobile: str, actor: Actor, now: Moment) -> None:
    """Makes one of the person's bound cards the bound account of an own class II account.

    First a step-up that names both; then the bank's word on five elements of the card, asked outside any transaction,
    which counts as a try (ID-7); then the change. Locks the card, then the account. Raises NotFound, what money_require
    raises, Conflict (ACCOUNT_CLASS, ACCOUNT_STATUS, CARD_STATE, CARD_CLASS, SAME_CARD), InvalidInput (E_MOBILE,
    CARD_MISMATCH), StepUpRequired, TooMany, Unavailable.
    """
    try:
        mobile = check_mobile(mobile)
    except IdentifierError as error:
        raise InvalidInput(error.code, error.message, fields={"mobile": error.message}) from error
    identity.money_require(actor=actor, now=now)
    number = _change_confirm(account_id=account_id, card_id=card_id, actor=actor, now=now)
    person = identity.person_clear(actor.person)
    elements = IdentityElements(5, person.name, person.id_number, number, mobile)
    answer = corebank.check_identity(elements=elements, now=now)
    binding_watch(id_number=person.id_number, actor=actor, now=now)
    refuse_unless_match(answer)
    _bound_account_set(account_id=account_id, card_id=card_id, reference=answer.reference, actor=actor, now=now)


@use_case
def _change_confirm(*, account_id: UUID, card_id: UUID, actor: Actor, now: Moment) -> str:
    account, card = _held(account_id, card_id, actor)
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"rebind": account_id, "card": card_id}),
        shown={"更换绑定账户": f"II类户 尾号 {account.tail4}", "新的绑定账户": card_label(card)},
        now=now,
    )
    return card.number.clear()


@use_case
def _bound_account_set(*, account_id: UUID, card_id: UUID, reference: str, actor: Actor, now: Moment) -> None:
    account, card = _held(account_id, card_id, actor)
    account.bound_card = card
    account.save(update_fields=["bound_card"])
    audit.record(
        actor=actor,
        action="bankaccounts.account.rebound",
        subject_kind=OWNER_KIND,
        subject_id=account.pk,
        detail={"tail4": account.tail4, "card_tail4": card.tail4, "reference": reference},
        unit_path=account.unit_path,
        now=now,
    )


def _held(account_id: UUID, card_id: UUID, actor: Actor) -> tuple[BankAccount, BoundCard]:
    """Both under their locks, fit for each other."""
    card = card_locked(card_id, actor)
    rows = lock_rows(BankAccount.objects.scoped(actor).filter(pk=account_id))
    if not rows:
        raise NotFound("没有找到这个账户。")
    account = rows[0]
    if account.account_class != AccountClass.II:
        raise Conflict("ACCOUNT_CLASS", "只有Ⅱ类户有绑定账户。")
    if account.status != AccountStatus.NORMAL:
        raise Conflict("ACCOUNT_STATUS", "账户目前不能更换绑定账户,请先在「账户管理」恢复正常。")
    if card.state != BoundCardState.BOUND:
        raise Conflict("CARD_STATE", "请先完成这张卡的绑定。")
    if card.card_class not in BOUND_CLASSES:
        raise Conflict("CARD_CLASS", "绑定账户须为本人的Ⅰ类账户或信用卡,请换一张卡。")
    if account.bound_card_id == card.pk:
        raise Conflict("SAME_CARD", "这张卡已经是绑定账户,无需更换。")
    return account, card

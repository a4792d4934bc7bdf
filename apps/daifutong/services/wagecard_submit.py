"""An employee says into which account an employer shall pay; it is held until the employer confirms it."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash, once
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.members import api as members

from ..contracts import CardChoice, EmployerCards
from ..models import WageCard
from ..rules.wagecard import WAGE_CARD
from ..selectors.wagecards import ACCOUNT, card_choices, employer_cards
from .wagecard_moves import wagecard_record

ROUTE = "daifutong.wagecard_submit"


@use_case
def wagecard_submit(*, enterprise_id: UUID, source: str, source_id: UUID, key: str, actor: Actor, now: Moment) -> UUID:
    """Submits an own account (`source` account) or a bound card of another bank (card) as the wage card of one
    employer, and gives its id. The one in use goes on being paid until the employer has confirmed the new one.

    Key: (person, key). Needs a step-up that names employer and account. Locks nothing but the key: one may wait, by
    the database's word. Raises NotFound for no employer of the actor's, what money_require raises, InvalidInput CARD
    for what is no such account of the actor's or takes no wages (AC-2), Conflict SAME_CARD, CARD_WAITS,
    ENTERPRISE_SUSPENDED, StepUpRequired, KeyReused, Busy.
    """
    body = {"enterprise": enterprise_id, "source": source, "id": source_id}

    def effect() -> dict[str, str]:
        return {"card_id": str(_submit(enterprise_id, source, source_id, actor, now))}

    answer, _ = once(actor=actor, route=ROUTE, key=key, body=body, effect=effect)
    return UUID(answer["card_id"])


def _submit(enterprise_id: UUID, source: str, source_id: UUID, actor: Actor, now: Moment) -> UUID:
    employer = employer_cards(actor, enterprise_id)
    members.require_certified(enterprise_id)
    identity.money_require(actor=actor, now=now)
    choice = next((one for one in card_choices(actor, now) if (one.source, one.id) == (source, source_id)), None)
    if choice is None:
        raise InvalidInput("CARD", "请选择您本人可以收工资的账户。", fields={"choice": "请选择您本人可以收工资的账户"})
    number, since = _account(choice, actor) if choice.source == ACCOUNT else _bound(choice, actor, now)
    in_use = WageCard.objects.scoped(actor).filter(pk=employer.in_use.id).first() if employer.in_use else None
    if in_use is not None and in_use.number.clear() == number:
        raise Conflict("SAME_CARD", "这个账户就是您现在的工资卡,无需更换。")
    digest = body_hash({"wagecard": enterprise_id, "source": source, "id": source_id})
    shown = {"发薪单位": employer.enterprise_name, "新工资卡": choice.label}
    shown |= {"现工资卡": employer.in_use.label} if employer.in_use else {}
    identity.require_step_up(actor=actor, digest=digest, shown=shown, now=now)
    card = _card(choice, number, since, employer, actor, now)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "daifutong_card_waiting":
            raise
        raise Conflict("CARD_WAITS", "已有一张工资卡在等企业确认,请先撤回再提交新的。") from error
    wagecard_record(card, "daifutong.wagecard.submitted", source="", actor=actor, now=now)
    return card.pk


def _card(choice: CardChoice, number: str, since: date, employer: EmployerCards, actor: Actor, now: Moment) -> WageCard:
    card = WageCard(
        id=new_id(),
        enterprise_id=employer.enterprise_id,
        person_id=actor.person,
        name=identity.person_brief(actor.person).name,
        emp_no=employer.emp_no,
        number=number,
        tail=number[-4:],
        label=choice.label,
        account_id=choice.id if choice.source == ACCOUNT else None,
        card_id=None if choice.source == ACCOUNT else choice.id,
        account_since=since,
        submitted_at=now.business_at,
    )
    card.state = WAGE_CARD.check("", "submit").target
    return card


def _account(choice: CardChoice, actor: Actor) -> tuple[str, date]:
    found = bankaccounts.account_for_member(actor, choice.id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    brief, facts = found
    if facts.account_class == AccountClass.II and not facts.is_face_verified:
        message = "这个Ⅱ类户是在线开立的,到网点面签后才能收工资,请先选择其他账户。"
        raise InvalidInput("CARD", message, fields={"choice": message})
    return bankaccounts.account_number(choice.id), brief.opened_on


def _bound(choice: CardChoice, actor: Actor, now: Moment) -> tuple[str, date]:
    held = bankaccounts.card_hold(card_id=choice.id, actor=actor, now=now)
    return bankaccounts.card_number(choice.id), (held.bound_at or now.wall).astimezone(SHANGHAI).date()

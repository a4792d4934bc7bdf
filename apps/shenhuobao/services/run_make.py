"""One occasion of a standing instruction: everything is asked again, then it buys, or says why not (WM-2, WM-13)."""

from django.db import transaction

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus, HolderKind
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members
from apps.members.contracts import MemberStatus

from ..choices.instruction import INSTRUCTION_KIND_LABELS, MANDATE, InstructionKind
from ..choices.numbers import PLAN_FAILURES
from ..choices.order import OrderState
from ..events import InstructionRan
from ..models import Instruction, Order, Run
from ..rules import plans
from ..selectors.suitability import assessment_for
from .instruction_moves import instruction_move, product_allows
from .purchase_place import amount_check, on_sale, purchase_hold, purchase_order


def run_make(
    one: Instruction, occasion: str, fen: int, *, now: Moment, credit: ledger.LineCredit | None = None
) -> None:
    """Buys for `fen`, cut down to the product's step, or notes why it did not; the third failure in a row ends the
    instruction. In the caller's transaction, under the instruction's lock; an occasion that was taken already changes
    nothing.

    Key: (instruction, occasion). Locks the mandate, the product, the account, then its account of the books.
    """
    require_transaction()
    if Run.objects.system("an occasion is taken once").filter(instruction=one, occasion=occasion).exists():
        return
    order, outcome = _tried(one, fen, now)
    run = Run.objects.create(
        instruction=one, occasion=occasion, fen=fen, order=order, outcome=outcome, on=now.business_date,
        at=now.business_at,
        **({"line_id": credit.line_id, "journal_id": credit.journal_id, "leg": credit.leg} if credit else {}),
    )  # fmt: skip
    one.failures = plans.failures_after(one.failures, bought=not outcome)
    one.save(update_fields=["failures"])
    has_ended = plans.has_ended(one.failures, params.get(PLAN_FAILURES, now.business_date))
    if has_ended:
        actor = Actor.system("连续未能执行,约定自动终止")
        instruction_move(one, "end", "ended", actor=actor, now=now, ended_at=now.business_at)
        agreements.mandates_end(kind=MANDATE, subject_id=one.pk, actor=actor, now=now)
    publish(InstructionRan(run.pk, has_ended=has_ended))


def _tried(one: Instruction, fen: int, now: Moment) -> tuple[Order | None, str]:
    """The order, and "" or the code of why nothing is bought; an account without the money leaves a FAILED order."""
    try:
        with transaction.atomic():
            order = _bought(one, fen, now)
    except (Conflict, InvalidInput, NotFound) as refusal:
        return None, refusal.code
    return order, order.outcome if order.state == OrderState.FAILED else ""


def _bought(one: Instruction, fen: int, now: Moment) -> Order:
    if not agreements.mandate_held(person_id=one.person_id, kind=MANDATE, subject_id=one.pk, now=now):
        raise Conflict("NO_MANDATE", "授权已经停止。")
    if not any(each.status == MemberStatus.ACTIVE for each in members.employments_of(one.person_id)):
        raise Conflict("NOT_MEMBER", "目前不是认证员工。")
    product, terms = on_sale(one.product_id)
    terms.product = product
    product_allows(one.kind, terms)
    assessment = assessment_for(one.person_id, terms.rating, now)
    wanted = fen - fen % terms.step_fen if one.kind != InstructionKind.AUTO_INVEST else fen
    amount_check(product, terms, one.person_id, wanted)
    if bankaccounts.payer_hold(one.account_id) != AccountStatus.NORMAL:
        raise Conflict("ACCOUNT_STATUS", "付款账户目前不能付款。")
    accounts = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=one.person_id)
    account = next((each for each in accounts if each.id == one.account_id), None)
    if account is None:
        raise Conflict("ACCOUNT_STATUS", "付款账户已经销户。")
    order = purchase_order(product, terms, one.person_id, account, now)
    order.amount_fen, order.assessment = wanted, assessment
    order.evidence = {"instruction": str(one.pk), "mandate": str(one.mandate_id), "terms": terms.number}
    order.save()
    actor = Actor.system(f"本人签约的{INSTRUCTION_KIND_LABELS[InstructionKind(one.kind)]}")
    purchase_hold(order, product, actor=actor, now=now)
    return order

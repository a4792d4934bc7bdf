"""What holders do about their own accounts: stop them at a touch, and bring them back only after being verified."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput, NotFound, Unavailable
from apps.corebank import api as corebank
from apps.corebank.contracts import IdentityElements, IdentityResult
from apps.identity import api as identity

from ..contracts import STATUS_LABELS, AccountStatus
from ..models import BankAccount
from ..rules import ACCOUNT
from .account_move import account_move

STOPS = {"self_stop": "本人一键止付", "report_loss": "本人挂失"}
RESTORES = {AccountStatus.SELF_STOP: "self_allow", AccountStatus.LOST: "find", AccountStatus.DORMANT: "wake"}


@use_case
def account_guard(*, account_id: UUID, move: str, actor: Actor, now: Moment) -> AccountStatus:
    """Stops an own account at once, without any confirmation: `self_stop` (nothing goes out) or `report_loss`.

    Locks the account. Raises NotFound, IllegalMove.
    """
    return account_move(account_id=account_id, move=move, reason=STOPS[move], actor=actor, now=now)


def account_restore(*, account_id: UUID, actor: Actor, now: Moment) -> AccountStatus:
    """Brings an own account back that its holder has stopped or reported lost, or that sleeps (AC-6).

    Needs a step-up, then the bank's word that name, ID number and account belong together, asked outside any
    transaction; the check counts as a try (ID-7). Raises NotFound, what money_require raises, Conflict
    RESTORE for any other status, StepUpRequired, InvalidInput IDENTITY_MISMATCH, TooMany, Unavailable.
    """
    identity.money_require(actor=actor, now=now)
    number, move = _guard_confirm(account_id=account_id, actor=actor, now=now)
    person = identity.person_clear(actor.person)
    elements = IdentityElements(3, person.name, person.id_number, number)
    answer = corebank.check_identity(elements=elements, now=now)
    if answer.result == IdentityResult.MISMATCH:
        raise InvalidInput("IDENTITY_MISMATCH", "身份核验未通过,请携带身份证到任一网点办理。")
    if answer.result != IdentityResult.MATCH:
        raise Unavailable("暂时无法核验身份,请稍后再试。")
    return _restore(account_id=account_id, move=move, actor=actor, now=now)


@use_case
def _guard_confirm(*, account_id: UUID, actor: Actor, now: Moment) -> tuple[str, str]:
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    if row is None:
        raise NotFound("没有找到这个账户。")
    status = AccountStatus(row.status)
    if status not in RESTORES:
        raise Conflict("RESTORE", f"账户状态为「{STATUS_LABELS[status]}」,不能在线恢复,请联系开户网点。")
    ACCOUNT.check(status, RESTORES[status])
    identity.require_step_up(
        actor=actor,
        digest=f"restore-{account_id}",
        shown={"恢复账户": f"尾号 {row.tail4}", "目前状态": STATUS_LABELS[status]},
        now=now,
    )
    return row.number.clear(), RESTORES[status]


@use_case
def _restore(*, account_id: UUID, move: str, actor: Actor, now: Moment) -> AccountStatus:
    return account_move(account_id=account_id, move=move, reason="本人重新核验身份", actor=actor, now=now)

"""An employee whose phone is lost gets back in with a new number (ID-3).

What proves the person: the name, the full ID number and the full number of an own account here, which the bank's
identity service confirms together (ID-7, three elements, five tries a day for ID number and account); and a code sent
to the new number. Afterwards every session has ended, every device is new, and money waits for its hours
(identity.mobile_recover). Who is unknown, or states something wrong, sees the same pages and gets no code.
"""

from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput, Unavailable
from apps.core.identifiers import normalise_name, same_name
from apps.corebank import api as corebank
from apps.corebank.contracts import IdentityElements, IdentityResult
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

PURPOSE = "recover"
WRONG = "验证码不正确或已失效,请核对,或返回上一步重新获取。"


def phone_recover_begin(
    *, name: str, id_number: str, account: str, mobile: str, ip: str, now: Moment
) -> tuple[UUID, UUID | None]:
    """Checks who asks and has a code sent to the new number; gives the id of the code, and the person if it is one.

    The numbers come as core.identifiers leaves them. Runs outside any transaction. Raises TooMany (ID-7, codes),
    Unavailable while the bank's identity service does not answer.
    """
    elements = IdentityElements(3, normalise_name(name), id_number, account)
    answer = corebank.check_identity(elements=elements, now=now)
    if answer.result == IdentityResult.CHANNEL_ERROR:
        raise Unavailable("身份核验服务暂时不可用,请稍后再试,或到网点办理。")
    person_id = identity.persons_by_id_numbers([id_number]).get(id_number)
    user_id = None
    if person_id and answer.result == IdentityResult.MATCH and _is_own(person_id, name, account):
        user_id = identity.login_id(person_id=person_id, kind=LoginKind.EMPLOYEE)
    code_id = identity.code_request_for(
        user_id=user_id, kind=LoginKind.EMPLOYEE, mobile=mobile, purpose=PURPOSE, ip=ip, now=now
    )
    return code_id, person_id if user_id else None


def _is_own(person_id: UUID, name: str, number: str) -> bool:
    if not same_name(identity.person_brief(person_id).name, name):
        return False
    facts = bankaccounts.accounts_by_numbers([number]).get(number)
    return facts is not None and facts.holder_kind == HolderKind.PERSON and facts.holder_id == person_id


def phone_recover(*, person_id: UUID | None, mobile: str, code: str, code_id: UUID, actor: Actor, now: Moment) -> None:
    """Gives the person the new number, with the code sent to it.

    Raises InvalidInput CODE_WRONG, also for nobody; Conflict MOBILE_TAKEN.
    """
    if person_id is None or not _recover(
        person_id=person_id, mobile=mobile, code=code, code_id=code_id, actor=actor, now=now
    ):
        raise InvalidInput("CODE_WRONG", WRONG, fields={"code": WRONG})


@use_case
def _recover(*, person_id: UUID, mobile: str, code: str, code_id: UUID, actor: Actor, now: Moment) -> bool:
    """False when the code is wrong: an answer, so that the count of wrong ones is kept."""
    return identity.mobile_recover(person_id=person_id, mobile=mobile, code=code, code_id=code_id, actor=actor, now=now)
